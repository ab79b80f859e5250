"""Where the reading of a program is, and its bounds: no program takes for ever to read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct, field

from auditor.programs.values import Instance, Turn

MOST_TURNS = 200
MOST_ITEMS = 2_000
MOST_RESOURCES = 1_000
DEEPEST = 40
_MOST_STEPS = 200_000


class Left(Exception):
    """The program leaves by an exception, or the turn of a loop ends, or the loop."""

    def __init__(self, *, is_fault: bool, is_end: bool = False) -> None:
        super().__init__()
        self.is_fault = is_fault
        self.is_end = is_end


class TooMuch(Exception):
    """The bound is reached: what was read so far holds."""


class Course(Struct):
    """What the reading went through to get where it is."""

    when: list[tuple[str, bool]] = field(default_factory=list)
    """The conditions under which the statement is reached."""
    owners: list[Instance] = field(default_factory=list)
    """The instances whose constructors are being followed, the innermost last."""
    depth: int = 0
    """How many calls of the program's own functions."""
    loops: int = 0
    """How many loops that nobody knows the turns of."""
    inside_apply: int = 0
    """How many functions that get what outputs become."""
    unasked: int = 0
    """How many functions that nobody is known to call."""
    perhaps_ended: int = 0
    """How many loops were left under conditions that nobody knows."""
    is_built: bool = False
    """Whether the modules that run lie elsewhere, so that nobody knows what lies beside them."""
    steps: int = 0
    turns: list[Turn] = field(default_factory=list)
    """The statements that are being followed, the innermost last."""
    runs: dict[int, int] = field(default_factory=dict)
    """How often each statement was followed, by its identity."""

    def step(self) -> None:
        """Goes on. Raises TooMuch."""
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise TooMuch

    @contextmanager
    def under(self, name: str, holds: bool) -> Iterator[None]:
        """Goes where a condition holds, or does not."""
        self.when.append((name, holds))
        try:
            yield
        finally:
            self.when.pop()
