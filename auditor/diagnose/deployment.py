"""The events of the newest deployment that failed, in their order, out of any number of events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from auditor.diagnose.event import PROSE, Event

_MOST = 5_000
"""Failures that are kept: a stack has at most 500 resources."""
_MOST_CHARACTERS = 8_000
"""Of a reason: CloudFormation cuts one at about 1,000."""
_MOST_STARTS = 2_000


class Deployment:
    """Takes events one by one and keeps what may matter."""

    def __init__(self) -> None:
        self._failures: list[Event] = []
        self._starts: list[Event] = []
        self._inner: set[str] = set()
        """The stacks that are resources of others."""
        self._first = self._last = ""
        self.events = 0
        self._formats: dict[str, None] = {}

    @property
    def formats(self) -> list[str]:
        """What the input is made of; sentences around the rows of a tool do not count."""
        return [one for one in self._formats if one != PROSE] or list(self._formats)

    def add(self, event: Event) -> None:
        """Takes an event in the order of the input."""
        self.events += 1
        self._formats[event.format] = None
        self._first = self._first or event.time
        self._last = event.time or self._last
        if event.inner and event.inner != event.stack and len(self._inner) < _MOST_STARTS:
            self._inner.add(event.inner)
        if event.is_start:
            self._starts = [*self._starts, event][-_MOST_STARTS:]
        elif event.is_failure:
            self._failures.append(replace(event, reason=event.reason[:_MOST_CHARACTERS]))
            if len(self._failures) > 2 * _MOST:
                self._failures = self._newest(self._failures)

    def failures(self) -> list[Event]:
        """The failures of the newest deployment that has any, the oldest first."""
        ordered = self._in_order(self._failures)
        operations = [event.operation for event in ordered if event.operation]
        if operations:
            newest = operations[-1]
            return [event for event in ordered if event.operation in (newest, "")]
        windows = list(self._windows(ordered))
        return windows[-1] if windows else []

    def _windows(self, ordered: list[Event]) -> Iterator[list[Event]]:
        """The failures between one start of an outermost stack and the next."""
        starts = sorted(
            event.time for event in self._starts if event.time and event.stack not in self._inner
        )
        window: list[Event] = []
        for event in ordered:
            while starts and event.time and event.time >= starts[0]:
                starts.pop(0)
                if window:
                    yield window
                window = []
            window.append(event)
        if window:
            yield window

    def _in_order(self, events: Iterable[Event]) -> list[Event]:
        listed = list(events)
        if self._first > self._last:  # as AWS prints them: the newest first
            listed.reverse()
        return sorted(listed, key=lambda event: event.time) if self._first else listed

    def _newest(self, events: list[Event]) -> list[Event]:
        if self._first > self._last:
            return events[:_MOST]
        return events[-_MOST:] if self._first else events[:_MOST]
