"""Functions that call themselves where nobody knows how often."""

from __future__ import annotations

from msgspec import Struct

from auditor.programs.reading.course import Course
from auditor.programs.values import (
    Closure,
    Item,
    Joined,
    Known,
    Mapping,
    Sequence,
    Unknown,
    Value,
)

_MOST_LOOKED_AT = 50


class _Running(Struct, eq=False):
    """A call that is being followed: under how many conditions it was made, and with what."""

    closure: Closure
    conditions: int
    given: frozenset[int]
    arguments: list[Value]
    """They stay as long as the call is followed, so that their identities do."""


class Recursion:
    """What calls itself under a condition that nobody knows, with nothing new, is followed once.

    A walk through a graph that only a run has would be followed as deep as calls go, and more than
    once at each depth: once for each branch that leads on. No deeper call shows more than the
    first. Where the arguments are known, as for a tree that the program has, the walk is followed.
    """

    def __init__(self, course: Course) -> None:
        self._course = course
        self._running: list[_Running] = []

    def enter(self, closure: Closure, arguments: list[Value]) -> None:
        """A call begins to be followed."""
        given = frozenset(map(id, arguments))
        here = _Running(closure, len(self._course.when), given, arguments)
        self._running.append(here)

    def leave(self) -> None:
        """The last call is over."""
        self._running.pop()

    def leads_nowhere(self, closure: Closure, arguments: list[Value]) -> bool:
        """Whether the call is one of a function in itself that brings nothing new."""
        for outer in reversed(self._running):
            is_same = outer.closure.function is closure.function and (
                outer.closure.scope is closure.scope and outer.closure.this is closure.this
            )
            if is_same:
                is_unsure = len(self._course.when) > outer.conditions
                return is_unsure and not any(_is_new(one, outer.given) for one in arguments)
        return False


def _is_new(value: Value | Item, given: frozenset[int]) -> bool:
    """Whether something is known of a value that the outer call did not have; counters are not."""
    if isinstance(value, Item):
        return _is_new(value.value, given)
    if id(value) in given:
        return False
    match value:
        case Unknown():
            return False
        case Known():
            return isinstance(value.value, str)
        case Joined():
            return not any(isinstance(part, Unknown) for part in value.parts)
        case Sequence():
            return _is_any_new(value.items, given)
        case Mapping():
            return _is_any_new(list(value.items.values()), given)
    return True


def _is_any_new(items: list[Value] | list[Item], given: frozenset[int]) -> bool:
    return any(_is_new(one, given) for one in items[:_MOST_LOOKED_AT])
