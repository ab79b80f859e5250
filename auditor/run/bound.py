"""No file may take for ever: a bound on the time that the processor spends on one."""

from __future__ import annotations

from collections.abc import Callable
from types import FrameType
from typing import TypeVar

from auditor import lean

_AGAIN = 0.2
"""Seconds until the alarm goes off once more, should a `__del__` have swallowed it."""

Outcome = TypeVar("Outcome")


class OutOfTime(BaseException):
    """The bound is reached. No `except Exception` on the way may take it for a fault of its own."""


def within(seconds: int, function: Callable[[], Outcome]) -> Outcome:
    """What a function returns. Raises OutOfTime where it computes for longer.

    The time is that of the processor, so that a busy machine, or somebody who is asked, leaves no
    file out. It is bounded in the main thread of systems with timers (all but Windows); elsewhere
    the function takes what it takes, unless its process is a worker, which its parent ends.
    """
    is_running = True
    signal = lean.signals()

    def expire(_number: int, _frame: FrameType | None) -> None:
        if is_running:
            raise OutOfTime

    try:
        previous = signal.signal(signal.SIGPROF, expire)
    except (AttributeError, ValueError):
        return function()
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
        try:
            return function()
        finally:
            is_running = False
    finally:
        # should the alarm have gone off in the line above, the next one is far enough away
        is_running = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)
