"""Instances of classes of the program."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.programs import syntax as s
from auditor.programs.reading.machine import Machine
from auditor.programs.values import ClassOf, Closure, External, Instance, Mapping, Value


class Instances:
    """Makes instances, by the constructors of their classes and of what these extend."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def made(self, cls: ClassOf, given: list[Value], named: Mapping, node: s.Call) -> Value:
        """What a call of a class gives."""
        self._machine.instantiated.add(id(cls.definition))
        made = Instance(node=node, cls=cls)
        for attribute in _lineage_attributes(cls):
            if isinstance(attribute.target, s.Name):
                made.attributes[attribute.target.name] = self._machine.of(
                    attribute.value, cls.scope
                )
        self._machine.course.owners.append(made)
        try:
            self._construct(made, cls, given, named, node)
        finally:
            self._machine.course.owners.pop()
        return made

    def _construct(
        self, this: Instance, cls: ClassOf, given: list[Value], named: Mapping, node: s.Call
    ) -> None:
        for method in cls.definition.methods:
            if method.name in ("__init__", "constructor"):
                closure = Closure(function=method, scope=cls.scope, this=this, owner=cls)
                self._machine.apply(closure, given, named, node)
                return
        if any(isinstance(base, ClassOf) for base in cls.bases):
            self.construct_base(this, cls, given, named, node)
            return
        for name, item in named.items.items():
            this.attributes[name] = item.value
        is_open = not all(isinstance(base, External) for base in cls.bases)
        this.is_open = this.is_open or named.is_open or bool(given) or is_open

    def construct_base(
        self, this: Instance, owner: ClassOf, given: list[Value], named: Mapping, node: s.Call
    ) -> None:
        """Calls the constructor of what a class extends."""
        for base in owner.bases:
            if isinstance(base, ClassOf):
                self._construct(this, base, given, named, node)
            elif not isinstance(base, External):
                this.is_open = True


def _lineage_attributes(cls: ClassOf) -> Iterator[s.Assign]:
    for base in cls.bases:
        if isinstance(base, ClassOf) and base is not cls:
            yield from _lineage_attributes(base)
    yield from cls.definition.attributes
