"""What is reached through a dot and through brackets."""

from __future__ import annotations

from auditor.expression import expression
from auditor.programs.reading import maps
from auditor.programs.reading.cases import either
from auditor.programs.reading.enumerations import plain
from auditor.programs.reading.machine import Machine
from auditor.programs.reading.mappings import METHODS, chosen
from auditor.programs.reading.packages.names import external_attribute
from auditor.programs.reading.packages.options import KIND
from auditor.programs.reading.packages.places import above
from auditor.programs.syntax import Attribute, Node
from auditor.programs.values import (
    Bound,
    Cases,
    ClassOf,
    Closure,
    External,
    Instance,
    Known,
    Loaded,
    Made,
    Mapping,
    Member,
    Output,
    Place,
    Sequence,
    Setting,
    Unknown,
    Value,
)

_OF_ALL = frozenset(
    {"urn", "id", "pulumi_resource_name", "pulumiResourceName", "pulumi_resource_type"}
)
_CALLED = expression(r"\s*(?:\(|<[\w.<>, ]+>\s*\()")
"""Behind a method: those that the packages add to classes are not in the tables."""
APPLYING = frozenset({"apply", "then"})
_OF_CLASSES = frozenset(
    {"get_provider", "getProvider", "translate_output_property", "translate_input_property",
     "__class__", "__dict__", "_name", "_opts", "toString", "__name__"}
)  # fmt: skip


