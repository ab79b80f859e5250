"""Faults while a pattern is being read, before it is known whether all of it can be repaired."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from auditor.expression import expression

_QUOTES = expression("[\"'`\\\\\u2018-\u201f\u00ab\u00bb]")


class Change(Struct, frozen=True):
    """Puts `text` in the place of the characters `start` to `end`."""

    start: int
    end: int
    text: str


class Draft(Struct, frozen=True):
    """A fault with the changes that would mend it, none where the meaning is not plain."""

    start: int
    end: int
    message: str
    certain: bool = True
    changes: tuple[Change, ...] = ()


class Reading(Struct, frozen=True):
    """What a form makes of a pattern."""

    drafts: Sequence[Draft] = ()
    fields: tuple[str, ...] = ()
    wildcards: tuple[Wildcard, ...] = ()


class Wildcard(Struct, frozen=True):
    """An unquoted value with both `_` and `*`, and the condition that it stands in."""

    field: str
    value: str
    start: int
    end: int


def in_quotes(text: str) -> str | None:
    """The text in double quotes, None where quotes or a backslash in it leave its meaning open."""
    if len(text) > 1 and text[0] == text[-1] == "'" and not _QUOTES.search(text, 1, len(text) - 1):
        return f'"{text[1:-1]}"'
    return None if _QUOTES.search(text) else f'"{text}"'


def changed(text: str, changes: Iterable[Change]) -> str | None:
    """The text with the changes made, None where two of them overlap."""
    pieces: list[str] = []
    done = 0
    for change in sorted(set(changes), key=lambda change: (change.start, change.end)):
        if change.start < done:
            return None
        pieces += (text[done : change.start], change.text)
        done = change.end
    return "".join((*pieces, text[done:]))
