"""Annotations of GitHub Actions: one workflow command for each open finding.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import unicodedata

from auditor.model.finding import Safety, Severity
from auditor.model.report import Entry, OpenQuestion, Report
from auditor.report.places import repository_path
from auditor.report.plain import one_line
from auditor.report.wording import advice, asked

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}

_IN_MESSAGES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = _IN_MESSAGES | str.maketrans({":": "%3A", ",": "%2C"})
"""https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts"""


def render(report: Report) -> str:
    """One line for each open finding and each question; nothing where there is none."""
    lines = [_command(entry, report.least) for entry in report.shown if entry.is_open]
    lines += map(_question, report.questions)
    return "".join(f"{line}\n" for line in lines)


def _question(question: OpenQuestion) -> str:
    title = f"cfnaudit: question of {question.rule}".translate(_IN_PROPERTIES)
    said = [question.message, *(f"{label}: {text}" for label, text in asked(question))]
    return f"::notice title={title}::{_in_message(said)}"


def _command(entry: Entry, least: Safety) -> str:
    places = {"line": entry.start.line, "endLine": entry.end.line}
    if entry.start.line == entry.end.line:
        # an annotation of several lines must not have columns:
        # https://docs.github.com/en/rest/checks/runs#create-a-check-run
        places |= {"col": entry.start.column, "endColumn": entry.end.column}
    properties = [
        f"file={_name(entry.file)}",
        *(f"{name}={number}" for name, number in places.items()),
        f"title={f'cfnaudit: {entry.rule}'.translate(_IN_PROPERTIES)}",
    ]
    said = [entry.message, *(f"{label}: {text}" for label, text in advice(entry, least))]
    return f"::{_COMMANDS[entry.severity]} {','.join(properties)}::{_in_message(said)}"


def _in_message(lines: list[str]) -> str:
    return "\n".join(map(one_line, lines)).translate(_IN_MESSAGES)


def _name(file: str) -> str:
    """The file as the repository knows it: only what no line can hold is written otherwise."""
    return "".join(
        character if unicodedata.category(character) == "Zs" else one_line(character)
        for character in repository_path(file).translate(_IN_PROPERTIES)
    )
