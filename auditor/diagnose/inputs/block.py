"""An event that begins in a line and may go on in the lines below."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from auditor.diagnose.event import Event

_MOST = 200
"""Lines of one event."""


class Block(Struct):
    """An event, and what it is with a further line: None where the line does not belong to it."""

    event: Event
    goes_on: Callable[[Event, str], Event | None]
    lines: int = 0

    def takes(self, line: str) -> bool:
        """Whether a line belongs to it; it is added then."""
        self.lines += 1
        more = None if self.lines > _MOST else self.goes_on(self.event, line)
        if more is None:
            return False
        self.event = more
        return True


def added(event: Event, part: str) -> Event:
    """The event with a further line of its reason."""
    return replace(event, reason=f"{event.reason}\n{part}".strip("\n"))


def alone(_event: Event, _line: str) -> Event | None:
    """What an event is with a further line that stands on one line only."""
    return None
