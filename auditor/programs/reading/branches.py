"""`if`s, and what the program is where their branches meet again."""

from __future__ import annotations

from auditor.programs import syntax as s
from auditor.programs.reading.cases import either
from auditor.programs.reading.course import Left
from auditor.programs.reading.machine import Machine
from auditor.programs.values import NOTHING, Scope, Value

_Written = dict[tuple[int, str], tuple[dict[str, Value], Value]]


class Branches:
    """Follows both branches of an `if` where nobody knows which one is taken."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def follow(
        self, statement: s.If, rest: tuple[s.Statement, ...], scope: Scope
    ) -> tuple[bool, Value | None]:
        """Whether the block is over with the statement, and what it returns then."""
        test = self._machine.of(statement.test, scope)
        known = self._machine.truth(test)
        if known is not None:
            value = self._machine.block(statement.then if known else statement.other, scope)
            return value is not None, value
        name, holds = self._machine.conditions.of(test)
        results: list[Value | None] = []
        written = []
        left: list[Left | None] = []
        for body, holding in ((statement.then, holds), (statement.other, not holds)):
            fault = None
            value = None
            self._machine.writes.begin()
            try:
                with self._machine.course.under(name, holding):
                    value = self._machine.block(body, scope)
            except Left as leaving:
                fault = leaving
                self._machine.course.perhaps_ended += leaving.is_end
            finally:
                written.append(self._machine.writes.take_back())
            results.append(value)
            left.append(fault)
        over = [
            value is not None or fault is not None
            for value, fault in zip(results, left, strict=True)
        ]
        if all(over) and all(fault is not None for fault in left):
            raise left[0] or Left(is_fault=True)
        if not any(over):
            self._machine.writes.merge((name, holds), written[0], written[1])
            return False, None
        return True, self._after(name, holds, results, left, written, rest, scope)

    def _after(
        self,
        name: str,
        holds: bool,
        results: list[Value | None],
        left: list[Left | None],
        written: list[_Written],
        rest: tuple[s.Statement, ...],
        scope: Scope,
    ) -> Value | None:
        """What a block returns that one branch of an `if` leaves, or both."""
        stays = [index for index in (0, 1) if results[index] is None and left[index] is None]
        if not stays:
            gone = [value for value in results if value is not None]
            if len(gone) == 1:
                return gone[0]
            return _either(name, holds, results[0], results[1])
        index = stays[0]
        fault = left[1 - index]
        empty: _Written = {}
        if fault is not None and fault.is_fault:
            for (_, written_name), (names, value) in written[index].items():
                self._machine.writes.write(names, written_name, value)
            return self._machine.block(rest, scope)
        self._machine.writes.begin()
        for (_, written_name), (names, value) in written[index].items():
            self._machine.writes.write(names, written_name, value)
        value_of_rest: Value | None = None
        try:
            with self._machine.course.under(name, holds if index == 0 else not holds):
                value_of_rest = self._machine.block(rest, scope)
        except Left:
            value_of_rest = None
        finally:
            mine = self._machine.writes.take_back()
        pair = [written[0], written[1]]
        pair[index] = mine
        self._machine.writes.merge((name, holds), pair[0] or empty, pair[1] or empty)
        found = list(results)
        found[index] = value_of_rest
        if fault is not None:
            return None if value_of_rest is None else value_of_rest
        return _either(name, holds, found[0], found[1])


def _either(name: str, holds: bool, one: Value | None, two: Value | None) -> Value:
    one, two = one or NOTHING, two or NOTHING
    then, other = (one, two) if holds else (two, one)
    return either(name, then, other)
