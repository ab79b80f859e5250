"""Pieces of written expressions: words with their places, and how messages quote them."""

from __future__ import annotations

from msgspec import Struct

from auditor.expression import expression

BLANKS = " \t\r\n"

_WORD = expression(r"[^ \t\r\n]+")
_LONGEST_QUOTE = 40


class Word(Struct, frozen=True):
    """A part of an expression; `start` and `end` are offsets into the whole expression."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def split_words(body: str, start: int) -> list[Word]:
    """The parts of `body` between white space; `start` is the offset of `body` itself."""
    return [Word(match.group(), start + match.start()) for match in _WORD.finditer(body)]


def split_list(word: Word) -> list[Word]:
    """The parts of `word` between commas, empty ones too."""
    parts: list[Word] = []
    start = word.start
    for text in word.text.split(","):
        parts.append(Word(text, start))
        start += len(text) + 1
    return parts


def quoted(text: str) -> str:
    """`text` as a message shows it: on one line, short, unprintable characters escaped."""
    short = text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 3] + "..."
    if short.isprintable():
        return short
    return short.encode("unicode_escape").decode("ascii")


def is_number(text: str) -> bool:
    """Whether `text` is decimal digits 0-9 only (`str.isdigit` takes other scripts too)."""
    return text.isascii() and text.isdigit()


def number_within(text: str, low: int, high: int) -> bool:
    """Whether the digits `text` name a number from `low` to `high`; any length is fine."""
    significant = text.lstrip("0") or "0"
    return len(significant) <= len(str(high)) and low <= int(significant) <= high
