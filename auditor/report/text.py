"""Text for people: place, message, the line with a caret, what a fix would do, and the sum.

`render` does without styles; whoever has a terminal uses `pieces`.
"""

from __future__ import annotations

from collections.abc import Iterable

from auditor.model.finding import Safety, Severity
from auditor.model.report import Entry, OpenQuestion, Report, Status
from auditor.report.folding import folded
from auditor.report.plain import one_line
from auditor.report.wording import INIT, advice, asked, not_read, onward, plural, summary

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_SIGNS = {"+": "green", "-": "red"}
_TAB = "    "
_WIDTH = 100
_INDENT = 4
"""Of the further lines of a sentence."""

Piece = tuple[str, str]
"""A style (bold, or a colour, or empty for none) and a text."""


def render(report: Report) -> str:
    """The report as plain text."""
    return unstyled(pieces(report, _WIDTH))


def unstyled(written: Iterable[Piece]) -> str:
    """The pieces without their styles."""
    return "".join(text for _, text in written)


def pieces(
    report: Report,
    width: int,
    *,
    quiet: bool = False,
    with_fixes: bool = False,
    wrapped: bool = False,
) -> list[Piece]:
    """The report as styled pieces, source lines cut to a width.

    With `quiet` there are the findings alone, and `with_fixes` what their fixes change. Sentences
    are `wrapped` where people read them, and one line each where programs do.
    """
    written: list[Piece] = []
    docs = report.docs_url
    columns = width if wrapped else None
    for entry in report.by_urgency:
        written += entry_pieces(
            entry, report.least, width, docs, with_fixes=with_fixes, wrapped=wrapped
        )
    if quiet:
        return written
    for question in report.questions:
        written += _question(question, columns)
    if report.questions:
        written += [("cyan", "note"), ("", f": {folded(INIT, 6, _INDENT, columns)}\n\n")]
    for sentence in not_read(report):
        written += [("cyan", "note"), ("", f": {folded(sentence, 6, 4, columns)}\n")]
    return [*written, *_summary(report, columns)]


def _question(question: OpenQuestion, columns: int | None) -> list[Piece]:
    written: list[Piece] = [
        ("cyan", "question"),
        ("bold", f"[{question.rule}]"),
        *_sentence(question.message, len("question[]") + len(question.rule), columns),
    ]
    for label, text in asked(question):
        written += _label("  =", label, text, columns)
    return [*written, ("", "\n")]


def _sentence(text: str, begun: int, columns: int | None) -> list[Piece]:
    """A colon and a sentence, after so many columns."""
    return [("", f": {folded(one_line(text), begun + 2, _INDENT, columns)}\n")]


def _label(margin: str, label: str, text: str, columns: int | None) -> list[Piece]:
    begun = len(margin) + len(label) + 3
    said = folded(one_line(text), begun, begun, columns)
    return [("blue", margin), ("", " "), ("bold", label), ("", f": {said}\n")]


def entry_pieces(
    entry: Entry,
    least: Safety,
    width: int,
    docs_url: str | None = None,
    *,
    with_fixes: bool = False,
    wrapped: bool = False,
) -> list[Piece]:
    """One finding as styled pieces, its source line cut to a width."""
    changes = _changes(entry, width) if with_fixes else []
    columns = width if wrapped else None
    place = f"{one_line(entry.file)}:{entry.start.line}:{entry.start.column}:"
    if entry.status is Status.FIXED:
        title = entry.fix.title if entry.fix else ""
        return [
            ("bold", place),
            ("", " "),
            ("green", "fixed"),
            ("bold", f"[{entry.rule}]"),
            *_sentence(title, len(place) + len(entry.rule) + 8, columns),
            *changes,
        ]
    severity = str(entry.severity)
    return [
        ("bold", place),
        ("", " "),
        (_COLOURS[entry.severity], severity),
        ("bold", f"[{entry.rule}]"),
        *_sentence(entry.message, len(place) + len(severity) + len(entry.rule) + 3, columns),
        *_frame(entry, width),
        *_labelled(entry, [*advice(entry, least), *onward(entry, docs_url)], columns),
        *changes,
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
    if text.isprintable():
        return text
    return "".join(
        _TAB if character == "\t" else character if character.isprintable() else "�"
        for character in text
    )


def _columns(text: str) -> int:
    """The columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    import unicodedata  # few texts need it

    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    combining = sum(unicodedata.combining(character) > 0 for character in text)
    return len(text) + wide - combining


def _labelled(entry: Entry, said: Iterable[tuple[str, str]], columns: int | None) -> list[Piece]:
    margin = f"{' ' * len(str(entry.start.line))} ="
    return [piece for label, text in said for piece in _label(margin, label, text, columns)]


def _changes(entry: Entry, width: int) -> list[Piece]:
    """The lines that a fix changes, before and after."""
    hunks = () if entry.fix is None else entry.fix.hunks
    numbers = [line.line.number for hunk in hunks for line in hunk.lines]
    margin = len(str(max(numbers, default=0)))
    pieces: list[Piece] = []
    for hunk in hunks:
        if hunk.file != entry.file:
            pieces.append(("bold", f"{' ' * margin} {one_line(hunk.file)}\n"))
        for line in hunk.lines:
            text = _shown(line.line.text[: width - margin - 5])
            pieces += [
                ("blue", f"{line.line.number:>{margin}} |"),
                (_SIGNS.get(line.sign, ""), f" {line.sign} {text}".rstrip()),
                ("", "\n"),
            ]
        if hunk.left_out:
            pieces.append(("", f"{' ' * margin} … {plural(hunk.left_out, 'more line')}\n"))
    return pieces


def _summary(report: Report, columns: int | None) -> list[Piece]:
    first, more = summary(report)
    style = "bold" if report.shown else "green"
    whole = folded(first + more, 0, _INDENT, columns)
    first, more = whole[: len(first)], whole[len(first) :]
    return [(style if report.files else "", first), ("", f"{more}\n")]
