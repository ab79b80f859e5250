"""What people are shown of files: the lines around a finding, and what a fix makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.model.excerpt import Hunk, HunkLine, Sign, SourceLine
from auditor.model.text import Lines, Position, TextEdit, apply_edits

_AROUND = 2
"""Lines that are shown on either side."""
_MOST_MARKED = 8
"""Lines of a finding that are shown."""
_MOST_CHANGED = 60
"""Lines of a hunk that are shown."""
_MOST_COMPARED = 200
"""Lines that are compared one by one; more are shown as gone and come."""
_WIDEST = 200
"""Characters of a line that are shown, so that a template on one line is no wall of text."""
_LEAD = 60
"""Characters that are shown before what a long line is shown for."""


def frame(lines: Lines, start: Position, end: Position) -> tuple[SourceLine, ...]:
    """The lines of a place (the end is not in it) and those around them."""
    last = min(max(start.line, end.line), start.line + _MOST_MARKED - 1)
    numbers = range(max(1, start.line - _AROUND), min(len(lines), last + _AROUND) + 1)
    shown = [
        _clipped(number, lines.content(number), start.column - 1 if number == start.line else 0)
        for number in numbers
    ]
    while shown and shown[-1].number > last and not shown[-1].text:
        shown.pop()
    return tuple(shown)


def hunks(file: str, lines: Lines, edits: Iterable[TextEdit]) -> Iterator[Hunk]:
    """What edits change, in the order of the text; nothing where two of them overlap.

    Edits whose surroundings touch are in one hunk.
    """
    moved = 0
    for group in _groups(lines, edits):
        first = max(1, lines.position(group[0].start).line - _AROUND)
        last = min(len(lines), max(lines.position(edit.end).line for edit in group) + _AROUND)
        begin = lines.start(first)
        text = lines.text[begin : lines.start(last + 1) if last < len(lines) else None]
        try:
            edited = apply_edits(
                text,
                (TextEdit(edit.start - begin, edit.end - begin, edit.text) for edit in group),
            )
        except ValueError:
            return
        before, after = _split(text), _split(edited)
        if before != after:
            told = list(_compared(before, after, first, first + moved))
            shown = tuple(told[:_MOST_CHANGED])
            yield Hunk(file, shown, len(told) - len(shown))
        moved += len(after) - len(before)


def _groups(lines: Lines, edits: Iterable[TextEdit]) -> Iterator[list[TextEdit]]:
    """The edits in order, those together whose lines are near each other."""
    group: list[TextEdit] = []
    last = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if group and lines.position(edit.start).line > last + 2 * _AROUND + 1:
            yield group
            group = []
        group.append(edit)
        last = max(last, lines.position(edit.end).line)
    if group:
        yield group


def _split(text: str) -> list[str]:
    """The lines of a text; nothing stands after the last line end."""
    if "\n" not in text and "\r" not in text:
        return [text] if text else []
    lines = Lines(text)
    found = [lines.content(number) for number in range(1, len(lines) + 1)]
    return found if found[-1] else found[:-1]


def _compared(before: list[str], after: list[str], old: int, new: int) -> Iterator[HunkLine]:
    """Both texts as one list of lines; `old` and `new` are the numbers of their first lines."""
    for start, end, new_start, new_end in _changes(before, after):
        if before[start:end] == after[new_start:new_end]:
            yield from _told(" ", before[start:end], old + start, ())
        else:
            gone, come = before[start:end], after[new_start:new_end]
            yield from _told("-", gone, old + start, come)
            yield from _told("+", come, new + new_start, gone)


def _changes(before: list[str], after: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Runs of lines that are alike or differ, as starts and ends in both."""
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    end, new_end = len(before) - tail, len(after) - tail
    is_one_run = head in (end, new_end)
    if not is_one_run and max(len(before), len(after)) <= _MOST_COMPARED:
        from difflib import SequenceMatcher

        for _, *places in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            yield places[0], places[1], places[2], places[3]
        return
    yield 0, head, 0, head
    yield head, end, head, new_end
    yield end, len(before), new_end, len(after)


def _told(sign: Sign, lines: list[str], first: int, others: Iterable[str]) -> Iterator[HunkLine]:
    """Lines with a sign; long ones are shown where they differ from those they stand against."""
    against = list(others)
    for place, text in enumerate(lines):
        other = against[place] if place < len(against) else ""
        yield HunkLine(sign, _clipped(first + place, text, _alike(text, other) if other else 0))


def _alike(one: str | list[str], other: str | list[str]) -> int:
    """How many characters, or lines, two begin with in common."""
    # runs of characters are compared at once: a whole template may be one line
    same, most = 0, min(len(one), len(other))
    while same < most:
        half = (same + most + 1) // 2
        if one[same:half] == other[same:half]:
            same = half
        else:
            most = half - 1
    return same


def _clipped(number: int, text: str, focus: int) -> SourceLine:
    """A line, or the part of a long one that a character (from 0) stands in."""
    if len(text) <= _WIDEST:
        return SourceLine(number, text)
    start = max(0, min(focus - _LEAD, len(text) - _WIDEST))
    shown = text[start : start + _WIDEST]
    return SourceLine(number, shown, start, len(text) - start - len(shown))
