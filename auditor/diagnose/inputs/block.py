"""An event that begins in a line and may go on in the lines below."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from auditor.diagnose.event import Event, Phase

_MOST = 200
"""Lines of one event."""


class Block(Struct):
    """An event, and what it is with a further line: None where the line does not belong to it.

    `is_asked_first` where a line that belongs to it could begin an event, too.
    """

    event: Event
    goes_on: Callable[[Event, str], Event | None]
    lines: int = 0
    is_asked_first: bool = False

    def takes(self, line: str) -> bool:
        """Whether a line belongs to it; it is added then."""
        self.lines += 1
        more = None if self.lines > _MOST else self.goes_on(self.event, line)
        if more is None:
            return False
        self.event = more
        return True


def failed(
    format: str,
    reason: str,
    logical_id: str = "",
    type: str = "",
    status: str = "",
    construct: str = "",
    stack: str = "",
) -> Event:
    """An event of a deployment, as far as a line tells it."""
    return Event(
        reason=reason,
        format=format,
        logical_id=logical_id,
        type=type,
        status=status,
        construct=construct,
        stack=stack,
        phase=Phase.DEPLOYMENT,
    )


def added(event: Event, part: str) -> Event:
    """The event with a further line of its reason."""
    return replace(event, reason=f"{event.reason}\n{part}".strip("\n"))


def alone(_event: Event, _line: str) -> Event | None:
    """What an event is with a further line that stands on one line only."""
    return None
