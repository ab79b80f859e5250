"""Text of others as text of a page: whatever it is, it opens no element and ends no value."""

from __future__ import annotations

from html import escape
from unicodedata import east_asian_width

from auditor.report.plain import one_line

_TAB = "    "


def shown(text: str) -> str:
    """The text as it may stand between tags and within quotes, on one line."""
    return escape(one_line(text))


def code(text: str) -> str:
    """A piece of a line of code, with its tabs as spaces."""
    return escape(one_line(text.replace("\t", _TAB)))


def shortened(text: str, most: int) -> str:
    """The text, or its two ends, in so many characters."""
    text = one_line(text[: 4 * most] + text[-4 * most :] if len(text) > 8 * most else text)
    if len(text) <= most:
        return text
    head = (most - 1) * 2 // 3
    return f"{text[:head]}…{text[head + 1 - most :]}"


def columns(text: str) -> int:
    """How wide a text is, in characters of a font where all are of one width, or twice that."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
