"""Calls, as they are written."""

from __future__ import annotations

from auditor.programs import syntax as s
from auditor.programs.reading.machine import Machine
from auditor.programs.reading.mappings import spread
from auditor.programs.reading.sequences import items_of
from auditor.programs.values import (
    NOTHING,
    Bound,
    ClassOf,
    Instance,
    Item,
    Mapping,
    Scope,
    Unknown,
    Value,
)


class Calls:
    """Works out what is called, and with what."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def of(self, node: s.Call, scope: Scope) -> Value:
        """What a call gives."""
        if isinstance(node.function, s.Name) and node.function.name == "super":
            return self._super(node, scope)
        called = self._machine.of(node.function, scope)
        is_in_apply = isinstance(called, Bound) and called.name in ("apply", "then")
        self._machine.course.inside_apply += is_in_apply
        try:
            arguments = self._arguments(node, scope)
            return self._machine.call(called, *arguments, node, scope)
        finally:
            self._machine.course.inside_apply -= is_in_apply

    def _arguments(self, node: s.Call, scope: Scope) -> tuple[list[Value], Mapping]:
        positional: list[Value] = []
        named = Mapping(node=node)
        for argument in node.arguments:
            if isinstance(argument, s.Spread):
                inner = items_of(self._machine.of(argument.value, scope))
                positional += inner if inner is not None else [Unknown(why="spread")]
            else:
                positional.append(self._machine.of(argument, scope))
        for entry in node.named:
            value = self._machine.of(entry.value, scope)
            if entry.key is None:
                spread(named, value)
            else:
                named.items[entry.key] = Item(value, entry, node.file)
        return positional, named

    def _super(self, node: s.Call, scope: Scope) -> Value:
        this, owner = scope.find("this"), scope.find("super class")
        if scope.file.language == "python":
            return Bound(of=this or Unknown(), name="super")
        if isinstance(this, Instance) and isinstance(owner, ClassOf):
            arguments = self._arguments(node, scope)
            self._machine.construct_base(this, owner, *arguments, node)
        return NOTHING
