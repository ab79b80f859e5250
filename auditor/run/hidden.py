"""What a configuration that comes with the checked files hides, or makes less of."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.model.report import Entry, Status


def counted(shown: Iterable[Entry], silenced: Iterable[Entry]) -> tuple[int, int]:
    """How many findings are hidden, and how many are told with a lower severity.

    `shown` is what the configuration leaves, and `silenced` what there would be without it.
    """
    left = {_key(entry): entry for entry in shown if not entry.quiet}
    hidden = lowered = 0
    for entry in silenced:
        if entry.status is Status.OPEN and not (entry.quiet or entry.is_question):
            found = left.get(_key(entry))
            hidden += found is None
            lowered += found is not None and found.severity < entry.severity
    return hidden, lowered


def _key(entry: Entry) -> tuple[object, ...]:
    return entry.rule, entry.file, entry.start, entry.path, entry.message
