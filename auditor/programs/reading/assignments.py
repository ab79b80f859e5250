"""What stands on the left of an assignment."""

from __future__ import annotations

from auditor.programs import syntax as s
from auditor.programs.reading.machine import Machine
from auditor.programs.reading.mappings import key_of, put
from auditor.programs.reading.members import Members
from auditor.programs.reading.sequences import items_of
from auditor.programs.values import (
    Instance,
    Known,
    Loaded,
    Made,
    Mapping,
    Scope,
    Sequence,
    Setting,
    Unknown,
    Value,
)


class Assignments:
    """Gives names, attributes and entries their values."""

    def __init__(self, machine: Machine, members: Members) -> None:
        self._machine = machine
        self._members = members

    def assign(self, target: s.Node, value: Value, scope: Scope, *, is_declared: bool) -> None:
        """Gives what stands on the left a value."""
        match target:
            case s.Name():
                keep(value, target.name, target)
                names = scope.names if is_declared else _holder(scope, target.name)
                self._machine.writes.write(names, target.name, value)
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
                    name = key_of(key)
                    if name is not None:
                        if isinstance(key, Known) and isinstance(key.value, str):
                            keep(value, name)
                        put(self._machine.writes, holder, name, value, key)
                    else:
                        holder.is_open = True
                elif isinstance(holder, Sequence):
                    holder.is_open = True
            case s.Array():
                self._apart(target, value, scope, is_declared=is_declared)
            case s.Object():
                self._by_name(target, value, scope, is_declared=is_declared)
            case s.Default():
                is_missing = isinstance(value, Known) and value.value is None
                if isinstance(value, Setting) and value.default is None:
                    default = self._machine.of(target.default, scope)
                    if isinstance(default, Known):
                        value = Setting(name=value.name, default=default.value, type=value.type)
                elif is_missing:
                    value = self._machine.of(target.default, scope)
                self.assign(target.target, value, scope, is_declared=is_declared)

    def _apart(self, target: s.Array, value: Value, scope: Scope, *, is_declared: bool) -> None:
        """`first, *rest = value`."""
        items = items_of(value)
        for index, one in enumerate(target.items):
            if isinstance(one, s.Spread):
                behind = len(target.items) - index - 1
                rest = None if items is None else items[index : len(items) - behind]
                self.assign(
                    one.value,
                    Sequence(items=rest or [], is_open=rest is None),
                    scope,
                    is_declared=is_declared,
                )
            elif any(isinstance(before, s.Spread) for before in target.items[:index]):
                place = Known(value=index - len(target.items))
                self.assign(
                    one, self._members.index(value, place, None), scope, is_declared=is_declared
                )
            else:
                self.assign(
                    one,
                    self._members.index(value, Known(value=index), one),
                    scope,
                    is_declared=is_declared,
                )

    def _by_name(self, target: s.Object, value: Value, scope: Scope, *, is_declared: bool) -> None:
        """`{ one, two = 2, ...rest } = value`."""
        taken: list[str] = []
        for entry in target.entries:
            if entry.key is not None:
                taken.append(entry.key)
                part = self._members.attribute(value, entry.key, entry.value)
                self.assign(entry.value, part, scope, is_declared=is_declared)
            elif isinstance(value, Mapping):
                items = {key: item for key, item in value.items.items() if key not in taken}
                rest = Mapping(items=items, is_open=value.is_open, kind=value.kind)
                self.assign(entry.value, rest, scope, is_declared=is_declared)
            else:
                self.assign(entry.value, Unknown(why="rest"), scope, is_declared=is_declared)


def _holder(scope: Scope, name: str) -> dict[str, Value]:
    """Where a name is written: one of a function around may be meant."""
    if (scope.file.language != "python" and name not in scope.names) or name in scope.outer:
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
