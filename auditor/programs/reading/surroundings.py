"""What a program finds around it when it is run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Table

from msgspec import Struct

from auditor.model.tree import Tree
from auditor.programs.syntax import File
from auditor.programs.values import Contents


def _nothing(_contents: Contents) -> File | None:
    return None


class Surroundings(Struct):
    """What lies beside a program, and what runs it.

    `opened` gives the file whose text is meant, None where it is not there. `stacks` have the
    values of each stack by their keys. `names_members` says whether a member of an enumeration of
    texts is its name in an f-string, as from Python 3.11 on, and not its value; None where the
    version is not known.
    """

    opened: Callable[[Contents], File | None] = _nothing
    stacks: Sequence[Table[str, Tree]] = ()
    names_members: bool | None = None
