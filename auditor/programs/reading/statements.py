"""What the statements of a block do, one after the other."""

from __future__ import annotations

from auditor.programs import syntax as s
from auditor.programs.reading.branches import Branches
from auditor.programs.reading.course import Left
from auditor.programs.reading.definitions import Definitions
from auditor.programs.reading.imports import Imports
from auditor.programs.reading.loops import Loops
from auditor.programs.reading.machine import Machine
from auditor.programs.values import NOTHING, Scope, Turn, Unknown, Value


class Statements:
    """Follows blocks."""

    def __init__(self, machine: Machine, imports: Imports) -> None:
        self._machine = machine
        self._imports = imports
        self._definitions = Definitions(machine)
        self._branches = Branches(machine)
        self._loops = Loops(machine)

    def block(self, body: tuple[s.Statement, ...], scope: Scope) -> Value | None:
        """What a block returns; None where it falls through. Raises Left."""
        for index, statement in enumerate(body):
            self._machine.course.step()
            if isinstance(statement, s.If):
                is_over, value = self._branches.follow(statement, body[index + 1 :], scope)
                if is_over:
                    return value
            elif isinstance(statement, s.Loop | s.While | s.Once):
                value = self._looped(statement, scope)
                if value is not None:
                    return value
            elif isinstance(statement, s.Return):
                return (
                    NOTHING if statement.value is None else self._machine.of(statement.value, scope)
                )
            elif isinstance(statement, s.Leave):
                raise Left(is_fault=statement.is_fault, is_end=statement.is_end)
            elif isinstance(statement, s.Assign | s.Evaluate):
                self._turn(statement, scope)
            else:
                self._simple(statement, scope)
        return None

    def _looped(self, statement: s.Loop | s.While | s.Once, scope: Scope) -> Value | None:
        match statement:
            case s.Loop():
                return self._loops.over(statement, scope)
            case s.While():
                return self._loops.counted(statement, scope)
            case s.Once():
                return self._loops.once(statement, scope)

    def _turn(self, statement: s.Assign | s.Evaluate, scope: Scope) -> None:
        course = self._machine.course
        course.runs[id(statement)] = course.runs.get(id(statement), 0) + 1
        turns = course.turns
        turns.append(Turn(statement, scope))
        try:
            value = self._machine.of(statement.value, scope)
            if isinstance(statement, s.Assign):
                declared = statement.is_declared
                self._machine.assign(statement.target, value, scope, is_declared=declared)
        finally:
            turns.pop()

    def _simple(self, statement: s.Statement, scope: Scope) -> None:
        match statement:
            case s.Define() | s.DefineClass() | s.DefineEnum() | s.DefineNamespace():
                self._definitions.define(statement, scope)
            case s.Import():
                self._imports.bind(statement, scope)
            case s.Export():
                exported = scope.find(statement.name)
                if statement.value is not None:
                    exported = self._machine.of(statement.value, scope)
                scope.names[f"export {statement.name}"] = exported or Unknown()
