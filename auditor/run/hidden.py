"""What a configuration that comes with the checked files hides, or makes less of."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.model.report import Entry, Status


def counted(shown: Iterable[Entry], silenced: Iterable[Entry]) -> tuple[int, int]:
    """How many findings are hidden, and how many are told with a lower severity.

    `shown` is what the configuration leaves, and `silenced` what there would be without it.
    """
    left: dict[tuple[object, ...], list[Entry]] = {}
    for entry in shown:
        if not entry.quiet:
            left.setdefault(_key(entry), []).append(entry)
    hidden = lowered = 0
    for entry in silenced:
        if entry.status is Status.OPEN and not (entry.quiet or entry.is_question):
            found = _same(entry, left.get(_key(entry), []))
            hidden += found is None
            lowered += found is not None and found.severity < entry.severity
    return hidden, lowered


def _same(entry: Entry, left: list[Entry]) -> Entry | None:
    """What is told in the place of a finding, each once: the same message if there is one.

    Facts of the deployment may be in it.
    """
    if not left:
        return None
    index = next((n for n, one in enumerate(left) if one.message == entry.message), 0)
    return left.pop(index)


def _key(entry: Entry) -> tuple[object, ...]:
    return entry.rule, entry.file, entry.start, entry.path
