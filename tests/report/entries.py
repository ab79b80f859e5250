"""Reports made by hand, with everything that they may hold."""

from __future__ import annotations

from auditor.model.edit import Edit, InsertItem, InsertKey, Remove, Rename, ReplaceText, SetValue
from auditor.model.finding import Confidence, Safety, Severity
from auditor.model.report import Entry, Offer, Report, Status
from auditor.model.text import Position

EVERY_EDIT: tuple[Edit, ...] = (
    SetValue(("Resources", "A"), {"Type": "x"}),
    Remove(("Resources", "A", "List", 0)),
    Rename(("Resources", "A"), "B"),
    InsertKey(("Resources",), "C", [1, None, True], before="A"),
    InsertItem(("Resources", "A", "List"), 1, "x"),
    ReplaceText(("Resources", "A", "Code"), 3, 5, "y"),
)


def entry(
    *,
    rule: str = "some-rule",
    severity: Severity = Severity.ERROR,
    message: str = "it is wrong",
    start: tuple[int, int] = (3, 5),
    end: tuple[int, int] = (3, 9),
    line: str = "    name: x",
    status: Status = Status.OPEN,
    fix: Offer | None = None,
    note: str | None = None,
) -> Entry:
    """A finding in `a.yaml`."""
    return Entry(
        rule=rule,
        severity=severity,
        confidence=Confidence.HIGH,
        message=message,
        file="a.yaml",
        start=Position(*start),
        end=Position(*end),
        line=line,
        resource="A",
        path="Resources.A.name",
        url=None,
        status=status,
        fix=fix,
        note=note,
    )


def offer(safety: Safety = Safety.SAFE, edits: tuple[Edit, ...] = EVERY_EDIT) -> Offer:
    return Offer("Mend it", safety, edits)


def report(*entries: Entry, files: int = 1, least: Safety = Safety.SAFE) -> Report:
    return Report(entries, files, least)
