"""The walk over the syntax tree of one module, and the places of its nodes in the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate
from typing import TYPE_CHECKING

from auditor.embedded.javascript.syntax import bare, parts
from auditor.programs import syntax as s

if TYPE_CHECKING:
    from tree_sitter import Node

    Expressions = Mapping[str, Callable[["Reader", Node], s.Node]]
    Statements = Mapping[str, Callable[["Reader", Node], Iterator[s.Statement]]]


class Reader:
    """Asks for each node what reads its kind; a kind that nothing reads is opaque."""

    def __init__(self, file: s.File, statements: Statements, expressions: Expressions) -> None:
        self.file = file
        self._statements = statements
        self._expressions = expressions
        self._offset = 1 if file.text.startswith("\ufeff") else 0
        plain = file.text.removeprefix("\ufeff")
        self._places: dict[int, int] | None = None
        if not plain.isascii():
            widths = (len(letter.encode("utf-8", "replace")) for letter in plain)
            starts = accumulate(widths, initial=0)
            self._places = {start: index for index, start in enumerate(starts)}

    def at(self, byte: int) -> int:
        """The character of a byte."""
        place = byte if self._places is None else self._places.get(byte, 0)
        return place + self._offset

    def span(self, node: Node) -> tuple[s.File, int, int]:
        """Where a node stands."""
        return self.file, self.at(node.start_byte), self.at(node.end_byte)

    def block(self, node: Node | None) -> tuple[s.Statement, ...]:
        """The statements of a block, or the one that stands in its place."""
        if node is None:
            return ()
        if node.type in ("program", "statement_block", "else_clause"):
            return tuple(made for child in parts(node) for made in self.statement(child))
        return tuple(self.statement(node))

    def statement(self, node: Node) -> Iterator[s.Statement]:
        """The statements that one of the module is."""
        made = self._statements.get(node.type)
        if made is not None:
            yield from made(self, node)

    def of(self, node: Node) -> s.Node:
        """The expression."""
        inner = bare(node)
        made = None if inner is None else self._expressions.get(inner.type)
        if inner is None or made is None:
            return s.Opaque(*self.span(inner or node))
        return made(self, inner)
