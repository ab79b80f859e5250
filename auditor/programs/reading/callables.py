"""What is called, whatever it is."""

from __future__ import annotations

from auditor.programs import syntax as s
from auditor.programs.reading.course import DEEPEST, MOST_RESOURCES, Left, TooMuch
from auditor.programs.reading.instances import Instances
from auditor.programs.reading.machine import Machine
from auditor.programs.reading.methods import Methods
from auditor.programs.reading.packages.calls import external_call
from auditor.programs.values import (
    Bound,
    Cases,
    ClassOf,
    Closure,
    External,
    Made,
    Mapping,
    Scope,
    Unknown,
    Value,
)


class Callables:
    """Calls functions, classes, methods and names of packages."""

    def __init__(self, machine: Machine, methods: Methods, instances: Instances) -> None:
        self._machine = machine
        self._methods = methods
        self._instances = instances

    def call(
        self, called: Value, given: list[Value], named: Mapping, node: s.Call | None, scope: Scope
    ) -> Value:
        """What a call of something gives."""
        if isinstance(called, Closure):
            return self._machine.apply(called, given, named, node)
        if isinstance(called, ClassOf) and node is not None:
            return self._instances.made(called, given, named, node)
        if isinstance(called, External) and node is not None:
            made = external_call(self._machine, called.path, given, named, node)
            if isinstance(made, Made):
                course = self._machine.course
                made.when = tuple(course.when)
                made.is_repeated = course.loops > 0
                made.owner = course.owners[-1] if course.owners else None
                made.turn = course.turns[-1] if course.turns else None
                made.is_inner = made.turn is None or made.turn.scope is not scope
                if len(self._machine.resources) >= MOST_RESOURCES:
                    raise TooMuch
                self._machine.resources.append(made)
            return made
        if isinstance(called, Bound):
            return self._methods.of(called, given, named, node, scope)
        if isinstance(called, Cases):
            return Unknown(node=node, why="call")
        for value in given:  # a callback that nobody knows may be called
            if isinstance(value, Closure):
                self._perhaps(value)
        return Unknown(node=node, why="call")

    def _perhaps(self, closure: Closure) -> None:
        """Follows a function that may be called, with arguments that are not known."""
        if self._machine.course.depth > DEEPEST // 2:
            return
        name, holds = self._machine.conditions.of(Unknown())
        self._machine.writes.begin()
        given: list[Value] = [Unknown() for _ in closure.function.parameters]
        self._machine.course.unasked += 1
        try:
            with self._machine.course.under(name, holds):
                self._machine.apply(closure, given, Mapping(), None)
        except Left:
            pass
        finally:
            self._machine.course.unasked -= 1
            self._machine.writes.take_back()
