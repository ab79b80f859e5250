"""Functions of the program."""

from __future__ import annotations

from auditor.programs import syntax as s
from auditor.programs.reading.course import DEEPEST, Left
from auditor.programs.reading.machine import Machine
from auditor.programs.reading.members import Members
from auditor.programs.reading.recursion import Recursion
from auditor.programs.values import (
    NOTHING,
    Closure,
    Known,
    Mapping,
    Scope,
    Sequence,
    Unknown,
    Value,
)


class Functions:
    """Follows functions with the values that they are called with."""

    def __init__(self, machine: Machine, members: Members) -> None:
        self._machine = machine
        self._members = members
        self._recursion = Recursion(machine.course)

    def apply(
        self, closure: Closure, given: list[Value], named: Mapping, node: s.Call | None
    ) -> Value:
        """What a function of the program returns."""
        if self._machine.course.depth >= DEEPEST:
            return Unknown(node=node, why="depth")
        arguments = [*given, *(item.value for item in named.items.values())]
        if self._recursion.leads_nowhere(closure, arguments):
            return Unknown(node=node, why="recursion")
        scope = Scope(closure.scope.file, {}, closure.scope, closure.function.outer)
        parameters = list(closure.function.parameters)
        is_python = scope.file.language == "python"
        if closure.this is not None:
            scope.names["this"] = closure.this
            if closure.owner is not None:
                scope.names["super class"] = closure.owner
                is_bound = is_python and not closure.function.is_static
                if is_bound and parameters:
                    scope.names[parameters.pop(0).name] = closure.this
        self._machine.course.depth += 1
        self._recursion.enter(closure, arguments)
        try:
            self._bind(parameters, given, named, scope)
            value = self._machine.block(closure.function.body, scope)
        except Left as leaving:
            if not leaving.is_fault or self._machine.course.depth == 1:
                return Unknown(node=node, why="left")
            raise
        finally:
            self._machine.course.depth -= 1
            self._recursion.leave()
        return NOTHING if value is None else value

    def _bind(
        self, parameters: list[s.Parameter], given: list[Value], named: Mapping, scope: Scope
    ) -> None:
        rest = list(given)
        taken = dict(named.items)
        is_python = scope.file.language == "python"
        for parameter in parameters:
            if parameter.is_rest:
                is_kwargs = is_python and not rest and (taken or named.is_open)
                value: Value = Sequence(items=rest)
                if is_kwargs or (
                    is_python
                    and parameter is parameters[-1]
                    and len([p for p in parameters if p.is_rest]) == 2
                ):
                    value = Mapping(items=taken, is_open=named.is_open)
                scope.names[parameter.name] = value
                rest = []
                continue
            if rest:
                value = rest.pop(0)
            elif parameter.name in taken:
                value = taken.pop(parameter.name).value
            elif parameter.default is not None:
                value = self._machine.of(parameter.default, scope)
            elif named.is_open:
                value = Unknown(why="argument")
            else:
                value = Unknown(why="argument") if is_python else NOTHING
            if (
                isinstance(value, Known)
                and value.value is None
                and parameter.default
                and not is_python
            ):
                value = self._machine.of(parameter.default, scope)
            if parameter.pattern is not None:
                self._machine.assign(parameter.pattern, value, scope, is_declared=True)
            else:
                scope.names[parameter.name] = value
