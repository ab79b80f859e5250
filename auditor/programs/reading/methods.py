"""What methods of values give that are no instances of classes of the program."""

from __future__ import annotations

from auditor.programs.reading import maps
from auditor.programs.reading.configured import structured
from auditor.programs.reading.data import whole
from auditor.programs.reading.joining import between, joined
from auditor.programs.reading.machine import Machine
from auditor.programs.reading.mappings import method_of_mapping
from auditor.programs.reading.members import APPLYING, part_of
from auditor.programs.reading.outputs import NO_TEXT, note_text
from auditor.programs.reading.packages import places
from auditor.programs.reading.packages.options import KIND, merged
from auditor.programs.reading.sequences import method_of_sequence
from auditor.programs.reading.texts import text_method
from auditor.programs.reading.textual import Way
from auditor.programs.syntax import Call
from auditor.programs.values import (
    NOTHING,
    Bound,
    Closure,
    Configuration,
    Contents,
    Instance,
    Joined,
    Known,
    Mapping,
    Output,
    Place,
    Pseudo,
    Scope,
    Sequence,
    Setting,
    Unknown,
    Value,
)

_TYPES = {
    "object": "object", "bool": "truth", "number": "number", "int": "number", "float": "number",
}  # fmt: skip
"""Words in the names of the methods of a configuration, with what they give."""


_READING = frozenset({"read", "toString", "read_text", "strip", "open", "resolve", "absolute"})


class Methods:
    """Calls methods."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def of(
        self, bound: Bound, given: list[Value], named: Mapping, node: Call | None, scope: Scope
    ) -> Value:
        """What a method of a value gives."""
        value, name = bound.of, bound.name
        first = given[0] if given else None
        if name in APPLYING:
            if first is None and "func" in named.items:
                first = named.items["func"].value
            if isinstance(first, Closure):
                return self._machine.apply(first, [value], Mapping(), node)
            return (
                self._machine.call(first, [value], Mapping(), node, scope) if first else Unknown()
            )
        if name == "super" or (isinstance(value, Bound) and value.name == "super"):
            return self._super(value, name, given, named, node)
        if isinstance(value, Configuration):
            return self._configured(value, name, given, node)
        if isinstance(value, Setting) and value.type == "object":
            return _of_object(value, name, given, node)
        if isinstance(value, Mapping) and value.kind == KIND:
            return merged(value, first or Unknown())
        if isinstance(value, Mapping) and value.kind == maps.KIND:
            return maps.method_of_map(self._machine, value, name, given, node, scope)
        if isinstance(value, Mapping):
            return method_of_mapping(self._machine, value, name, given, node)
        if isinstance(value, Sequence):
            return method_of_sequence(self._machine, value, name, given, node, scope)
        if isinstance(value, Place):
            return _of_place(value, name, given, node)
        if isinstance(value, Contents):
            if name in _READING:
                return value
            if name == "joinpath":
                return places.further(value, given) or Unknown(node=node, why="path")
            file = self._machine.surroundings.opened(value)
            if file is None:
                return Unknown(node=node, why="file")
            value = whole(file)
        if name == "join" and isinstance(first, Sequence) and not first.is_open:
            return joined(self._machine, between(value, first.items), node, Way.JOIN)
        if isinstance(value, Known | Joined | Setting):
            is_python = scope.file.language == "python"
            if name == "format" and is_python and isinstance(value, Known | Joined):
                fields = [*given, *(item.value for item in named.items.values())]
                if note_text(self._machine, fields, node, Way.FORMAT):
                    return Unknown(node=node, why=NO_TEXT)
            made = text_method(value, name, given, named, is_python=is_python)
            if made is not None:
                made.node = made.node or node
                return made
        for one in (*given, *(item.value for item in named.items.values())):
            if isinstance(one, Closure) and not isinstance(value, Output):
                return self._machine.call(Unknown(), given, named, node, scope)
        return Unknown(node=node, why="method")

    def _configured(
        self, value: Configuration, name: str, given: list[Value], node: Call | None
    ) -> Value:
        made = _setting(value, name, given[0] if given else None, node)
        if not isinstance(made, Setting) or made.type != "object":
            return made
        stacks = self._machine.surroundings.stacks
        return structured(stacks, made.name, node, is_optional=made.is_optional) or made

    def _super(
        self, value: Value, name: str, given: list[Value], named: Mapping, node: Call | None
    ) -> Value:
        this = value.of if isinstance(value, Bound) else value
        if isinstance(this, Instance) and node is not None and name == "__init__":
            self._machine.construct_base(this, this.cls, given, named, node)
        return NOTHING


def _of_place(value: Place, name: str, given: list[Value], node: Call | None) -> Value:
    """Methods of `pathlib.Path`."""
    if name in places.SAME:
        return value
    made: Value | None = None
    if name == "joinpath":
        made = places.beside(value, given)
    elif name in ("read_text", "open"):
        made = Contents(path=value)
    return made or Unknown(node=node, why="method")


def _of_object(value: Setting, name: str, given: list[Value], node: Call | None) -> Value:
    """`settings.get("part", default)`."""
    key = given[0] if given else None
    if name != "get" or not isinstance(key, Known) or not isinstance(key.value, str):
        return Unknown(node=node, why="configuration")
    part = part_of(value, key.value, node)
    default = given[1] if len(given) > 1 else None
    if isinstance(default, Known):
        part.default = default.value
    return part if default is None or isinstance(default, Known) else Unknown(node=node)


def _setting(value: Configuration, name: str, first: Value | None, node: Call | None) -> Value:
    plain = name.replace("_", "").lower()
    if not plain.startswith(("get", "require")) or not isinstance(first, Known):
        return Unknown(node=node, why="configuration")
    if not isinstance(first.value, str):
        return Unknown(node=node, why="configuration")
    key = f"{value.namespace}:{first.value}" if value.namespace else first.value
    if key in ("aws:region", "aws-native:region"):
        return Pseudo(node=node, name="AWS::Region")
    kind = next((type for word, type in _TYPES.items() if word in plain), "text")
    return Setting(node=node, name=key, is_optional=plain.startswith("get"), type=kind)
