"""A text before anything is known of it."""

from __future__ import annotations

from msgspec import Struct

from auditor.model.text import Span
from auditor.model.tree import Tree


class Repeated(Struct, frozen=True):
    """A key that its mapping has twice: the place that counts, and the line of the one before."""

    key: str
    span: Span
    first_line: int


class SourceText(Struct, frozen=True):
    """What came of reading a text: a tree, or the fault that stopped the reading.

    `fault` is a plain sentence and an offset.
    """

    tree: Tree
    fault: tuple[str, int] | None = None
    repeated: tuple[Repeated, ...] = ()