class Members:
    """Asks values for their parts."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def attribute(self, value: Value, name: str, node: Node | None) -> Value:
        """`value.name`."""
        match value:
            case External():
                return external_attribute(value, name, node)
            case Made():
                return self._output(value, name, node)
            case Output():
                is_call = name in APPLYING
                made = Bound(node=node, of=value, name=name)
                return (
                    made
                    if is_call or name in ("get",)
                    else Output(node=node, resource=value.resource, path=(*value.path, name))
                )
            case Instance():
                return self._of_instance(value, name, node)
            case ClassOf():
                return self._of_class(value, name, node)
            case Loaded():
                return value.exports.get(name) or Unknown(node=node, why="import")
            case Mapping():
                item = value.items.get(name)
                if item is not None and value.kind != maps.KIND:
                    return item.value
                if value.kind == maps.KIND and name == "size" and not value.is_open:
                    return Known(value=len(value.items))
                is_method = (name in METHODS and not value.kind) or _is_method(value, name)
                return (
                    Bound(node=node, of=value, name=name)
                    if is_method or name in APPLYING
                    else (
                        Unknown(node=node, why="attribute")
                        if value.is_open or value.kind
                        else _absent(node)
                    )
                )
            case Place() if name == "parent":
                return above(value)
            case Setting() if value.type == "object" and _is_script(node):
                return part_of(value, name, node)
            case Cases():
                self._machine.course.step()  # cases of cases are copied for each question
                then = self.attribute(value.then, name, node)
                other = self.attribute(value.other, name, node)
                return either(value.condition, then, other, node)
            case Unknown():
                return Bound(node=node, of=value, name=name)
            case _:
                is_counted = name in ("length", "size") and isinstance(value, Sequence)
                if is_counted and isinstance(value, Sequence) and not value.is_open:
                    return Known(value=len(value.items))
                return Bound(node=node, of=value, name=name)

    def _output(self, made: Made, name: str, node: Node | None) -> Value:
        is_python = node is None or node.file.language == "python"
        outputs = made.kind.outputs
        if name in _OF_ALL:
            return Output(node=node, resource=made, path=(name,))
        camel = outputs.get(name) if is_python else None
        if not is_python and name in outputs.values():
            camel = name
        if camel is not None:
            return Output(node=node, resource=made, path=(camel,))
        if name in made.own:
            return made.own[name]
        is_asked = isinstance(node, Attribute) and not (_CALLED.match(node.file.text, node.end))
        if isinstance(node, Attribute) and is_asked and name not in _OF_CLASSES and name[:1] != "_":
            self._machine.lost.append((node, made, name))
        return Unknown(node=node, why="attribute")

    def _of_instance(self, value: Instance, name: str, node: Node | None) -> Value:
        if name in value.attributes:
            return value.attributes[name]
        found = _method(value.cls, name)
        if found is not None:
            method, owner = found
            this: Instance | ClassOf = value.cls if method.function.is_of_class else value
            made = Closure(function=method.function, scope=method.scope, this=this, owner=owner)
            return (
                self._machine.apply(made, [], Mapping(), None)
                if method.function.is_getter
                else made
            )
        static = _static(value.cls, name)
        if static is not None and value.cls.scope.file.language == "python":
            return static
        if isinstance(value, Member):
            inner = plain(value)
            if inner is not value:
                return self.attribute(inner, name, node)
        return Unknown(node=node, why="attribute")

    def _of_class(self, value: ClassOf, name: str, node: Node | None) -> Value:
        found = _method(value, name)
        if found is not None:
            method, owner = found
            if method.function.is_getter and method.function.is_static:
                return self._machine.apply(method, [], Mapping(), None)
            if not method.function.is_of_class:
                return method
            return Closure(function=method.function, scope=method.scope, this=value, owner=owner)
        return _static(value, name) or Unknown(node=node, why="attribute")

    def index(self, value: Value, key: Value, node: Node | None) -> Value:
        """`value[key]`."""
        step = key.value if isinstance(key, Known) else None
        match value:
            case Sequence() if isinstance(step, int) and not value.is_open:
                if -len(value.items) <= step < len(value.items):
                    return value.items[step]
                if _is_script(node):
                    return Known(node=node, value=None)
            case Instance() if isinstance(step, int):
                fields = value.cls.definition.declared
                if 0 <= step < len(fields):
                    return value.attributes.get(fields[step]) or Unknown(node=node, why="key")
            case Mapping():
                return chosen(self._machine, value, key, None, node)
            case ClassOf() if value.enumeration is not None and isinstance(step, str):
                return self._of_class(value, step, node)
            case Setting() if value.type == "object" and step is not None:
                return part_of(value, str(step), node)
            case Made() if isinstance(step, str):
                return self._output(value, step, node)
            case Output() if step is not None:
                return Output(node=node, resource=value.resource, path=(*value.path, str(step)))
            case Loaded() | Instance() if isinstance(step, str):
                return self.attribute(value, step, node)
            case External() if value.path == "os.environ" and isinstance(step, str):
                return Setting(node=node, name=f"env:{step}")
            case External() if value.path == "process.env" and isinstance(step, str):
                return Setting(node=node, name=f"env:{step}", is_optional=True)
            case Cases():
                self._machine.course.step()
                then, other = self.index(value.then, key, node), self.index(value.other, key, node)
                return either(value.condition, then, other, node)
        return Unknown(node=node, why="key")


def _is_method(value: Mapping, name: str) -> bool:
    if value.kind == maps.KIND:
        return name in maps.METHODS
    return name == "merge" and value.kind == KIND


def part_of(value: Setting, name: str, node: Node | None) -> Setting:
    """A part of a setting that is an object; it may be one itself."""
    path = f"{value.name}.{name}"
    return Setting(node=node, name=path, is_optional=True, type="object")


def _is_script(node: Node | None) -> bool:
    return node is not None and node.file.language != "python"


def _absent(node: Node | None) -> Value:
    if _is_script(node):
        return Known(node=node, value=None)
    return Unknown(node=node, why="attribute")


def _static(cls: ClassOf, name: str) -> Value | None:
    """What a class has under a name, or one that it extends."""
    if name in cls.statics:
        return cls.statics[name]
    for base in cls.bases:
        found = _static(base, name) if isinstance(base, ClassOf) and base is not cls else None
        if found is not None:
            return found
    return None


def _method(cls: ClassOf, name: str) -> tuple[Closure, ClassOf] | None:
    for method in cls.definition.methods:
        if method.name == name:
            return Closure(function=method, scope=cls.scope), cls
    for base in cls.bases:
        if isinstance(base, ClassOf) and base is not cls:
            found = _method(base, name)
            if found is not None:
                return found
    return None
