"""The head of the page: the sum, the files, and the filter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.model.finding import Severity
from auditor.model.report import Entry, Report, Status
from auditor.report.html.markup import shown
from auditor.report.html.words import STATES, looks
from auditor.report.wording import summary

_MOST_FILES = 1_000
"""Rows of the table of files."""


def overview(report: Report) -> str:
    """The sum in a sentence and in numbers, and a table of the files where there are several."""
    left, added = summary(report)
    tiles = [(str(severity), report.count(severity)) for severity in sorted(Severity, reverse=True)]
    tiles += [
        (name, count)
        for name, count in (("fixed", report.fixed), ("rejected", report.rejected))
        if count
    ]
    names = {"error": "errors", "warning": "warnings", "info": "infos", "rejected": "rejected"}
    shown_tiles = "".join(
        f'<div class="tile {name if count else "none"}"><dd>{count:,}</dd>'
        f"<dt>{name if count == 1 else names.get(name, name)}</dt></div>"
        for name, count in tiles
    )
    more = f'<p class="more">{_upper(added.removeprefix(", "))}.</p>' if added else ""
    tiles_list = f'<dl class="tiles">{shown_tiles}</dl>'
    return f'<p class="lede">{left}</p>{more}{tiles_list}{_questions(report)}{_files(report)}'


def _questions(report: Report) -> str:
    if not report.questions:
        return ""
    items = "".join(
        f"<li>{shown(question.message)} <code>{shown(question.rule)}</code>"
        f'<br><span class="muted">{shown(question.answer)}.</span></li>'
        for question in report.questions
    )
    return f'<section class="questions" aria-label="Questions"><ul>{items}</ul></section>'


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _files(report: Report) -> str:
    by_file: dict[str, list[Entry]] = {}
    for entry in report.entries:
        by_file.setdefault(entry.file, []).append(entry)
    if len(by_file) < 2:
        return ""
    columns = [name for name in ("error", "warning", "info", "fixed") if _has(report.entries, name)]
    heads = "".join(f'<th scope="col">{name}</th>' for name in columns)
    rows = "".join(
        f'<tr><th scope="row"><a href="#file{place}">{shown(file)}</a></th>'
        f"{''.join(_cell(name, looks(own)) for name in columns)}</tr>"
        for place, (file, own) in enumerate(list(by_file.items())[:_MOST_FILES])
    )
    return (
        '<div class="scroll" role="region" aria-label="Files" tabindex="0"><table class="files">'
        f'<thead><tr><th scope="col">file</th>{heads}</tr></thead><tbody>{rows}</tbody>'
        "</table></div>"
    )


def _has(entries: Iterable[Entry], name: str) -> bool:
    return name in looks(entries)


def _cell(name: str, counts: dict[str, int]) -> str:
    count = counts.get(name, 0)
    return f'<td class="{name}">{count:,}</td>' if count else "<td></td>"


def filters(report: Report) -> str:
    """The fields of the filter, which a script shows, and the box for what is suppressed.

    That box works without a script.
    """
    entries = report.entries
    if not entries:
        return ""
    severities = [str(severity) for severity in sorted(Severity, reverse=True)]
    boxes = _boxes(
        "severity", [(one, one) for one in severities], [str(e.severity) for e in entries]
    )
    states = [
        (status.value, STATES[status]) for status in Status if status is not Status.SUPPRESSED
    ]
    boxes += _boxes("state", states, [entry.status.value for entry in entries])
    files = list(dict.fromkeys(entry.file for entry in entries))
    numbers = [(str(place), file) for place, file in enumerate(files)]
    rules = sorted({entry.rule for entry in entries})
    suppressed = ""
    if report.suppressed:
        suppressed = (
            '<label class="box"><input type="checkbox" id="suppressed">'
            f"suppressed<small>{report.suppressed:,}</small></label>"
        )
    return (
        '<form id="filter" class="filter" role="search" aria-label="Findings">'
        '<div class="fields" hidden>'
        '<label class="search"><span class="unseen">Search the findings</span>'
        '<input type="search" id="text" placeholder="Search" autocomplete="off"'
        ' spellcheck="false" aria-keyshortcuts="/"><kbd>/</kbd></label>'
        f"{_choice('rule', 'All rules', [(rule, rule) for rule in rules])}"
        f"{_choice('file', 'All files', numbers)}{boxes}</div>{suppressed}"
        '<output id="count" for="text rule file" hidden></output></form>'
    )


def _boxes(name: str, values: Sequence[tuple[str, str]], all: Sequence[str]) -> str:
    found = [(value, label) for value, label in values if value in all]
    if len(found) < 2:
        return ""
    return "".join(
        f'<label class="box"><input type="checkbox" name="{name}" value="{value}" checked>'
        f"{label}<small>{all.count(value):,}</small></label>"
        for value, label in found
    )


def _choice(name: str, all: str, values: Sequence[tuple[str, str]]) -> str:
    if len(values) < 2:
        return ""
    options = "".join(
        f'<option value="{shown(value)}">{shown(label)}</option>' for value, label in values
    )
    return (
        f'<label><span class="unseen">{name.capitalize()}</span>'
        f'<select id="{name}"><option value="">{all}</option>{options}</select></label>'
    )
