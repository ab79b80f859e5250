"""Markdown for summaries of jobs and comments on pull requests, on GitHub and GitLab.

Nothing that a template holds becomes a link, a mention, a formula or HTML.
"""

from __future__ import annotations

from collections.abc import Iterable

from auditor.model.finding import Safety
from auditor.model.report import Entry, OpenQuestion, Report, Status
from auditor.report.plain import one_line
from auditor.report.wording import advice, asked, plural, summary

_MOST = 64_000
"""Characters of rows. A comment on GitHub has at most 65,536:
https://github.com/telia-oss/github-pr-resource/issues/259"""
_LONGEST = 600
"""Characters of a text that are shown."""

_APART = "&#8203;"
"""A space of no width: it keeps what stands before a name from calling who has that name."""
_ESCAPES = str.maketrans(
    {character: f"\\{character}" for character in "\\`*_[]~|"}
    | {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": f"@{_APART}", "#": f"#{_APART}"}
    # the way to write it beside formulas:
    # https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/writing-mathematical-expressions
    | {"$": "<span>$</span>"}
)
_HEAD = "| place | severity | rule | finding |\n|---|---|---|---|\n"


def render(report: Report) -> str:
    """A heading with the sum, and a table for each file; what is too much is counted."""
    written = f"### cfnaudit: {_escaped(''.join(summary(report)))}\n"
    shown = _shown(report)
    tables: dict[str, str] = {}
    for entry, row in shown:
        tables[entry.file] = tables.get(entry.file, _heading(entry.file)) + row
    written += "".join(tables.values())
    left_out = len(report.shown) - len(shown)
    if left_out:
        verb = "is" if left_out == 1 else "are"
        written += f"\n{plural(left_out, 'more finding')} {verb} left out here\n"
    return written + "".join(map(_question, report.questions))


def _question(question: OpenQuestion) -> str:
    said = "".join(f"<br><b>{label}:</b> {_escaped(text)}" for label, text in asked(question))
    return f"\n**Question** ({question.rule}): {_escaped(question.message)}{said}\n"


def _shown(report: Report) -> list[tuple[Entry, str]]:
    """The entries with their rows, as many as have room: the most severe ones are taken first."""
    order = sorted(enumerate(report.by_urgency), key=lambda pair: _rank(pair[1]))
    taken: dict[int, tuple[Entry, str]] = {}
    files: set[str] = set()
    size = 0
    for index, entry in order:
        row = _row(entry, report.least)
        size += len(row) + (0 if entry.file in files else len(_heading(entry.file)))
        if size > _MOST:
            break
        files.add(entry.file)
        taken[index] = entry, row
    return [taken[index] for index in sorted(taken)]


def _rank(entry: Entry) -> tuple[bool, int]:
    return not entry.is_open, -entry.severity


def _heading(file: str) -> str:
    return f"\n#### <code>{_escaped(file)}</code>\n\n{_HEAD}"


def _row(entry: Entry, least: Safety) -> str:
    place = f"{entry.start.line}:{entry.start.column}"
    severity = "fixed" if entry.status is Status.FIXED else str(entry.severity)
    cells = (place, severity, entry.rule, "<br>".join(_told(entry, least)))
    return f"| {' | '.join(cells)} |\n"


def _told(entry: Entry, least: Safety) -> Iterable[str]:
    yield _escaped(entry.message)
    for label, text in advice(entry, least):
        yield f"<b>{label}:</b> {_escaped(text)}"


def _escaped(text: str) -> str:
    shown = one_line(text[: _LONGEST + 1])
    if len(shown) > _LONGEST:
        shown = f"{shown[:_LONGEST]}…"
    return shown.translate(_ESCAPES)
