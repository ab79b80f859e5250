"""What stands on the left of an assignment."""

from __future__ import annotations

from auditor.programs import syntax as s
from auditor.programs.reading.machine import Machine
from auditor.programs.reading.mappings import put
from auditor.programs.reading.members import Members
from auditor.programs.values import Instance, Known, Loaded, Made, Mapping, Scope, Value


class Assignments:
    """Gives names, attributes and entries their values."""

    def __init__(self, machine: Machine, members: Members) -> None:
        self._machine = machine
        self._members = members

    def assign(self, target: s.Node, value: Value, scope: Scope) -> None:
        """Gives what stands on the left a value."""
        match target:
            case s.Name():
                keep(value, target.name, target)
                self._machine.writes.write(_holder(scope, target.name), target.name, value)
            case s.Attribute():
                holder = self._machine.of(target.of, scope)
                keep(value, target.name, target)
                if isinstance(holder, Instance):
                    self._machine.writes.write(holder.attributes, target.name, value)
                elif isinstance(holder, Made):
                    self._machine.writes.write(holder.own, target.name, value)
                elif isinstance(holder, Loaded):
                    holder.exports[target.name] = value
                elif isinstance(holder, Mapping):
                    put(self._machine.writes, holder, target.name, value)
            case s.Index():
                holder = self._machine.of(target.of, scope)
                key = self._machine.of(target.key, scope)
                if isinstance(holder, Mapping):
                    if isinstance(key, Known) and isinstance(key.value, str):
                        keep(value, key.value)
                        put(self._machine.writes, holder, key.value, value)
                    else:
                        holder.is_open = True
            case s.Array():
                for index, one in enumerate(target.items):
                    self.assign(one, self._members.index(value, Known(value=index), None), scope)
            case s.Object():
                for entry in target.entries:
                    if entry.key is not None:
                        self.assign(
                            entry.value, self._members.attribute(value, entry.key, None), scope
                        )


def _holder(scope: Scope, name: str) -> dict[str, Value]:
    """Where a name is written: in JavaScript a name of a function around may be meant."""
    if scope.file.language != "python" and name not in scope.names:
        around: Scope | None = scope.parent
        while around is not None:
            if name in around.names:
                return around.names
            around = around.parent
    return scope.names


def keep(value: Value, name: str, target: s.Node | None = None) -> None:
    if isinstance(value, Made | Instance) and not value.handle:
        value.handle = name
        if isinstance(value, Made):
            value.handle_node = target
