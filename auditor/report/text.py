"""Text for people: place, message, the line with a caret, what a fix would do, and the sum.

`render` does without styles; whoever has a terminal uses `pieces`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from auditor.model.finding import Safety, Severity
from auditor.model.report import Entry, Report, Status
from auditor.report.plain import one_line

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_TAB = "    "
_WIDTH = 100

Piece = tuple[str, str]
"""A style (bold, or a colour, or empty for none) and a text."""


def render(report: Report) -> str:
    """The report as plain text."""
    return unstyled(pieces(report, _WIDTH))


def unstyled(written: Iterable[Piece]) -> str:
    """The pieces without their styles."""
    return "".join(text for _, text in written)


def pieces(report: Report, width: int) -> list[Piece]:
    """The report as styled pieces, source lines cut to a width."""
    written: list[Piece] = []
    for entry in report.entries:
        written += _entry(entry, report.least, width)
    return [*written, *_summary(report)]


def _entry(entry: Entry, least: Safety, width: int) -> list[Piece]:
    place = f"{one_line(entry.file)}:{entry.start.line}:{entry.start.column}:"
    if entry.status is Status.FIXED:
        title = entry.fix.title if entry.fix else ""
        return [
            ("bold", place),
            ("", " "),
            ("green", "fixed"),
            ("bold", f"[{entry.rule}]"),
            ("", f": {one_line(title)}\n"),
        ]
    return [
        ("bold", place),
        ("", " "),
        (_COLOURS[entry.severity], str(entry.severity)),
        ("bold", f"[{entry.rule}]"),
        ("", f": {one_line(entry.message)}\n"),
        *_frame(entry, width),
        *_advice(entry, least),
        ("", "\n"),
    ]


def _frame(entry: Entry, width: int) -> list[Piece]:
    """The source line with carets under the place."""
    number = str(entry.start.line)
    margin = " " * len(number)
    first = entry.start.column - 1
    last = entry.end.column - 1 if entry.end.line == entry.start.line else len(entry.line)
    line, first, last = _cut(entry.line, first, max(last, first + 1), width - len(number) - 3)
    before, marked = _shown(line[:first]), _shown(line[first:last])
    carets = "^" * max(1, _columns(marked))
    return [
        ("blue", f"{margin} |"),
        ("", "\n"),
        ("blue", f"{number} |"),
        ("", f" {before}{marked}{_shown(line[last:])}\n"),
        ("blue", f"{margin} |"),
        ("", f" {' ' * _columns(before)}"),
        (_COLOURS[entry.severity], carets),
        ("", "\n"),
    ]


def _cut(line: str, first: int, last: int, width: int) -> tuple[str, int, int]:
    """The part of a long line around a place, and the place in it."""
    if len(line) <= width:
        return line, first, last
    start = max(0, min(first - width // 3, len(line) - width))
    lead = "…" if start else ""
    tail = "…" if start + width < len(line) else ""
    part = lead + line[start + len(lead) : start + width - len(tail)] + tail
    return part, first - start, min(last - start, len(part))


def _shown(text: str) -> str:
    return "".join(
        _TAB if character == "\t" else character if character.isprintable() else "�"
        for character in text
    )


def _columns(text: str) -> int:
    """The columns that a text takes on a terminal."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    combining = sum(unicodedata.combining(character) > 0 for character in text)
    return len(text) + wide - combining


def _advice(entry: Entry, least: Safety) -> list[Piece]:
    said: list[tuple[str, str]] = []
    if entry.fix is not None:
        label = "fix"
        if not entry.fix.edits or entry.fix.safety is Safety.DISPLAY:
            label = "help"
        elif entry.fix.safety < least:
            label = "unsafe fix"
        said.append((label, entry.fix.title))
    if entry.note is not None:
        said.append(("not fixed", entry.note))
    margin = " " * len(str(entry.start.line))
    written: list[Piece] = []
    for label, text in said:
        written += [
            ("blue", f"{margin} ="),
            ("", " "),
            ("bold", label),
            ("", f": {one_line(text)}\n"),
        ]
    return written


def _summary(report: Report) -> list[Piece]:
    if not report.files:
        return [("", "No templates were checked\n")]
    files = _plural(report.files, "file")
    parts: list[str] = []
    if report.open:
        counts = [
            _plural(report.count(severity), name)
            for severity, name in (
                (Severity.ERROR, "error"),
                (Severity.WARNING, "warning"),
                (Severity.INFO, "info"),
            )
            if report.count(severity)
        ]
        parts.append(f"Found {_plural(len(report.open), 'finding')} ({', '.join(counts)})")
    if report.fixed:
        parts.append(f"{report.fixed:,} fixed")
    if report.rejected:
        parts.append(f"{_plural(report.rejected, 'fix', 'fixes')} rejected")
    if report.fixable:
        parts.append(f"{report.fixable:,} fixable with --fix")
    if report.hidden:
        hidden = _plural(report.hidden, "hidden unsafe fix", "hidden unsafe fixes")
        parts.append(f"{hidden} (--unsafe-fixes)")
    if not parts:
        return [("green", f"No findings in {files}"), ("", "\n")]
    if not report.open:
        parts.insert(0, "No findings left")
    return [
        ("bold", f"{parts[0]} in {files}"),
        ("", "".join(f", {part}" for part in parts[1:])),
        ("", "\n"),
    ]


def _plural(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
