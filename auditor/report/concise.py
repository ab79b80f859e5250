"""One line a finding, for editors, searches and logs, and the sum."""

from __future__ import annotations

from auditor.model.finding import Safety
from auditor.model.report import Entry, OpenQuestion, Report, Status
from auditor.report.plain import one_line
from auditor.report.wording import asked, summary


def render(report: Report, *, quiet: bool = False) -> str:
    """`file:line:column: severity[rule] message`, with `[*]` where `--fix` would fix it.

    With `quiet` there are the findings alone.
    """
    lines = [_line(entry, report.least) for entry in report.shown]
    if not quiet:
        lines += [*map(_question, report.questions), "".join(summary(report))]
    return "".join(f"{line}\n" for line in lines)


def _line(entry: Entry, least: Safety) -> str:
    place = f"{one_line(entry.file)}:{entry.start.line}:{entry.start.column}:"
    if entry.status is Status.FIXED:
        title = entry.fix.title if entry.fix else entry.message
        return f"{place} fixed[{entry.rule}] {one_line(title)}"
    mark = "[*] " if entry.is_fixable(least) else ""
    note = "" if entry.note is None else f" (not fixed: {one_line(entry.note)})"
    message = f"{mark}{one_line(entry.message)}{note}"
    return f"{place} {entry.severity}[{entry.rule}] {message}"


def _question(question: OpenQuestion) -> str:
    (_, places), (_, answer) = asked(question)
    said = f"question[{question.rule}] {question.message}; {answer} (at {places})"
    return one_line(said)
