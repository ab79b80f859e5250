"""How often each rule finds something, for whoever decides where to begin."""

from __future__ import annotations

import json
from collections.abc import Mapping

from msgspec import Struct

from auditor.model.finding import Severity
from auditor.model.report import Report


class Row(Struct, frozen=True):
    """What a rule found: `fixable` are the findings that `--fix` would try."""

    rule: str
    severity: str
    count: int
    fixable: int
    summary: str


def rows(report: Report, summaries: Mapping[str, str]) -> list[Row]:
    """A row for each rule that found something: errors first, the most frequent before others."""
    found: dict[str, list[int]] = {}
    severities: dict[str, Severity] = {}
    for entry in report.open:
        counts = found.setdefault(entry.rule, [0, 0])
        counts[0] += 1
        counts[1] += entry.is_fixable(report.least)
        severities[entry.rule] = max(entry.severity, severities.get(entry.rule, entry.severity))
    ranked = sorted(found, key=lambda rule: (-severities[rule], -found[rule][0], rule))
    return [
        Row(rule, str(severities[rule]), count, fixable, summaries.get(rule, ""))
        for rule in ranked
        for count, fixable in [found[rule]]
    ]


def as_text(table: list[Row]) -> str:
    """A line for each row, with `[*]` where all of it can be fixed and `[-]` where some can."""
    if not table:
        return ""
    widths = [
        max(len(str(value)) for value in column)
        for column in zip(*((row.count, row.severity, row.rule) for row in table), strict=True)
    ]
    return "".join(
        f"{row.count:>{widths[0]}}  {row.severity:{widths[1]}}  {row.rule:{widths[2]}}"
        f"  {_mark(row)} {row.summary}\n"
        for row in table
    )


def as_json(table: list[Row]) -> str:
    """The rows as a list."""
    fields = Row.__struct_fields__
    plain = [{field: getattr(row, field) for field in fields} for row in table]
    return json.dumps(plain, indent=2) + "\n"


def _mark(row: Row) -> str:
    if not row.fixable:
        return "   "
    return "[*]" if row.fixable == row.count else "[-]"
