"""Wildcards written out as the values that they stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor.expression import expression
from auditor.grammar.filter_pattern.draft import Change, Wildcard, changed
from auditor.grammar.filter_pattern.pattern import FilterPattern, parse

_PLAIN = expression(r"[A-Za-z0-9_]+")
_NOT_IN_QUOTES = expression(r'["\\*\x00-\x1f]')


def spelled_out(pattern: FilterPattern, values: Mapping[str, Sequence[str]]) -> str | None:
    """The pattern with `kind = PAY_*` written as `kind = PAY_OK || kind = PAY_FAIL`.

    `values` has the values for each wildcard text. None where there is no wildcard, where one
    has no values or is not compared by `=`, where `&&` beside it would take only one of the
    values, where a value cannot be written, and where the result would have a fault.
    """
    changes: list[Change] = []
    for wildcard in pattern.wildcards:
        found = [_written(value) for value in dict.fromkeys(values.get(wildcard.value, ()))]
        head = pattern.text[wildcard.start : wildcard.end - len(wildcard.value)]
        if not found or head.removeprefix(wildcard.field).strip() != "=":
            return None
        if len(found) > 1 and _stands_beside_and(pattern.text, wildcard):
            return None
        written = [head + value for value in found if value is not None]
        if len(written) < len(found):
            return None
        changes.append(Change(wildcard.start, wildcard.end, " || ".join(written)))
    text = changed(pattern.text, changes) if changes else None
    return None if text is None or parse(text).faults else text


def _written(value: str) -> str | None:
    if _PLAIN.fullmatch(value):
        return value
    return f'"{value}"' if value and _NOT_IN_QUOTES.search(value) is None else None


def _stands_beside_and(text: str, wildcard: Wildcard) -> bool:
    # && binds tighter than ||, and parentheses are not documented for this form.
    before, after = text[: wildcard.start].rstrip(), text[wildcard.end :].lstrip()
    return before.endswith("&&") or after.startswith("&&")
