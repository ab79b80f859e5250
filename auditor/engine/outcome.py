"""From checks and fixes of a file to the entries of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from auditor.engine.check import Checked
from auditor.engine.fixpoint import Fixed
from auditor.model.finding import Finding, Severity
from auditor.model.path import dotted, logical_id
from auditor.model.report import Entry, Offer, Status
from auditor.model.rule import AnyRule
from auditor.model.text import Lines

_LINK = re.compile(r"https://[^\s)>\]]+")


def entries(checked: Checked, file: str, rules: Mapping[str, AnyRule]) -> Iterator[Entry]:
    """The findings of a check."""
    lines = Lines(checked.text)
    for finding in checked.findings:
        yield _entry(checked, lines, finding, file, rules, Status.OPEN)


def entries_after_fixing(fixed: Fixed, file: str, rules: Mapping[str, AnyRule]) -> Iterator[Entry]:
    """What was fixed, and what is left, with the reason where a fix was tried in vain."""
    for finding, checked in fixed.made:
        lines = Lines(checked.text)
        yield _entry(checked, lines, finding, file, rules, Status.FIXED)
    reasons = dict(fixed.rejected)
    lines = Lines(fixed.final.text)
    for finding in fixed.final.findings:
        status = Status.REJECTED if finding in reasons else Status.OPEN
        note = reasons.get(finding)
        yield _entry(fixed.final, lines, finding, file, rules, status, note)


def _entry(
    checked: Checked,
    lines: Lines,
    finding: Finding,
    file: str,
    rules: Mapping[str, AnyRule],
    status: Status,
    note: str | None = None,
) -> Entry:
    span = checked.span(finding)
    start = lines.position(min(span.start, len(checked.text)))
    end = lines.position(min(max(span.end, span.start), len(checked.text)))
    links = _LINK.search(rules[finding.rule].doc)
    fix = finding.fix
    return Entry(
        rule=finding.rule,
        severity=finding.severity or Severity.ERROR,
        confidence=finding.confidence,
        message=finding.message,
        file=file,
        start=start,
        end=end,
        line=lines.content(start.line),
        resource=logical_id(finding.at),
        path=dotted(finding.at),
        url=links.group() if links else None,
        status=status,
        fix=Offer(fix.title, fix.safety, fix.edits) if fix else None,
        note=note,
    )
