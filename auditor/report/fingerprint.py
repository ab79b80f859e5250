"""What tells a finding from others, and stays when the lines around it move."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256

from auditor.expression import expression
from auditor.model.report import Entry, Report
from auditor.report.places import repository_path

_LENGTH = 32
"""Hexadecimal digits: 128 bits."""
_LONG = 500
"""Characters from which on a line is no line that people wrote, but a whole minified document."""
_PLACE = expression(r"\b(lines?|columns?) \d+")


def fingerprints(report: Report) -> tuple[str, ...]:
    """A fingerprint for each entry, in their order; no two are equal.

    It is made of the rule, the file, the resource, the path, the message and the text of the line.
    Findings alike in all of these are counted: the open ones first, so that they keep theirs when
    others are fixed.
    """
    found = [""] * len(report.entries)
    seen: Counter[str] = Counter()
    for index, entry in sorted(enumerate(report.entries), key=lambda pair: not pair[1].is_open):
        essence = _essence(entry)
        found[index] = _digest(essence, seen[essence])
        seen[essence] += 1
    return tuple(found)


def _essence(entry: Entry) -> str:
    return _digest(
        entry.rule,
        repository_path(entry.file),
        entry.resource,
        entry.path,
        _PLACE.sub(r"\1", entry.message),
        _text(entry),
    )


def _text(entry: Entry) -> str:
    """The line without its indentation; of a long one, what the finding marks."""
    if len(entry.line) <= _LONG:
        return entry.line.strip()
    first = entry.start.column - 1
    last = entry.end.column - 1 if entry.end.line == entry.start.line else first + _LONG
    return entry.line[first : min(last, first + _LONG)]


def _digest(*parts: str | int | None) -> str:
    return sha256(json.dumps(parts).encode("ascii")).hexdigest()[:_LENGTH]
