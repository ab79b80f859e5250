"""A diagnosis for people: the cause, what is known of it, and what `check` shows at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from auditor.data.known_errors import Kind
from auditor.diagnose import wording
from auditor.diagnose.cause import Cause
from auditor.diagnose.findings import Explained
from auditor.model.finding import Safety
from auditor.model.report import Status
from auditor.report.plain import one_line
from auditor.report.text import Piece, entry_pieces
from auditor.report.wording import plural

_MOST = 10
"""Causes that people are shown."""


def pieces(
    found: Sequence[Explained],
    consequences: int,
    formats: Iterable[str],
    least: Safety,
    width: int,
    shown: Callable[[str], str],
) -> Iterator[Piece]:
    """The diagnosis as styled pieces; `shown` hides what does not belong into a report."""
    for number, one in enumerate(found[:_MOST]):
        yield from _cause(one, number, shown)
        for entry in one.entries:
            for style, text in entry_pieces(entry, least, width, with_fixes=True):
                yield style, shown(text)
            if entry.status is Status.FIXED:
                yield "", "\n"
    is_open = bool(found) and all(one.cause.verdict.kind is Kind.CONSEQUENCE for one in found)
    yield from _sum(len(found), consequences, formats, is_open=is_open)


def _cause(one: Explained, number: int, shown: Callable[[str], str]) -> Iterator[Piece]:
    cause = one.cause
    label = "root cause" if number == 0 else "also failed"
    if cause.verdict.kind is Kind.CONSEQUENCE:
        label = "no cause"
    kind = cause.verdict.kind
    name = (
        cause.verdict.rules[0].id if cause.verdict.rules and kind is Kind.TEMPLATE else kind.value
    )
    yield "red", label
    yield "bold", f"[{name}]"
    yield "", f": {one_line(shown(cause.message.text))}\n"
    for name, text in _labels(one):
        yield "blue", "  ="
        yield "", " "
        yield "bold", name
        yield "", f": {one_line(shown(text))}\n"
    yield "", "\n"


def _labels(one: Explained) -> Iterator[tuple[str, str]]:
    cause = one.cause
    is_of_template = cause.verdict.kind is Kind.TEMPLATE
    others = [rule.id for rule in cause.verdict.rules[is_of_template:]]
    said = {
        "failed": wording.subject(cause),
        "at": _at(one),
        "raised": _raised(one),
        "kind": wording.kind(cause),
        "means": wording.means(cause),
        "do": wording.advice(cause),
        "known": _facts(cause) if cause.verdict.kind in (Kind.UNKNOWN, Kind.VAGUE) else "",
        "or": "" if one.entries else ", ".join(others),
        "see": _see(one),
    }
    return ((name, text) for name, text in said.items() if text)


def _facts(cause: Cause) -> str:
    return ", ".join(f"{name} {value}" for name, value in wording.facts(cause).items())


def _at(one: Explained) -> str:
    """The place in the template, and what is not found there."""
    if one.place is None:
        return ""
    position = one.place.position
    where = f"{one.place.file}:{position.line}:{position.column}"
    made = f", from which SAM creates '{one.place.made}'" if one.place.made else ""
    text = f"{where} ('{one.place.resource}'{made})"
    if one.cause.verdict.kind is Kind.TEMPLATE and not one.entries:
        text += "; cfnaudit finds no fault there that fits"
    if one.entries and not one.is_likely:
        text += "; what cfnaudit finds there may be the cause"
    return text


def _raised(one: Explained) -> str:
    """The line of the function's code, and where that is in the template."""
    line = wording.raised_at(one.cause)
    if one.place is None or one.place.raised is None:
        return line
    position = one.place.raised
    return f"{line}, which is {one.place.file}:{position.line}:{position.column}"


def _see(one: Explained) -> str:
    rules = one.cause.verdict.rules
    return f"cfnaudit explain {rules[0].id}" if rules and not one.entries else ""


def _sum(
    causes: int, consequences: int, formats: Iterable[str], *, is_open: bool
) -> Iterator[Piece]:
    text = "Nothing failed" if not causes else f"Found {plural(causes, 'cause')}"
    if is_open:
        text = "Found no cause"
    if causes > _MOST:
        text += f" ({causes - _MOST:,} more with --output-format json)"
    if consequences:
        follow = "follows from it" if consequences == 1 else "follow from it"
        text += f"; {plural(consequences, 'failure')} only {follow}"
    yield "bold" if causes else "green", text
    yield "", f" (read as {', '.join(formats)})\n"
