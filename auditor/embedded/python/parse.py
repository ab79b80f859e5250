"""Python source code as a tree, and the way from its nodes back to the text.

Positions in the tree are lines and UTF-8 bytes of a text without its byte order mark; spans are
characters of the text as it was given.
"""

from __future__ import annotations

import ast
import unicodedata
import warnings
from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any, Final, TypeAlias, TypeVar

from auditor.embedded.python.nodes import of_type, walk
from auditor.expression import expression
from auditor.model.text import Span

Answer = TypeVar("Answer")
Placed: TypeAlias = ast.expr | ast.stmt | ast.keyword | ast.alias | ast.arg | ast.excepthandler
"""The nodes that have a place in the text."""

MOST_BRACES = 20_000
"""Before 3.12 Python takes the square of the fields of an f-string to parse it."""
_KEPT = 8
"""Sources that are kept: their trees take a hundred times what their texts take."""
_BOM = "\ufeff"
# What the tokenizer of Python takes for the end of a line; `str.splitlines` knows many more.
_LINE_END = expression(r"\r\n|\n|\r")


class Source:
    """A source text that parses: its tree, the span of each node, and what analyses know of it."""

    def __init__(self, text: str, tree: ast.Module) -> None:
        self.text: Final = text
        self.tree: Final = tree
        # Lambda reads the file as bytes, where Python skips a byte order mark.
        first = len(_BOM) if text.startswith(_BOM) else 0
        self._starts = [first, *(match.end() for match in _LINE_END.finditer(text))]
        self._is_ascii = text.isascii()
        self._bytes: dict[int, list[int]] = {}
        self._answers: dict[Callable[[Source], Any], Any] = {}

    def once(self, analysis: Callable[[Source], Answer]) -> Answer:
        """What an analysis says of the code, asked once."""
        if analysis not in self._answers:
            self._answers[analysis] = analysis(self)
        answer: Answer = self._answers[analysis]
        return answer

    @cached_property
    def _holders(self) -> dict[ast.AST, ast.JoinedStr]:
        return _in_formatted(self.tree)

    def may_name(self, words: Iterable[str]) -> bool:
        """Whether any of some names may stand in the code.

        One look at the text, so that an analysis can be left out before it begins.
        """
        return any(word in self._folded for word in words)

    @cached_property
    def _folded(self) -> str:
        """The text with names as Python reads them.

        https://docs.python.org/3/reference/lexical_analysis.html#identifiers
        """
        return self.text if self._is_ascii else unicodedata.normalize("NFKC", self.text)

    def span(self, node: Placed) -> Span:
        """The characters of a node; inside an f-string those of the whole f-string.

        Before Python 3.12 the places of what stands inside an f-string cannot be relied on.
        """
        placed = self._holders.get(node, node)
        start = self._offset(placed.lineno, placed.col_offset)
        end = self._offset(placed.end_lineno or placed.lineno, placed.end_col_offset or 0)
        return Span(start, max(start, end))

    def between(self, first: Placed, last: Placed) -> Span:
        """The characters from the start of one node to the end of another one behind it."""
        start = self.span(first).start
        return Span(start, max(start, self.span(last).end))

    def _offset(self, line: int, column: int) -> int:
        if line > len(self._starts):
            return len(self.text)
        start = self._starts[line - 1]
        if not self._is_ascii:
            column = bisect_left(self._byte_columns(line), column)
        return min(start + column, len(self.text))

    def _byte_columns(self, line: int) -> list[int]:
        """The byte at which each character of a line begins, and the one behind the last."""
        if line not in self._bytes:
            end = self._starts[line] if line < len(self._starts) else len(self.text)
            widths = map(_width, self.text[self._starts[line - 1] : end])
            self._bytes[line] = list(accumulate(widths, initial=0))
        return self._bytes[line]


@lru_cache(maxsize=_KEPT)
def parse(source: str) -> Source | None:
    """The source code, or None where the Python that runs this code cannot parse it.

    The last ones are kept, with what analyses said of them: fixes leave most code of a template as
    it is, and templates of a folder often have the same.
    """
    text = source.removeprefix(_BOM)
    if source.count("{") > MOST_BRACES:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Source(source, ast.parse(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _width(character: str) -> int:
    """The number of bytes of a character in UTF-8."""
    code = ord(character)
    return 1 + (code > 0x7F) + (code > 0x7FF) + (code > 0xFFFF)


def _in_formatted(tree: ast.Module) -> dict[ast.AST, ast.JoinedStr]:
    """All that stands inside f-strings, each with the outermost f-string around it."""
    found: dict[ast.AST, ast.JoinedStr] = {}
    for holder in of_type(tree, ast.JoinedStr):
        # Outer ones come first: what is found already stands in one of those.
        if holder not in found:
            found.update(dict.fromkeys(walk(holder), holder))
    return found
