"""The line of a passage that the verdict comes from: what is around it is of no use to a reader."""

from __future__ import annotations

from msgspec.structs import replace

from auditor.data.known_errors import Kind
from auditor.diagnose.event import PROSE, Event
from auditor.diagnose.judge import judged
from auditor.diagnose.known import Catalogue, Verdict
from auditor.diagnose.normalise import Message, unwrapped

_MOST_TOGETHER = 3
"""Lines of one sentence, as a terminal wraps it."""
_MOST_LINES = 30
_NO_REASON = (Kind.UNKNOWN, Kind.VAGUE)


def focused(event: Event, message: Message, verdict: Verdict, catalogue: Catalogue) -> Message:
    """The message with the text of the fewest lines that say what the whole passage says."""
    lines = [line for line in event.reason.splitlines() if line.strip()]
    is_passage = event.format == PROSE and 1 < len(lines) <= _MOST_LINES
    if not is_passage or verdict.kind in _NO_REASON:
        return message
    for together in range(1, min(_MOST_TOGETHER, len(lines) - 1) + 1):
        for start in range(len(lines) - together + 1):
            part = "\n".join(lines[start : start + together])
            if _is_same(judged(replace(event, reason=part), catalogue), verdict):
                return replace(message, text=unwrapped(part).text)
    return message


def _is_same(one: Verdict, other: Verdict) -> bool:
    means = [found.row.means if found.row is not None else "" for found in (one, other)]
    return (one.kind, one.rules[:1]) == (other.kind, other.rules[:1]) and means[0] == means[1]
