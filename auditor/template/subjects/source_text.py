"""A text before anything is known of it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.model.path import Path
from auditor.model.text import Span
from auditor.model.tree import Tree
from auditor.template.contents import Walked


class Repeated(Struct, frozen=True):
    """A key that its mapping has twice: the place that counts, and the line of the one before."""

    key: str
    span: Span
    first_line: int


class SourceText(Struct, frozen=True):
    """What came of reading a text: a tree, or the fault that stopped the reading.

    `fault` is a plain sentence and an offset. `other_file` says what a document without
    resources is, where that is known. `left_open` are the places that another tool fills in, and
    `tool` says which, and what to do. `octals` are numbers with a leading zero, as they are
    written, and `aliases` stand for what is written elsewhere. What `is_part` is merged by a tool
    into a template that has more. `walked` has what stands in the tree, if that is a mapping.
    """

    tree: Tree
    fault: tuple[str, int] | None = None
    repeated: tuple[Repeated, ...] = ()
    other_file: str | None = None
    left_open: tuple[Path, ...] = ()
    tool: tuple[str, str] = ("", "")
    octals: tuple[tuple[Path, str], ...] = ()
    aliases: tuple[tuple[Path, Span], ...] = ()
    null_keys: tuple[Path, ...] = ()
    is_part: bool = False
    walked: Walked | None = None

    def nulls(self) -> Iterator[Path]:
        """The places of all values that are null, if the tree is a mapping."""
        if self.walked is not None:
            for section in self.tree:
                for contents in self.walked.section(section):
                    yield from contents.nulls
