"""Spans of a text, replacements in it, and the lines it is shown by."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from io import StringIO
from itertools import accumulate

from msgspec import Struct

from auditor.expression import expression

_LINE_END = expression(r"\r\n|\n|\r")


class Span(Struct, frozen=True, order=True, gc=False):
    """Characters `start` up to, not including, `end` of a text."""

    start: int
    end: int


class TextEdit(Struct, frozen=True, order=True):
    """Puts `text` in the place of the characters `start` to `end`."""

    start: int
    end: int
    text: str


class Position(Struct, frozen=True):
    """Line and column, both from 1; columns count characters."""

    line: int
    column: int


class Lines:
    """The lines of a text, for turning offsets into positions."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = _starts(text)

    def __len__(self) -> int:
        return len(self._starts)

    def position(self, offset: int) -> Position:
        """The position of an offset; the end of the text is a position too."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def start(self, line: int) -> int:
        """The offset at which a line (from 1) begins."""
        return self._starts[line - 1]

    def content(self, line: int) -> str:
        """A line (from 1) without its line end."""
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")


def _starts(text: str) -> list[int]:
    starts = [0, *accumulate(map(len, StringIO(text, newline="")))]
    if text and not text.endswith(("\r", "\n")):
        del starts[-1]
    return starts


def newline_of(text: str) -> str:
    """The line end that a text uses, by its first one; LF where it has none."""
    match = _LINE_END.search(text)
    return match.group() if match else "\n"


def apply_edits(text: str, edits: Iterable[TextEdit]) -> str:
    """The text with all edits made at once.

    Edits at one offset keep their order. Raises ValueError where two overlap.
    """
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < done:
            raise ValueError(f"edits overlap at offset {edit.start}")
        pieces += (text[done : edit.start], edit.text)
        done = edit.end
    return "".join((*pieces, text[done:]))
