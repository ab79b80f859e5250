"""Wildcards written out as the values that they stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor.grammar.filter_pattern.draft import Change, changed
from auditor.grammar.filter_pattern.pattern import FilterPattern, parse


def spelled_out(pattern: FilterPattern, values: Mapping[str, Sequence[str]]) -> str | None:
    """The pattern with `kind = PAY_*` written as `kind = PAY_OK || kind = PAY_FAIL`.

    `values` has the values for each wildcard text. None where there is no wildcard, where one
    has no values or is not compared by `=`, and where the result would be faulty.
    """
    changes: list[Change] = []
    for wildcard in pattern.wildcards:
        found = values.get(wildcard.value)
        condition = pattern.text[wildcard.start : wildcard.end]
        head = condition[: -len(wildcard.value)]
        if not found or head.removeprefix(wildcard.field).strip() != "=":
            return None
        written = " || ".join(head + value for value in found)
        changes.append(Change(wildcard.start, wildcard.end, written))
    text = changed(pattern.text, changes) if changes else None
    if text is None or any(fault.certain for fault in parse(text).faults):
        return None
    return text
