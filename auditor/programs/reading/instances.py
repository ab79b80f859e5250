"""Instances of classes of the program."""

from __future__ import annotations

from msgspec.structs import replace

from auditor.programs import syntax as s
from auditor.programs.reading.enumerations import looked_up
from auditor.programs.reading.machine import Machine
from auditor.programs.values import (
    ClassOf,
    Closure,
    External,
    Instance,
    Mapping,
    Scope,
    Sequence,
    Unknown,
    Value,
)


class Instances:
    """Makes instances, by the constructors of their classes and of what these extend."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def made(self, cls: ClassOf, given: list[Value], named: Mapping, node: s.Call) -> Value:
        """What a call of a class gives."""
        self._machine.instantiated.add(id(cls.definition))
        if cls.enumeration is not None:
            return looked_up(cls, given[0]) if given else Unknown(node=node, why="member")
        made = Instance(node=node, cls=cls)
        if cls.scope.file.language != "python":
            self._declare(made, cls)
        self._machine.course.owners.append(made)
        try:
            self._construct(made, cls, given, named, node)
        finally:
            self._machine.course.owners.pop()
        return made

    def _declare(self, this: Instance, cls: ClassOf) -> None:
        """Gives an instance what the bodies of its classes say that it has."""
        for base in cls.bases:
            if isinstance(base, ClassOf) and base is not cls:
                self._declare(this, base)
        inner = Scope(cls.scope.file, {"this": this}, cls.scope)
        for attribute in cls.definition.attributes:
            if isinstance(attribute.target, s.Name):
                value = self._machine.of(attribute.value, inner)
                this.attributes[attribute.target.name] = value

    def _construct(
        self, this: Instance, cls: ClassOf, given: list[Value], named: Mapping, node: s.Call
    ) -> None:
        for method in cls.definition.methods:
            if method.name in ("__init__", "constructor"):
                closure = Closure(function=method, scope=cls.scope, this=this, owner=cls)
                self._machine.apply(closure, given, named, node)
                return
        fields = _fields(cls)
        if not fields and any(isinstance(base, ClassOf) for base in cls.bases):
            self.construct_base(this, cls, given, named, node)
            return
        self._fill(this, cls, fields, given, named)
        for method in cls.definition.methods:
            if method.name == "__post_init__":
                closure = Closure(function=method, scope=cls.scope, this=this, owner=cls)
                self._machine.apply(closure, [], Mapping(), node)

    def _fill(
        self,
        this: Instance,
        cls: ClassOf,
        fields: dict[str, ClassOf],
        given: list[Value],
        named: Mapping,
    ) -> None:
        """Gives a record, such as of `@dataclass`, what its class says that it has."""
        for name, owner in fields.items():
            default = owner.statics.get(name)
            if isinstance(default, Mapping | Sequence):
                default = replace(default, items=default.items.copy())
            if default is not None:
                this.attributes[name] = default
        this.attributes.update(zip(fields, given, strict=False))
        this.attributes.update((name, item.value) for name, item in named.items.items())
        is_known = all(isinstance(base, ClassOf | External) for base in cls.bases)
        is_open = named.is_open or len(given) > len(fields) or not is_known
        this.is_open = this.is_open or is_open

    def construct_base(
        self, this: Instance, owner: ClassOf, given: list[Value], named: Mapping, node: s.Call
    ) -> None:
        """Calls the constructor of what a class extends."""
        for base in owner.bases:
            if isinstance(base, ClassOf):
                self._construct(this, base, given, named, node)
            elif not isinstance(base, External):
                this.is_open = True


def _fields(cls: ClassOf) -> dict[str, ClassOf]:
    """The names with an annotation in a class of Python, with the classes that declare them.

    https://docs.python.org/3/library/dataclasses.html#inheritance
    """
    found: dict[str, ClassOf] = {}
    for base in reversed(cls.bases):
        if isinstance(base, ClassOf) and base is not cls:
            found.update(_fields(base))
    found.update(dict.fromkeys(cls.definition.declared, cls))
    return found
