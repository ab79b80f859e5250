"""Windows of time in a day or in a week, `hh24:mi-hh24:mi` and `ddd:hh24:mi-ddd:hh24:mi`.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Maintenance.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from msgspec import Struct

from auditor.template.combining import Combined, Part
from auditor.template.values import Case

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = 24 * 60


class Window(Struct, frozen=True):
    """Minutes since the beginning of the day or the week; `period` is how often it comes back."""

    start: int
    length: int
    period: int

    def meets(self, other: Window) -> bool:
        """Whether two windows have a minute in common."""
        week = 7 * _DAY
        return any(
            first < second + other.length and second < first + self.length
            for first in range(self.start - self.period, 2 * week, self.period)
            for second in range(other.start, week, other.period)
        )


def window(text: str) -> Window | None:
    """The window that a text says; None where it has neither form."""
    begin, _, end = text.lower().partition("-")
    start, stop = _moment(begin), _moment(end)
    if start is None or stop is None or (begin.count(":") != end.count(":")):
        return None
    period = 7 * _DAY if begin.count(":") == 2 else _DAY
    return Window(start, (stop - start) % period, period)


def narrow(part: Part, asking: tuple[Case, ...], least: Mapping[str, int]) -> Iterator[Combined]:
    """The windows with fewer minutes than they must have."""
    for name, minutes in least.items():
        for case in part.cases(name):
            given = _window_of(case)
            if given and given.length < minutes and part.template.can_meet(*asking, case):
                yield Combined(asking, case, name)


def overlapping(
    part: Part, asking: tuple[Case, ...], apart: Mapping[str, str]
) -> Iterator[Combined]:
    """The windows that overlap another one, which they must not."""
    for name, other in apart.items():
        for case, beside in product(part.cases(name), part.cases(other)):
            first, second = _window_of(case), _window_of(beside)
            if first is None or second is None or not first.meets(second):
                continue
            if part.template.can_meet(*asking, case, beside):
                yield Combined((*asking, beside), case, name)


def _window_of(case: Case) -> Window | None:
    return window(case.text) if case.text is not None and case.certain else None


def _moment(text: str) -> int | None:
    """The minute of a day or of a week."""
    *day, hours, minutes = text.split(":") if text.count(":") in (1, 2) else ("", "")
    if not (hours.isdecimal() and minutes.isdecimal()) or int(hours) > 23 or int(minutes) > 59:
        return None
    if day and day[0] not in _DAYS:
        return None
    days = _DAYS.index(day[0]) if day else 0
    return days * _DAY + int(hours) * 60 + int(minutes)
