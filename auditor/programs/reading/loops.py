"""Loops, turn by turn."""

from __future__ import annotations

from auditor.programs import syntax as s
from auditor.programs.reading.course import MOST_TURNS, Left
from auditor.programs.reading.machine import Machine
from auditor.programs.reading.sequences import items_of
from auditor.programs.values import Scope, Unknown, Value


class Loops:
    """Follows every turn of a loop over what is known, and one turn of any other."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def follow(self, statement: s.Loop, scope: Scope) -> Value | None:
        """What the block returns that the loop leaves; None where it goes on behind the loop."""
        source = None if statement.source is None else self._machine.of(statement.source, scope)
        items = None if source is None else items_of(source)
        if items is not None and len(items) <= MOST_TURNS:
            for item in items:
                value = self._turn(statement, item, scope)
                if value is not None:
                    return value
            return None
        name, holds = self._machine.conditions.of(Unknown())
        self._machine.course.loops += 1
        self._machine.writes.begin()
        try:
            with self._machine.course.under(name, holds):
                self._turn(statement, Unknown(why="loop"), scope)
        finally:
            self._machine.course.loops -= 1
            written = self._machine.writes.take_back()
        self._machine.writes.merge((name, holds), written, {})
        return None

    def _turn(self, statement: s.Loop, item: Value, scope: Scope) -> Value | None:
        if statement.target is not None:
            self._machine.assign(statement.target, item, scope)
        try:
            return self._machine.block(statement.body, scope)
        except Left as leaving:
            if leaving.is_fault:
                raise
            return None
