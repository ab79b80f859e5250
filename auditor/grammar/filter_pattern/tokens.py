"""The words of JSON patterns and of space-delimited patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from auditor.expression import expression

NUMBER = expression(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_TOKEN = expression(
    r"""(?P<string>"(?:[^"\\]|\\.)*")
    |(?P<open_string>"(?:[^"\\]|\\.)*\\?$)
    |(?P<regex>%[^%]*%)
    |(?P<operator>&&|\|\||==|!=|>=|<=|[=<>])
    |(?P<mark>[(),&|!])
    |(?P<word>[^\s"(),&|!=<>%]+)
    |(?P<other>[^\s])""",
    re.VERBOSE | re.DOTALL,
)
ORDER = frozenset({">", "<", ">=", "<="})
EQUALITY = frozenset({"=", "!=", "=="})
JOINTS = frozenset({"&&", "||"})


class Kind(Enum):
    """What a token is."""

    STRING = "string"
    OPEN_STRING = "open_string"
    REGEX = "regex"
    OPERATOR = "operator"
    MARK = "mark"
    WORD = "word"
    OTHER = "other"


class Token(Struct, frozen=True):
    """A word of a pattern, with its place in the pattern."""

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether the word is a number."""
        return self.kind is Kind.WORD and NUMBER.fullmatch(self.text) is not None

    @property
    def is_value(self) -> bool:
        """Whether the word can stand behind `=`."""
        return self.kind in (Kind.STRING, Kind.REGEX, Kind.WORD)


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """The words of a stretch of a pattern."""
    for match in _TOKEN.finditer(text, start, end):
        yield Token(Kind(match.lastgroup), match.group(), match.start(), match.end())
