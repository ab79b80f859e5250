"""Reports made by hand, with everything that they may hold."""

from __future__ import annotations

from auditor.model.edit import (
    AddComment,
    Change,
    InsertItem,
    InsertKey,
    Remove,
    Rename,
    ReplaceComment,
    ReplaceInFile,
    ReplaceText,
    SetValue,
)
from auditor.model.finding import Confidence, Safety, Severity
from auditor.model.report import Entry, Offer, Replacement, Report, Status
from auditor.model.suppression import SuppressedBy
from auditor.model.text import Position

EVERY_EDIT: tuple[Change, ...] = (
    SetValue(("Resources", "A"), {"Type": "x"}),
    Remove(("Resources", "A", "List", 0)),
    Rename(("Resources", "A"), "B"),
    InsertKey(("Resources",), "C", [1, None, True], before="A"),
    InsertItem(("Resources", "A", "List"), 1, "x"),
    ReplaceText(("Resources", "A", "Code"), 3, 5, "y"),
    ReplaceComment(3, "# old", ""),
    AddComment(3, "# new", above=True),
    ReplaceInFile("src/app.py", 3, 5, "y"),
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
    suppressed_by: SuppressedBy | None = None,
    file: str = "a.yaml",
    resource: str | None = "A",
    path: str = "Resources.A.name",
    url: str | None = None,
) -> Entry:
    """A finding."""
    return Entry(
        rule=rule,
        severity=severity,
        confidence=Confidence.HIGH,
        message=message,
        file=file,
        start=Position(*start),
        end=Position(*end),
        line=line,
        resource=resource,
        path=path,
        url=url,
        status=status,
        fix=fix,
        note=note,
        suppressed_by=suppressed_by,
    )


def offer(
    safety: Safety = Safety.SAFE,
    edits: tuple[Change, ...] = EVERY_EDIT,
    *,
    title: str = "Mend it",
    replacements: tuple[Replacement, ...] = (),
) -> Offer:
    return Offer(title, safety, edits, replacements=replacements)


def report(*entries: Entry, files: int = 1, least: Safety = Safety.SAFE) -> Report:
    return Report(entries, files, least)
