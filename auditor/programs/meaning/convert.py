"""Values of a program as values of a template."""

from __future__ import annotations

from collections.abc import Mapping as Table
from typing import Any

from auditor.data.pulumi_classes import camel
from auditor.data.pulumi_meaning import Meaning, meaning_of
from auditor.data.resource_schemas import schema_of
from auditor.model.tree import Missing, Tree, at
from auditor.programs.meaning.documents import document
from auditor.programs.meaning.names import Names
from auditor.programs.meaning.out import Naming, Out, function, mapping, sequence
from auditor.programs.meaning.texts import substituted
from auditor.programs.reading.conditions import UNKNOWN_KEY
from auditor.programs.values import (
    Asset,
    Cases,
    Joined,
    Json,
    Known,
    Made,
    Mapping,
    Output,
    Pseudo,
    Sequence,
    Setting,
    Test,
    Value,
)

Schema = Table[str, Any]
_NOTHING: Tree = {"Ref": "AWS::NoValue"}
_DEEPEST = 40
_IGNORED = frozenset({"tags", "region", "tagsAll"})


class Converter:
    """Converts values; `names` are the logical IDs of the resources."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._unknown = 0
        self.native_types: dict[str, str] = {}
        """The types that the classes of pulumi-aws-native stand for, by their tokens."""
        self.settings: dict[str, Setting] = {}
        self.read = 0
        """Arguments that were read, and those that were not."""
        self.missed = 0

    # arguments of a class

    def properties(self, made: Made, meaning: Meaning) -> Out:
        """The arguments of a resource as the properties of its type."""
        schema = self.schema(meaning.schema or meaning.type)
        if meaning.join is not None and meaning.join.at and meaning.schema:
            schema = self._within(schema, meaning.join.at, is_item=meaning.join.item)
        found: list[tuple[str, Out]] = []
        for name, item in made.arguments.items.items():
            argument = made.kind.arguments.get(name, name if "_" not in name else camel(name))
            key = _property(argument, meaning, "", schema)
            if key is None or self._is_nothing(item.value):
                continue
            if key.endswith("?"):
                out = self.unknown(item.value)
                key = key[:-1]
            else:
                part = self._part(schema, key)
                out = self.of(
                    item.value, part, Naming(meaning, argument), verbatim=_is_free(part, schema)
                )
            out.item = item
            found.append((key, out))
        if made.arguments.is_open:
            found.append((UNKNOWN_KEY, self.unknown(None)))
        return mapping(found, made.arguments, Naming(meaning))

    def property_of(self, meaning: Meaning, argument: str) -> str | None:
        """The property of a type that an argument is; None for one that has none."""
        return _property(argument, meaning, "", self.schema(meaning.schema or meaning.type))

    def schema(self, type: str) -> Schema:
        """The schema of a type; an empty one where there is none."""
        return (schema_of(type) if type else None) or {}

    def _within(self, schema: Schema, path: str, *, is_item: bool) -> Schema:
        part = self._part(schema, path)
        if is_item:
            part = self._followed(schema, part.get("items", {}))
        return {**part, "definitions": schema.get("definitions", {})}

    def _part(self, schema: Schema, key: str) -> Schema:
        found = self._followed(schema, schema).get("properties", {}).get(key, {})
        part = self._followed(schema, found)
        return {**part, "definitions": schema.get("definitions", {})} if part else {}

    def _followed(self, root: Schema, node: Schema) -> Schema:
        for _ in range(_DEEPEST):
            if "$ref" not in node:
                break
            steps = str(node["$ref"]).removeprefix("#/").split("/")
            try:
                node = at(dict(root), tuple(steps))
            except Missing:
                return {}
        return node

    # values

    def unknown(self, value: Value | None) -> Out:
        """What is not known."""
        self._unknown += 1
        tree = {UNKNOWN_KEY: [self._unknown]}
        return Out(tree, value, None if value is None else value.node)

    def of(
        self, value: Value, schema: Schema, naming: Naming | None, *, verbatim: bool, depth: int = 0
    ) -> Out:
        """A value where a schema says what stands."""
        if depth > _DEEPEST:
            return self.unknown(value)
        kinds = _kinds(schema)
        if "array" in kinds and "string" not in kinds:
            if not isinstance(value, Sequence | Cases) and _is_listed(value):
                return self._wrapped(value, schema, naming, verbatim, depth)
        elif isinstance(value, Sequence) and "object" in kinds and len(value.items) == 1:
            return self.of(value.items[0], schema, naming, verbatim=verbatim, depth=depth + 1)
        if "object" in kinds and isinstance(value, Known | Joined | Json):
            return self._document(value)
        match value:
            case Known():
                return self._known(value)
            case Joined():
                return self._joined(value)
            case Mapping():
                return self._mapping(value, schema, naming, verbatim, depth)
            case Sequence():
                items = self._followed(schema, schema.get("items", {}))
                if items:
                    items = {**items, "definitions": schema.get("definitions", {})}
                parts = [
                    self.of(one, items, naming, verbatim=verbatim, depth=depth + 1)
                    for one in value.items
                ]
                if value.is_open:
                    return self.unknown(value)
                return sequence(parts, value)
            case Cases():
                inner = [
                    self.of(one, schema, naming, verbatim=verbatim, depth=depth + 1)
                    for one in (value.then, value.other)
                ]
                condition = Out(value.condition)
                return function("Fn::If", sequence([condition, *inner]), value)
            case _:
                return self._reference(value)

    def _wrapped(
        self, value: Value, schema: Schema, naming: Naming | None, verbatim: bool, depth: int
    ) -> Out:
        items = self._followed(schema, schema.get("items", {}))
        if items:
            items = {**items, "definitions": schema.get("definitions", {})}
        inner = self.of(value, items, naming, verbatim=verbatim, depth=depth + 1)
        return Out([inner.tree], value, value.node, below={0: inner})

    def _known(self, value: Known) -> Out:
        if value.value is None:
            return Out(_NOTHING, value, value.node)
        spans = getattr(value.node, "spans", None)
        is_literal = getattr(value.node, "value", None) == value.value and value.node is not None
        is_text = isinstance(value.value, str) and is_literal
        whole = spans if is_text and len(spans or ()) == len(str(value.value)) else None
        return Out(value.value, value, value.node, spans=whole, is_direct=is_literal)

    def _mapping(
        self, value: Mapping, schema: Schema, naming: Naming | None, verbatim: bool, depth: int
    ) -> Out:
        if value.kind == "data":
            return self.unknown(value)
        found: list[tuple[str, Out]] = []
        is_open = value.is_open
        for name, item in value.items.items():
            prefix = naming.prefix + "." if naming else ""
            argument = name if verbatim or naming is None else camel(name)
            key: str | None = name
            part: Schema = {}
            if naming is not None and not verbatim:
                key = _property(argument, naming.meaning, prefix, schema)
                if key is None:
                    is_open = is_open or prefix + argument not in naming.meaning.args
                    continue
                if self._is_nothing(item.value):
                    continue
                if key.endswith("?"):
                    unknown = self.unknown(item.value)
                    unknown.item = item
                    found.append((key[:-1], unknown))
                    continue
                part = self._part(schema, key)
            inner = None if naming is None else Naming(naming.meaning, prefix + argument)
            is_free = verbatim or naming is None or _is_free(part, schema)
            out = self.of(item.value, part, inner, verbatim=is_free, depth=depth + 1)
            out.item = item
            found.append((str(key), out))
        if is_open:
            found.append((UNKNOWN_KEY, self.unknown(None)))
        return mapping(found, value, None if verbatim else naming)

    def _reference(self, value: Value) -> Out:
        match value:
            case Output():
                return Out(self.output(value), value, value.node)
            case Made():
                name = self._names.of(value)
                return (
                    self.unknown(value) if name is None else Out({"Ref": name}, value, value.node)
                )
            case Pseudo():
                return Out({"Ref": value.name}, value, value.node)
            case Setting():
                return Out({"Ref": self.setting(value)}, value, value.node)
            case Test():
                condition = sequence([Out(value.condition), Out(value.holds), Out(not value.holds)])
                return function("Fn::If", condition, value)
        return self.unknown(value)

    def output(self, value: Output) -> Tree:
        """The function that returns an output of a resource."""
        name = self._names.of(value.resource)
        if value.resource.provider == "native" and name is not None and len(value.path) == 1:
            return self._native_output(value, name)
        meaning = meaning_of(value.resource.kind.name)
        if name is None or meaning is None or len(value.path) != 1:
            return self.unknown(None).tree
        returned = meaning.returns.get(value.path[0], "?")
        if returned == "Ref":
            return {"Ref": name}
        if returned == "?":
            return self._argument_of(value)
        if returned.startswith("@"):
            text = returned[1:].replace("${}", "${" + name + "}").replace("${.", "${" + name + ".")
            return {"Fn::Sub": text}
        return {"Fn::GetAtt": [name, *returned.split(".", 1)]}

    def _native_output(self, value: Output, name: str) -> Tree:
        """An output of a resource of pulumi-aws-native: its `id` is what `Ref` returns."""
        output = value.path[0]
        if output == "id":
            return {"Ref": name}
        attribute = output[:1].upper() + output[1:]
        type = self.native_types.get(value.resource.kind.token, "")
        if attribute in self.schema(type).get("readOnlyProperties", ()):
            return {"Fn::GetAtt": [name, attribute]}
        return self._argument_of(value)

    def _argument_of(self, value: Output) -> Tree:
        """An output that is an argument is what was given."""
        made = value.resource
        for name, other in made.kind.arguments.items():
            item = made.arguments.items.get(name) or made.arguments.items.get(other)
            is_asked = other == value.path[0] and item is not None
            if is_asked and item and isinstance(item.value, Known | Joined | Setting | Pseudo):
                return self.of(item.value, {}, None, verbatim=True).tree
        return self.unknown(None).tree

    def setting(self, value: Setting) -> str:
        """The parameter that stands for a value of the configuration."""
        name = "".join(letter for letter in value.name.title() if letter.isalnum()) or "Setting"
        known = self.settings.get(name)
        if known is None or (known.default is None and value.default is not None):
            self.settings[name] = value
        return name

    def _joined(self, value: Joined) -> Out:
        return substituted(self, value)

    def _document(self, value: Value) -> Out:
        if isinstance(value, Json):
            return self.of(value.value, {}, None, verbatim=True)
        found = document(self, value)
        return self.unknown(value) if found is None else found

    def _is_nothing(self, value: Value) -> bool:
        return isinstance(value, Known) and value.value is None


def _property(argument: str, meaning: Meaning, prefix: str, schema: Schema) -> str | None:
    """The property that an argument is; None for one that has none."""
    if argument[:1].isupper():
        return None
    known = meaning.args.get(prefix + argument, "")
    if known != "":
        return known
    if not prefix and argument in _IGNORED:
        return None
    plain = argument.lower()
    for name in schema.get("properties", {}):
        lowered = name.lower()
        if lowered == plain or (prefix and plain in (lowered + "s", lowered.removesuffix("s"))):
            return str(name)
    is_own = meaning.type.startswith("Pulumi::")
    return argument[:1].upper() + argument[1:] if is_own else None


def _is_free(part: Schema, _schema: Schema) -> bool:
    """Whether a mapping has keys of the user's own."""
    if part.get("properties"):
        return False
    return not (part.get("items") or {})


def _kinds(schema: Schema) -> list[str]:
    kinds = schema.get("type", [])
    return kinds if isinstance(kinds, list) else [kinds]


def _is_listed(value: Value) -> bool:
    """Whether one value stands for a list of it: what is unknown may be a list itself."""
    return isinstance(
        value, Known | Joined | Mapping | Made | Setting | Pseudo | Output | Asset
    ) and not (isinstance(value, Known) and value.value is None)
