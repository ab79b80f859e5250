"""What is reached through a dot, through brackets, and by the methods of plain values."""

from __future__ import annotations

from auditor.expression import expression
from auditor.programs.reading.machine import Machine
from auditor.programs.reading.packages import external_attribute
from auditor.programs.reading.texts import text_method
from auditor.programs.syntax import Attribute, Call, Node
from auditor.programs.values import (
    Bound,
    Cases,
    ClassOf,
    Closure,
    Configuration,
    Contents,
    External,
    Instance,
    Item,
    Joined,
    Known,
    Loaded,
    Made,
    Mapping,
    Output,
    Pseudo,
    Scope,
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
_MOST_ITEMS = 2_000
_MOST_CHARACTERS = 300_000
"""Bounds of what a loop may put together."""
_LISTING = frozenset({"items", "keys", "values"})
_APPLYING = frozenset({"apply", "then"})
_METHODS = frozenset(
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
                is_call = name in _APPLYING
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
                if item is not None:
                    return item.value
                is_method = name in _METHODS_OF_MAPPINGS and not value.kind
                return (
                    Bound(node=node, of=value, name=name)
                    if is_method or name in _APPLYING
                    else (
                        Unknown(node=node, why="attribute")
                        if value.is_open or value.kind
                        else self._absent(node)
                    )
                )
            case Cases():
                then = self.attribute(value.then, name, node)
                other = self.attribute(value.other, name, node)
                return Cases(node=node, condition=value.condition, then=then, other=other)
            case Unknown():
                return Bound(node=node, of=value, name=name)
            case _:
                if name == "length" and isinstance(value, Sequence) and not value.is_open:
                    return Known(value=len(value.items))
                return Bound(node=node, of=value, name=name)

    def _absent(self, node: Node | None) -> Value:
        if node is not None and node.file.language != "python":
            return Known(node=node, value=None)
        return Unknown(node=node, why="attribute")

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
        if isinstance(node, Attribute) and is_asked and name not in _METHODS and name[:1] != "_":
            self._machine.lost.append((node, made, name))
        return Unknown(node=node, why="attribute")

    def _of_instance(self, value: Instance, name: str, node: Node | None) -> Value:
        if name in value.attributes:
            return value.attributes[name]
        found = self._method(value.cls, name)
        if found is not None:
            method, owner = found
            made = Closure(function=method.function, scope=method.scope, this=value, owner=owner)
            return (
                self._machine.apply(made, [], Mapping(), None)
                if method.function.is_getter
                else made
            )
        return Unknown(node=node, why="attribute")

    def _method(self, cls: ClassOf, name: str) -> tuple[Closure, ClassOf] | None:
        for method in cls.definition.methods:
            if method.name == name:
                return Closure(function=method, scope=cls.scope), cls
        for base in cls.bases:
            if isinstance(base, ClassOf) and base is not cls:
                found = self._method(base, name)
                if found is not None:
                    return found
        return None

    def _of_class(self, value: ClassOf, name: str, node: Node | None) -> Value:
        found = self._method(value, name)
        if found is not None:
            return found[0]
        for attribute in value.definition.attributes:
            if getattr(attribute.target, "name", None) == name and isinstance(
                attribute.value, Node
            ):
                literal = getattr(attribute.value, "value", None)
                if isinstance(literal, str | int | float | bool):
                    return Known(node=attribute.value, value=literal)
        return Unknown(node=node, why="attribute")

    def index(self, value: Value, key: Value, node: Node | None) -> Value:
        """`value[key]`."""
        step = key.value if isinstance(key, Known) else None
        match value:
            case Sequence() if isinstance(step, int) and not value.is_open:
                if -len(value.items) <= step < len(value.items):
                    return value.items[step]
            case Mapping() if isinstance(step, str):
                item = value.items.get(step)
                return Unknown(node=node, why="key") if item is None else item.value
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
                then, other = self.index(value.then, key, node), self.index(value.other, key, node)
                return Cases(node=node, condition=value.condition, then=then, other=other)
        return Unknown(node=node, why="key")

    def items_of(self, value: Value) -> list[Value] | None:
        """The items that a loop over a value comes to; None where nobody knows."""
        if isinstance(value, Sequence) and not value.is_open:
            return list(value.items)
        if isinstance(value, Mapping) and not value.is_open:
            return [Known(value=key) for key in value.items]
        return None

    def put(self, holder: Mapping, key: str, value: Value) -> None:
        """`holder[key] = value`."""
        if self._machine.writes.is_in_branch:
            holder.is_open = True
            if key in holder.items:
                holder.items[key] = Item(Unknown(why="branch"))
            return
        holder.items[key] = Item(value)

    def spread(self, made: Mapping, value: Value) -> None:
        """`**value` into a mapping that is being made."""
        if isinstance(value, Mapping):
            made.items.update(value.items)
            made.is_open = made.is_open or value.is_open
        elif isinstance(value, Instance):
            made.items.update({key: Item(one) for key, one in value.attributes.items()})
            made.is_open = made.is_open or value.is_open
        elif not (isinstance(value, Known) and not value.value):
            made.is_open = True

    def joined(self, parts: list[Value], node: Node | None, *, is_output: bool = False) -> Value:
        """A text of parts. An output outside of `apply` has no text yet."""
        flat: list[Value] = []
        for part in parts:
            has_text = (
                is_output or self._machine.inside_apply or not isinstance(part, Made | Output)
            )
            if not has_text:
                return Unknown(node=node, why="output in a text")
            flat += part.parts if isinstance(part, Joined) else [part]
            if len(flat) > _MOST_ITEMS:
                return Unknown(node=node, why="size")
        if sum(len(_shown(part)) for part in flat) > _MOST_CHARACTERS:
            return Unknown(node=node, why="size")
        if len(flat) == 1 and isinstance(flat[0], Known) and isinstance(flat[0].value, str):
            return flat[0]
        if all(isinstance(part, Known) and part.node is None for part in flat):
            return Known(node=node, value="".join(_shown(part) for part in flat))
        return Joined(node=node, parts=flat)

    def added(self, left: Value, right: Value, node: Node | None) -> Value:
        """`left + right`."""
        if isinstance(left, Sequence) and isinstance(right, Sequence):
            is_open = left.is_open or right.is_open
            if len(left.items) + len(right.items) > _MOST_ITEMS:
                return Unknown(node=node, why="size")
            return Sequence(node=node, items=[*left.items, *right.items], is_open=is_open)
        is_text = [
            isinstance(v, Joined) or (isinstance(v, Known) and isinstance(v.value, str))
            for v in (left, right)
        ]
        if any(is_text):
            return self.joined([left, right], node)
        numbers = [v.value for v in (left, right) if isinstance(v, Known)]
        if len(numbers) == 2 and all(type(n) in (int, float) for n in numbers):
            return Known(value=numbers[0] + numbers[1])  # type: ignore[operator]
        return Unknown(node=node, why="expression")

    def method(
        self, bound: Bound, given: list[Value], named: Mapping, node: Call | None, scope: Scope
    ) -> Value:
        """What a method of a value gives."""
        value, name = bound.of, bound.name
        first = given[0] if given else None
        if name in _APPLYING:
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
            return self._setting(value, name, first, node)
        if isinstance(value, Mapping):
            return self._of_mapping(value, name, given, node)
        if isinstance(value, Sequence):
            return self._of_sequence(value, name, given, node, scope)
        if isinstance(value, Contents) and name in ("read", "toString", "read_text", "strip"):
            return value
        if isinstance(value, Known | Joined | Setting):
            made = text_method(value, name, given, named)
            if made is not None:
                made.node = made.node or node
                return made
        for one in (*given, *(item.value for item in named.items.values())):
            if isinstance(one, Closure) and not isinstance(value, Output):
                return self._machine.call(Unknown(), given, named, node, scope)
        return Unknown(node=node, why="method")

    def _super(
        self, value: Value, name: str, given: list[Value], named: Mapping, node: Call | None
    ) -> Value:
        this = value.of if isinstance(value, Bound) else value
        if isinstance(this, Instance) and node is not None and name == "__init__":
            self._machine.construct_base(this, this.cls, given, named, node)
        return Known(value=None)

    def _setting(
        self, value: Configuration, name: str, first: Value | None, node: Call | None
    ) -> Value:
        plain = name.replace("_", "").lower()
        if not plain.startswith(("get", "require")) or not isinstance(first, Known):
            return Unknown(node=node, why="configuration")
        if "object" in plain or not isinstance(first.value, str):
            return Unknown(node=node, why="configuration")
        key = f"{value.namespace}:{first.value}" if value.namespace else first.value
        if key in ("aws:region", "aws-native:region"):
            return Pseudo(node=node, name="AWS::Region")
        return Setting(node=node, name=key, is_optional=plain.startswith("get"))

    def _of_mapping(
        self, value: Mapping, name: str, given: list[Value], node: Call | None
    ) -> Value:
        key = given[0].value if given and isinstance(given[0], Known) else None
        if name in ("get", "pop", "setdefault") and isinstance(key, str):
            if key in value.items:
                return value.items[key].value
            if value.is_open:
                return Unknown(node=node, why="key")
            return given[1] if len(given) > 1 else Known(node=node, value=None)
        if name in _LISTING:
            pairs = [(Known(value=key), item.value) for key, item in value.items.items()]
            if name == "items":
                listed: list[Value] = [Sequence(items=list(pair)) for pair in pairs]
            else:
                listed = [pair[name == "values"] for pair in pairs]
            return Sequence(node=node, items=listed, is_open=value.is_open)
        if name == "copy":
            return Mapping(node=node, items=dict(value.items), is_open=value.is_open)
        if name == "update":
            if self._machine.writes.is_in_branch:
                value.is_open = True
            elif given:
                self.spread(value, given[0])
            return Known(value=None)
        value.is_open = value.is_open or name in ("clear", "popitem")
        return Unknown(node=node, why="method")

    def _of_sequence(
        self, value: Sequence, name: str, given: list[Value], node: Call | None, scope: Scope
    ) -> Value:
        if name in ("append", "push"):
            if self._machine.writes.is_in_branch:
                value.is_open = True
            value.items += given
            return Known(value=None)
        if name in ("extend", "concat"):
            inner = self.items_of(given[0]) if given else None
            if len(value.items) + len(inner or ()) > _MOST_ITEMS:
                inner = None
            if name == "concat":
                return Sequence(
                    items=[*value.items, *(inner or [])], is_open=value.is_open or inner is None
                )
            value.items += inner or []
            value.is_open = value.is_open or inner is None or self._machine.writes.is_in_branch
            return Known(value=None)
        if name in ("map", "forEach", "flatMap") and given:
            closure = given[0]
            items = value.items
            results = [
                self._machine.call(closure, [item, Known(value=at)], Mapping(), node, scope)
                for at, item in enumerate(items)
            ]
            return Sequence(node=node, items=results, is_open=value.is_open or name == "flatMap")
        if name == "join" and given and isinstance(given[0], Known) and not value.is_open:
            parts: list[Value] = []
            for at, item in enumerate(value.items):
                parts += ([given[0]] if at else []) + [item]
            return self.joined(parts, node)
        return Unknown(node=node, why="method")


_METHODS_OF_MAPPINGS = frozenset(
    {"get", "pop", "setdefault", "items", "keys", "values", "copy", "update", "clear", "popitem"}
)


def _shown(value: Value) -> str:
    known = value.value if isinstance(value, Known) else ""
    if isinstance(known, bool):
        return str(known)
    return str(known)
