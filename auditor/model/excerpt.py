"""Pieces of files as they are shown: the lines around a place, and lines before and after a fix."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class SourceLine(Struct, frozen=True):
    """A line (from 1) of a file, without its end.

    `text` is what is shown of it: `before` and `after` are how many characters are left out on
    either side.
    """

    number: int
    text: str
    before: int = 0
    after: int = 0


Sign = Literal[" ", "-", "+"]
"""What becomes of a line: it stays, goes or is new."""


class HunkLine(Struct, frozen=True):
    """A line of a hunk. What is new has the number that it gets, all else the one that it has."""

    sign: Sign
    line: SourceLine


class Hunk(Struct, frozen=True):
    """Lines of a file that a fix changes, with some around them; `left_out` more are not told."""

    file: str
    lines: tuple[HunkLine, ...]
    left_out: int = 0
