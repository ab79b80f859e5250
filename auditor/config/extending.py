"""From a file to those that it extends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.disk import asking
from auditor.model.selection import shortened

if TYPE_CHECKING:
    from auditor.config.read import Source

_DEEPEST = 16
"""Files that extend each other; nobody needs more, and a circle never ends."""


def chain(source: Source, read: Callable[[Path], Source | None]) -> Iterator[Source]:
    """A file, then the one that it extends, and so on.

    Whoever asks for the next one has judged the last one. Raises BadConfiguration.
    """
    for _ in range(_DEEPEST):
        yield source
        extended = source.table.get("extend")
        if extended is None:
            return
        path = source.path.parent / extended
        if not asking.exists(path):
            raise source.refusal(("extend",), f"{shortened(extended)} does not exist", on_key=False)
        found = read(path)
        if found is None:
            raise source.refusal(
                ("extend",), f"{shortened(extended)} has no table [tool.cfnaudit]", on_key=False
            )
        source = found
    raise source.refusal(("extend",), "too many files extend each other, perhaps in a circle")
