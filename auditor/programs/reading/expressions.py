"""What expressions stand for."""

from __future__ import annotations

from auditor.programs import syntax as s
from auditor.programs.reading.assignments import keep
from auditor.programs.reading.calls import Calls
from auditor.programs.reading.course import MOST_ITEMS, MOST_TURNS
from auditor.programs.reading.joining import joined
from auditor.programs.reading.machine import Machine
from auditor.programs.reading.mappings import key_of, overlay
from auditor.programs.reading.members import Members
from auditor.programs.reading.operations import Operations
from auditor.programs.reading.packages.names import external_name
from auditor.programs.reading.packages.places import of_module
from auditor.programs.reading.sequences import items_of
from auditor.programs.values import (
    ClassOf,
    Closure,
    External,
    Instance,
    Item,
    Known,
    Made,
    Mapping,
    Scope,
    Sequence,
    Unknown,
    Value,
)


class Expressions:
    """What names, literals, collections and what is made of them stand for."""

    def __init__(self, machine: Machine, members: Members) -> None:
        self._machine = machine
        self._members = members
        self._operations = Operations(machine)
        self._calls = Calls(machine)

    def of(self, node: s.Node, scope: Scope) -> Value:
        match node:
            case s.Literal():
                return Known(node=node, value=node.value)
            case s.Name():
                return self._name(node, scope)
            case s.Attribute():
                return self._attribute(node, scope)
            case s.Call():
                return self._calls.of(node, scope)
            case s.Pieces():
                return self._pieces(node, scope)
            case s.Object():
                return self._object(node, scope)
            case s.Array():
                return self._array(node, scope)
            case s.Function():
                this = scope.find("this")
                owner = this if isinstance(this, Instance | ClassOf) else None
                return Closure(node=node, function=node, scope=scope, this=owner)
            case s.Index():
                holder = self._machine.of(node.of, scope)
                return self._members.index(holder, self._machine.of(node.key, scope), node)
            case s.Comprehension():
                return self._comprehension(node, scope)
            case _:
                return self._operations.of(node, scope)

    def _attribute(self, node: s.Attribute, scope: Scope) -> Value:
        value = self._machine.of(node.of, scope)
        if isinstance(value, Known) and value.value is None:
            if node.is_optional:
                return value
            if not self._machine.course.when and not self._machine.course.loops:
                self._machine.used.append((node, value, node.of.text))
            return Unknown(node=node, why="nothing")
        return self._members.attribute(value, node.name, node)

    def _pieces(self, node: s.Pieces, scope: Scope) -> Value:
        parts = [self._machine.of(part, scope) for part in node.parts]
        return joined(self._machine, parts, node)

    def _object(self, node: s.Object, scope: Scope) -> Value:
        made = Mapping(node=node)
        for entry in node.entries:
            value = self._machine.of(entry.value, scope)
            key = entry.key
            if key is None:
                overlay(made, value)
                continue
            if entry.computed is not None:
                computed = self._machine.of(entry.computed, scope)
                name = key_of(computed)
                if name is None:
                    made.is_open = True
                    continue
                is_text = isinstance(computed, Known) and isinstance(computed.value, str)
                made.items[name] = Item(value, entry, node.file, None if is_text else computed)
                continue
            if isinstance(value, Made | Instance):
                keep(value, key)
            made.items[key] = Item(value, entry, node.file)
        return made

    def _array(self, node: s.Array, scope: Scope) -> Value:
        made = Sequence(node=node)
        for item in node.items:
            if not isinstance(item, s.Spread):
                made.items.append(self._machine.of(item, scope))
                continue
            inner = items_of(self._machine.of(item.value, scope))
            is_too_long = len(made.items) + len(inner or ()) > MOST_ITEMS
            made.is_open = made.is_open or inner is None or is_too_long
            made.items += () if is_too_long else inner or ()
        return made

    def _comprehension(self, node: s.Comprehension, scope: Scope) -> Value:
        items = items_of(self._machine.of(node.source, scope))
        is_open = items is None or len(items) > MOST_TURNS
        inner = Scope(scope.file, {}, scope)
        listed, mapped = Sequence(node=node, is_open=is_open), Mapping(node=node, is_open=is_open)
        for item in ([Unknown(why="loop")] if items is None else items)[:MOST_TURNS]:
            self._machine.assign(node.target, item, inner, is_declared=True)
            tests = [self._machine.truth(self._machine.of(one, inner)) for one in node.tests]
            if False in tests:
                continue
            if None in tests:
                listed.is_open = mapped.is_open = True
            value = self._machine.of(node.value, inner)
            if node.is_flat:
                _gather(listed, mapped, value)
                continue
            if node.key is None:
                listed.items.append(value)
                continue
            key = self._machine.of(node.key, inner)
            name = key_of(key)
            if name is not None:
                mapped.items[name] = Item(value, key=key)
            else:
                mapped.is_open = True
        return mapped if node.key is not None else listed

    def _name(self, node: s.Name, scope: Scope) -> Value:
        found = scope.find(node.name)
        if found is not None:
            return found
        place = None if self._machine.course.is_built else of_module(node.name, node.file)
        if place is not None:
            return place
        path = external_name("", node.name)
        return Unknown(node=node, why="name") if path is None else External(path=path)


def _gather(listed: Sequence, mapped: Mapping, value: Value) -> None:
    """Adds what an inner comprehension gives to that around it."""
    if isinstance(value, Sequence) and len(listed.items) + len(value.items) <= MOST_ITEMS:
        listed.items += value.items
        listed.is_open |= value.is_open
    elif isinstance(value, Mapping):
        mapped.items.update(value.items)
        mapped.is_open |= value.is_open
    else:
        listed.is_open = True
