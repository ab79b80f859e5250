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

    def over(self, statement: s.Loop, scope: Scope) -> Value | None:
        """What the block returns that the loop leaves; None where it goes on behind the loop."""
        items = items_of(self._machine.of(statement.source, scope))
        if items is None or len(items) > MOST_TURNS:
            self._perhaps(statement, statement.body, scope)
            return None
        before = self._machine.course.perhaps_ended
        for item in items:
            self._assign(statement, item, scope)
            value, is_over = self._turn(statement.body, scope)
            if value is not None or is_over:
                return value
            if self._machine.course.perhaps_ended != before:
                self._perhaps(statement, statement.body, scope)
                return None
        return None

    def counted(self, statement: s.While, scope: Scope) -> Value | None:
        """The same of a loop that goes on while a test holds."""
        before = self._machine.course.perhaps_ended
        for _ in range(MOST_TURNS):
            if statement.test is None:
                break
            holds = self._machine.truth(self._machine.of(statement.test, scope))
            if holds is None or self._machine.course.perhaps_ended != before:
                break
            if not holds:
                return None
            value, is_over = self._turn(statement.body, scope)
            if value is not None or is_over:
                return value
            self._machine.block(statement.step, scope)
        self._perhaps(statement, (*statement.body, *statement.step), scope)
        return None

    def once(self, statement: s.Once, scope: Scope) -> Value | None:
        """What a block returns that `break` leaves."""
        before = self._machine.course.perhaps_ended
        try:
            return self._machine.block(statement.body, scope)
        except Left as leaving:
            if not leaving.is_end:
                raise
            return None
        finally:
            self._machine.course.perhaps_ended = before

    def _assign(self, statement: s.Loop, item: Value, scope: Scope) -> None:
        declared = statement.is_declared
        self._machine.assign(statement.target, item, scope, is_declared=declared)

    def _perhaps(
        self, statement: s.Loop | s.While, body: tuple[s.Statement, ...], scope: Scope
    ) -> None:
        """A turn that nobody knows of whether it is done, or how often."""
        name, holds = self._machine.conditions.of(Unknown())
        self._machine.course.loops += 1
        self._machine.writes.begin()
        before = self._machine.course.perhaps_ended
        try:
            with self._machine.course.under(name, holds):
                if isinstance(statement, s.Loop):
                    self._assign(statement, Unknown(why="loop"), scope)
                self._turn(body, scope)
        finally:
            self._machine.course.perhaps_ended = before
            self._machine.course.loops -= 1
            written = self._machine.writes.take_back()
        self._machine.writes.merge((name, holds), written, {})

    def _turn(self, body: tuple[s.Statement, ...], scope: Scope) -> tuple[Value | None, bool]:
        """What the body returns, and whether the loop ends with it."""
        try:
            return self._machine.block(body, scope), False
        except Left as leaving:
            if leaving.is_fault:
                raise
            return None, leaving.is_end
