"""Sentences that several formats share: the sum of a report, and what is said of a fix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from auditor.model.finding import OnUpdate, Safety, Severity
from auditor.model.report import Entry, OpenQuestion, Report
from auditor.report.plain import one_line

_MOST_PLACES = 3
"""Places of a question that people are shown; programs get all."""

INIT = "cfnaudit init asks such questions once, and writes the answers into a configuration"
"""What is said below the questions of a run."""
_ON_UPDATE = {
    OnUpdate.REPLACEMENT: "replaces the resource in a deployed stack",
    OnUpdate.REMOVAL: "deletes the resource from a deployed stack",
    OnUpdate.MAY_FAIL: "the update of a deployed stack may fail",
}
"""What is said of fixes that do more to a deployed stack than to change it in place."""


def summary(report: Report) -> tuple[str, str]:
    """The sum in one sentence: what is left, and what is added to that (it may be empty)."""
    hidden_by = list(_hidden_by(report))
    if not report.files:
        return "No templates were checked", "".join(f", {part}" for part in hidden_by)
    parts = [*_fixes(report), *_not_shown(report), *hidden_by]
    return f"{_left(report)} in {_files(report)}", "".join(f", {part}" for part in parts)


def _fixes(report: Report) -> Iterator[str]:
    if fixed := report.fixed:
        yield f"{fixed:,} fixed"
    if rejected := report.rejected:
        yield f"{plural(rejected, 'fix', 'fixes')} rejected"
    if fixable := report.fixable:
        yield f"{fixable:,} fixable with --fix"
    if hidden := report.hidden:
        more = plural(hidden, "hidden unsafe fix", "hidden unsafe fixes")
        yield f"{more} (--unsafe-fixes)"


def _not_shown(report: Report) -> Iterator[str]:
    if quiet := report.quiet:
        yield f"{plural(quiet, 'hint')} not shown (--min-severity info)"
    if suppressed := report.suppressed:
        yield f"{suppressed:,} suppressed"
    if report.questions:
        yield plural(len(report.questions), "question")
    if report.not_checked:
        yield f"{plural(len(report.not_checked), 'file')} not checked"
    if report.functions_not_read:
        yield f"code of {plural(report.functions_not_read, 'function')} not read"


def _hidden_by(report: Report) -> Iterator[str]:
    for one in report.hidden_by[:_MOST_PLACES]:
        yield f"{_hidden_or_lowered(one.findings, one.lowered)} by {one_line(one.configuration)}"
    more = report.hidden_by[_MOST_PLACES:]
    if more:
        hidden, lowered = sum(one.findings for one in more), sum(one.lowered for one in more)
        others = plural(len(more), "other configuration")
        yield f"{_hidden_or_lowered(hidden, lowered)} by {others}"


def _hidden_or_lowered(hidden: int, lowered: int) -> str:
    counts = [(hidden, "hidden"), (lowered, "lowered in severity")]
    return " and ".join(
        f"{plural(count, 'finding')} {'is' if count == 1 else 'are'} {what}"
        for count, what in counts
        if count
    )


def not_read(report: Report) -> Iterator[str]:
    """Which code was not read and why, one sentence for each function, as far as people want it."""
    for one in report.code_not_read[:_MOST_PLACES]:
        code = "its code in the template" if one.code is None else f"'{one_line(one.code)}'"
        yield (
            f"{one_line(one.file)}: Code of function '{one_line(one.resource)}' is not read:"
            f" {code} {one_line(one.reason)}"
        )
    more = report.code_not_read[_MOST_PLACES:]
    if more:
        yield f"{len(more):,} more like this (--output-format json lists all)"


def _left(report: Report) -> str:
    left = [entry for entry in report.shown if entry.is_open]
    if not left:
        return "No findings left" if report.shown else "No findings"
    severities = Counter(entry.severity for entry in left)
    counts = [
        plural(severities[severity], "hint" if severity is Severity.INFO else str(severity))
        for severity in sorted(severities, reverse=True)
    ]
    return f"Found {plural(len(left), 'finding')} ({', '.join(counts)})"


def _files(report: Report) -> str:
    """The files that were checked, and how many of them have what is found."""
    left = [entry for entry in report.shown if entry.is_open]
    found = {name for one in left for name in (one.template or one.file, *one.other_templates)}
    every = plural(report.files, "file")
    return every if len(found) in (0, report.files) else f"{len(found):,} of {every}"


def advice(entry: Entry, least: Safety) -> list[tuple[str, str]]:
    """What a fix would do and why it was not made, each with a label before it."""
    said: list[tuple[str, str]] = []
    if entry.construct is not None:
        said.append(("construct", entry.construct))
    if entry.fix is not None:
        label = "fix"
        if not entry.fix.edits or entry.fix.safety is Safety.DISPLAY:
            label = "help"
        elif entry.fix.safety < least:
            label = "unsafe fix"
        elif entry.held and not entry.quiet:
            label = f"fix with --select {entry.rule}"
        harm = _ON_UPDATE.get(entry.fix.on_update)
        said.append((label, f"{entry.fix.title} ({harm})" if harm else entry.fix.title))
    if entry.note is not None:
        said.append(("not fixed", entry.note))
    return said


def onward(entry: Entry, docs_url: str | None) -> list[tuple[str, str]]:
    """Where to read more, and which templates share the code, each with a label before it."""
    said = []
    if entry.template is not None and entry.other_templates:
        said.append(("templates", ", ".join((entry.template, *entry.other_templates))))
    explain = f"cfnaudit explain {entry.rule}"
    page = page_of(entry, docs_url)
    return [*said, ("see", explain if page is None else f"{page}, or {explain}")]


def page_of(entry: Entry, docs_url: str | None) -> str | None:
    """The address of the page about a rule; None where it has none."""
    if docs_url is None or not entry.page:
        return None
    return f"{docs_url.rstrip('/')}/rules/{entry.rule}"


def asked(question: OpenQuestion) -> list[tuple[str, str]]:
    """Where a question comes from and how to answer it, each with a label before it."""
    places = [
        f"{entry.file}:{entry.start.line}:{entry.start.column}"
        for entry in question.places[:_MOST_PLACES]
    ]
    more = len(question.places) - len(places)
    where = ", ".join(places) + (f" and {more:,} more" if more else "")
    return [("at", where), ("answer", question.answer)]


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: `1 file`, `2,000 files`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
