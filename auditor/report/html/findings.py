"""The findings, file by file, each to be opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.model.finding import Safety
from auditor.model.report import Entry, Report, Status
from auditor.report.html.diffs import diff
from auditor.report.html.frames import frame
from auditor.report.html.markup import shown
from auditor.report.html.svg import Found
from auditor.report.html.words import STATES, counted, look, looks
from auditor.report.wording import advice, plural

_MOST_OPEN = 12
"""Findings that a page shows opened from the start."""
_MOST_LINES = 4_000_000
"""Characters of frames and diffs, so that the page stays one that can be opened."""


def findings(report: Report, found: Sequence[Found]) -> str:
    """The section with a group for each file, in the order of the report."""
    by_file: dict[str, list[Found]] = {}
    for one in found:
        by_file.setdefault(one.entry.file, []).append(one)
    writer = _Writer(report)
    groups = "".join(
        writer.group(place, file, own) for place, (file, own) in enumerate(by_file.items())
    )
    left_out = ""
    if writer.left_out:
        left_out = (
            f'<p class="muted">The lines of {plural(writer.left_out, "finding")} are left out, '
            "because the page would be too big.</p>"
        )
    return (
        '<section aria-labelledby="findings"><h2 id="findings" tabindex="-1">Findings</h2>'
        f"{left_out}{groups}"
        '<p id="none" class="muted" hidden>No finding fits the filter.</p></section>'
    )


class _Writer:
    """Writes findings, and their lines as long as there is room."""

    def __init__(self, report: Report) -> None:
        self._least = report.least
        self._is_open = len(report.shown) <= _MOST_OPEN
        self._room = _MOST_LINES
        self.left_out = 0

    def group(self, place: int, file: str, found: Sequence[Found]) -> str:
        """The findings in a file."""
        counts = counted(looks(one.entry for one in found))
        return (
            f'<section class="file" id="file{place}" aria-labelledby="name{place}">'
            f'<h3 id="name{place}"><code>{shown(file)}</code>'
            f'<span class="muted">{counts}</span></h3>'
            f"{''.join(self._finding(place, one) for one in found)}</section>"
        )

    def _finding(self, place: int, found: Found) -> str:
        entry = found.entry
        is_open = " open" if self._is_open and entry.is_open else ""
        return (
            f'<details class="finding {look(entry)}" data-severity="{entry.severity}"'
            f' data-state="{entry.status.value}" data-rule="{shown(entry.rule)}"'
            f' data-file="{place}"{is_open}>'
            f"<summary>{_head(entry, self._least)}</summary>"
            f'<div class="body" id="{found.anchor}">{self._body(entry)}</div></details>\n'
        )

    def _body(self, entry: Entry) -> str:
        return "".join((self._lines(frame(entry)), *self._said(entry), _facts(entry)))

    def _lines(self, written: str) -> str:
        """Lines of code, if there is room for them."""
        if len(written) > self._room:
            self.left_out += 1
            return ""
        self._room -= len(written)
        return written

    def _said(self, entry: Entry) -> Iterator[str]:
        for label, text in advice(entry, self._least):
            name = _label(entry, label)
            yield f'<p class="said"><b>{name}</b> {shown(text)}</p>'
        if entry.fix is not None:
            yield self._lines(diff(entry.fix.hunks, entry.file))


def _label(entry: Entry, label: str) -> str:
    """What stands before a piece of advice, in the words of the page."""
    is_note = label not in ("fix", "help", "unsafe fix")
    if is_note:
        return "Reason" if entry.status is Status.SUPPRESSED else "Not fixed"
    if label == "help":
        return "Help"
    if entry.status is Status.FIXED:
        return "Fixed"
    is_safe = entry.fix is not None and entry.fix.safety is Safety.SAFE
    return "Fix" if is_safe else "Unsafe fix"


def _head(entry: Entry, least: Safety) -> str:
    kind = look(entry)
    chips = ""
    if entry.status is Status.REJECTED:
        chips = f'<span class="chip">{STATES[entry.status]}</span>'
    elif entry.is_fixable(least):
        chips = '<span class="chip">fixable</span>'
    elif not entry.is_open:
        chips = f'<span class="chip">was {entry.severity}</span>'
    place = f"{entry.start.line}:{entry.start.column}"
    resource = "" if entry.resource is None else f"<span>{shown(entry.resource)}</span>"
    return (
        f'<span class="pill">{kind}</span>'
        f'<span class="message">{shown(entry.message)}</span>{chips}'
        f'<span class="meta"><span>{place}</span><code>{shown(entry.rule)}</code>{resource}</span>'
    )


def _facts(entry: Entry) -> str:
    facts = [("Path", f"<code>{shown(entry.path)}</code>")] if entry.path else []
    facts.append(("Confidence", str(entry.confidence)))
    if entry.url is not None and entry.url.startswith("https://"):
        url = shown(entry.url)
        facts.append(("Source", f'<a href="{url}" rel="noreferrer noopener">{url}</a>'))
    rows = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts)
    return f'<dl class="facts">{rows}</dl>'
