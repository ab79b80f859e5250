"""Functions, classes, enums and namespaces, where they are defined."""

from __future__ import annotations

from auditor.programs import syntax as s
from auditor.programs.reading.enumerations import enumeration_of, member_of
from auditor.programs.reading.machine import Machine
from auditor.programs.values import ClassOf, Closure, Item, Known, Loaded, Mapping, Scope, Value

Definition = s.Define | s.DefineClass | s.DefineEnum | s.DefineNamespace


class Definitions:
    """Gives the names of definitions their values."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def define(self, statement: Definition, scope: Scope) -> None:
        """What the statement defines, under its name."""
        match statement:
            case s.Define():
                function = statement.function
                made = Closure(node=function, function=function, scope=scope)
                self._machine.writes.write(scope.names, function.name, made)
            case s.DefineClass():
                self._class(statement, scope)
            case s.DefineEnum():
                self._enum(statement, scope)
            case s.DefineNamespace():
                self._namespace(statement, scope)

    def _class(self, statement: s.DefineClass, scope: Scope) -> None:
        bases = [self._machine.of(base, scope) for base in statement.bases]
        made = ClassOf(definition=statement, scope=scope, bases=bases)
        made.enumeration = enumeration_of(bases)
        self._machine.writes.write(scope.names, statement.name, made)
        is_python = scope.file.language == "python"
        inner = Scope(scope.file, made.statics if is_python else {"this": made}, scope)
        for attribute in statement.statics:
            if not isinstance(attribute.target, s.Name):
                continue
            name = attribute.target.name
            value = self._machine.of(attribute.value, inner)
            if made.enumeration is not None and not name.startswith("_"):
                value = member_of(made, name, value, attribute.value)
            made.statics[name] = value

    def _enum(self, statement: s.DefineEnum, scope: Scope) -> None:
        """An object, which has the names of numbers as well.

        https://www.typescriptlang.org/docs/handbook/enums.html#reverse-mappings
        """
        inner = Scope(scope.file, {}, scope)
        forward: dict[str, Item] = {}
        reverse: dict[str, Item] = {}
        for name, value in statement.members:
            made = self._machine.of(value, inner)
            inner.names[name] = made
            forward[name] = Item(made)
            if isinstance(made, Known) and isinstance(made.value, int | float):
                reverse[str(made.value)] = Item(Known(value=name))
        known = scope.names.get(statement.name)
        earlier = known.items if isinstance(known, Mapping) else {}
        enum: Value = Mapping(items={**reverse, **earlier, **forward})
        self._machine.writes.write(scope.names, statement.name, enum)

    def _namespace(self, statement: s.DefineNamespace, scope: Scope) -> None:
        inner = Scope(scope.file, {}, scope)
        made = Loaded(scope=inner)
        known = scope.names.get(statement.name)
        if isinstance(known, Loaded):
            made.exports.update(known.exports)
            inner.names.update(known.exports)
        if known is None or isinstance(known, Loaded):  # else it adds to a class or a function
            self._machine.writes.write(scope.names, statement.name, made)
        self._machine.block(statement.body, inner)
        for name, value in inner.names.items():
            if name.startswith("export "):
                made.exports[name.removeprefix("export ")] = value
