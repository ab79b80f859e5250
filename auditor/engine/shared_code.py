"""Code that several templates share is reported once, with all of them named."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from auditor.model.report import Entry, Status
from auditor.model.text import Position

_Place = tuple[str, str, Status, Position, Position]


def once(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries, those of one place in one file of code put together at the first of them.

    The first template is the `template` of the entry, the others are in `other_templates`.
    """
    found: dict[_Place, int] = {}
    kept: list[Entry] = []
    for entry in entries:
        place = (entry.rule, entry.file, entry.status, entry.start, entry.end)
        index = found.get(place)
        if entry.template is None or index is None:
            if entry.template is not None:
                found[place] = len(kept)
            kept.append(entry)
            continue
        first = kept[index]
        others = first.other_templates
        if entry.template not in (first.template, *others):
            others = (*others, entry.template)
        severity = max(first.severity, entry.severity)
        kept[index] = replace(first, severity=severity, other_templates=others)
    return tuple(kept)
