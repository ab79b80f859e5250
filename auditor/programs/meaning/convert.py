"""Values of a program as values of a template."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Table

from auditor.data.pulumi_classes import camel
from auditor.data.pulumi_meaning import Meaning
from auditor.model.tree import UNKNOWN_KEY, Tree
from auditor.programs.classes import taken
from auditor.programs.meaning import schemas
from auditor.programs.meaning.documents import document
from auditor.programs.meaning.json_texts import json_text
from auditor.programs.meaning.names import Names
from auditor.programs.meaning.out import Naming, Out, function, mapping, sequence
from auditor.programs.meaning.properties import is_passed_over, property_of
from auditor.programs.meaning.references import References
from auditor.programs.meaning.schemas import Schema
from auditor.programs.meaning.texts import substituted
from auditor.programs.reading.data import whole
from auditor.programs.reading.enumerations import plain
from auditor.programs.syntax import File
from auditor.programs.values import (
    Asset,
    Cases,
    Contents,
    Item,
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

_NOTHING: Tree = {"Ref": "AWS::NoValue"}
_DEEPEST = 40
_MOST_PARTS = 100_000
"""Of one program: a value that stands in many places is written out in each of them."""
_LONGEST = 100_000
"""The text of a file that stands in an argument."""
_DEPTH_OF_CASES = 3
_LETTERS_OF_A_PART = 8
_LIFTED = "^"
Parts = dict[str, Out]


class Converter:
    """Converts values; `names` are the logical IDs of the resources.

    `majors` are the versions of the provider that come into question. `scalars` are the keys of the
    configuration, parts of objects among them, that are texts or numbers under a stack. `opened`
    gives the file beside the program whose text is meant.
    """

    def __init__(
        self,
        names: Names,
        native_types: Table[str, str],
        majors: frozenset[str],
        scalars: frozenset[str],
        opened: Callable[[Contents], File | None],
    ) -> None:
        self._names = names
        self._majors = majors
        self._scalars = scalars
        self._opened = opened
        self._needed: set[str] | None = None
        """The arguments that the class requires; None where the provider hands on all of them."""
        self._unknown = 0
        self._parts = 0
        self.references = References(names, native_types)

    @property
    def is_full(self) -> bool:
        """Whether the program says so much that the rest of it stays unknown."""
        return self._parts > _MOST_PARTS

    # arguments

    def properties(self, made: Made, meaning: Meaning) -> Out:
        """The arguments of a resource as the properties of its type."""
        schema = schemas.type_schema(meaning.schema or meaning.type)
        if meaning.join is not None and meaning.join.at and meaning.schema:
            schema = schemas.part(schema, meaning.join.at)
            schema = schemas.items(schema) if meaning.join.item else schema
        given = {
            made.kind.arguments.get(name, name if "_" not in name else camel(name)): item
            for name, item in taken(made, self._majors).items()
        }
        found: Parts = {}
        self._needed = None
        if made.provider != "native":
            needed = made.kind.required
            self._needed = {*needed, *(made.kind.arguments.get(name, name) for name in needed)}
        is_open = self._add(given, Naming(meaning), schema, found, 0)
        if made.arguments.is_open or is_open:
            found[UNKNOWN_KEY] = self.unknown(None)
        return mapping(found.items(), made.arguments, Naming(meaning))

    def _add(
        self, given: Table[str, Item], naming: Naming, schema: Schema, found: Parts, depth: int
    ) -> bool:
        """Adds arguments as the properties that they are; whether there may be more."""
        prefix = f"{naming.prefix}." if naming.prefix else ""
        is_open = False
        for argument, item in given.items():
            key = property_of(argument, naming.meaning, prefix, schema)
            inner = Naming(naming.meaning, prefix + argument)
            if key is None:
                is_open |= not is_passed_over(argument, naming.meaning, prefix)
            elif is_nothing(item.value) or self._is_unset(argument, key, item, prefix, schema):
                continue
            elif key == _LIFTED:
                is_open |= self._lift(item.value, inner, schema, found, depth)
            else:
                self._put(found, key, self._property(item, key, inner, schema, depth))
        return is_open

    def _is_unset(self, argument: str, key: str, item: Item, prefix: str, schema: Schema) -> bool:
        """Whether an argument is as if it was not given, by its value."""
        if self._needed is None or (not prefix and argument in self._needed):
            return False
        return counts_as_none(item.value, schemas.part(schema, key.rstrip("?")))

    def _property(self, item: Item, key: str, naming: Naming, schema: Schema, depth: int) -> Out:
        if key.endswith("?"):
            out = self.unknown(item.value)
        else:
            part = schemas.part(schema, key)
            is_free = schemas.is_free(part)
            out = self._renamed(item.value, naming) or self.of(
                item.value, part, naming, verbatim=is_free, depth=depth + 1
            )
        out.item = item
        return out

    def _renamed(self, value: Value, naming: Naming) -> Out | None:
        """What a value of the provider is in CloudFormation, where that is another one."""
        others = naming.meaning.values.get(naming.prefix)
        if not others or not isinstance(value, Known) or str(value.value) not in others:
            return None
        meant = others[str(value.value)]
        return self.unknown(value) if meant is None else Out(meant, value, value.node)

    def _lift(self, value: Value, naming: Naming, schema: Schema, found: Parts, depth: int) -> bool:
        """Adds the entries of a mapping to those around it; whether there may be more."""
        if isinstance(value, Sequence) and len(value.items) == 1 and not value.is_open:
            value = value.items[0]
        if not isinstance(value, Mapping) or value.kind == "data" or depth > _DEEPEST:
            return True
        given = {camel(name): item for name, item in value.items.items()}
        return self._add(given, naming, schema, found, depth + 1) or value.is_open

    def _put(self, found: Parts, key: str, out: Out) -> None:
        """Puts a part where it belongs: `First.Second` is one of a property."""
        head, _, rest = key.rstrip("?").partition(".")
        if not rest:
            found[head] = out
            return
        holder = found.get(head)
        if holder is None or not isinstance(holder.tree, dict) or UNKNOWN_KEY in holder.tree:
            holder = found[head] = holder or mapping([])
            holder.node = holder.node or out.node
        if UNKNOWN_KEY not in holder.tree:
            holder.below[rest] = out
            holder.tree[rest] = out.tree

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
        self._parts += 1
        value = self._read(plain(value))
        if depth > _DEEPEST or self.is_full:
            return self.unknown(value)
        kinds = schemas.kinds(schema)
        if "array" in kinds and "string" not in kinds:
            is_one = self._is_scalar(value) if isinstance(value, Setting) else _is_listed(value)
            if is_one:
                items = schemas.items(schema)
                inner = self.of(value, items, naming, verbatim=verbatim, depth=depth + 1)
                return Out([inner.tree], value, value.node, below={0: inner})
        elif isinstance(value, Sequence) and "object" in kinds and len(value.items) == 1:
            return self.of(value.items[0], schema, naming, verbatim=verbatim, depth=depth + 1)
        is_either = bool(schema) and not kinds  # a document or a text
        if ("object" in kinds or is_either) and isinstance(value, Known | Joined | Json):
            found = self._document(value)
            if found is not None or not is_either:
                return found or self.unknown(value)
        if isinstance(value, Json) and "string" in kinds:
            value = json_text(value) or value
        match value:
            case Known():
                return _known(value)
            case Joined():
                return substituted(self, value, depth)
            case Mapping():
                return self._mapping(value, schema, naming, verbatim, depth)
            case Sequence():
                return self._sequence(value, schema, naming, verbatim, depth)
            case Cases():
                parts = [
                    self.of(one, schema, naming, verbatim=verbatim, depth=depth + _DEPTH_OF_CASES)
                    for one in (value.then, value.other)
                ]
                condition = Out(value.condition)
                return function("Fn::If", sequence([condition, *parts]), value)
            case _:
                return self._reference(value)

    def _read(self, value: Value) -> Value:
        """A value, and of the contents of a file the text."""
        file = self._opened(value) if isinstance(value, Contents) else None
        return value if file is None or len(file.text) > _LONGEST else whole(file)

    def _sequence(
        self, value: Sequence, schema: Schema, naming: Naming | None, verbatim: bool, depth: int
    ) -> Out:
        if value.is_open:
            return self.unknown(value)
        items = schemas.items(schema)
        parts = [
            self.of(one, items, naming, verbatim=verbatim, depth=depth + 1) for one in value.items
        ]
        return sequence(parts, value)

    def _mapping(
        self, value: Mapping, schema: Schema, naming: Naming | None, verbatim: bool, depth: int
    ) -> Out:
        if value.kind == "data":
            return self.unknown(value)
        found: Parts = {}
        is_open = value.is_open
        if naming is not None and not verbatim:
            given = {camel(name): item for name, item in value.items.items()}
            is_open |= self._add(given, naming, schema, found, depth)
        else:
            for name, item in value.items.items():
                out = self.of(item.value, {}, naming, verbatim=True, depth=depth + 1)
                out.item = item
                found[name] = out
        if is_open:
            found[UNKNOWN_KEY] = self.unknown(None)
        return mapping(found.items(), value, None if verbatim else naming)

    def _reference(self, value: Value) -> Out:
        match value:
            case Output():
                return Out(self.output(value), value, value.node)
            case Made():
                name = self._names.of(value)
                if name is not None:
                    return Out({"Ref": name}, value, value.node)
            case Pseudo():
                return Out({"Ref": value.name}, value, value.node)
            case Setting() if self._is_scalar(value):
                return Out({"Ref": self.references.setting(value)}, value, value.node)
            case Test():
                condition = sequence([Out(value.condition), Out(value.holds), Out(not value.holds)])
                return function("Fn::If", condition, value)
        return self.unknown(value)

    def _is_scalar(self, value: Setting) -> bool:
        """Whether a setting is no object or list."""
        return value.type != "object" or value.name in self._scalars

    def output(self, value: Output) -> Tree:
        """The function that returns an output of a resource."""
        found = self.references.output(value)
        if isinstance(found, Value):
            return self.of(found, {}, None, verbatim=True).tree
        return self.unknown(None).tree if found is None else found

    def _document(self, value: Value) -> Out | None:
        if isinstance(value, Json):
            return self.of(value.value, {}, None, verbatim=True)
        found = document(self, value)
        if found is not None:
            self._parts += len(str(found.tree)) // _LETTERS_OF_A_PART
        return found


def is_nothing(value: Value) -> bool:
    """Whether an argument is given `None`, which is as if it was not."""
    return isinstance(value, Known) and value.value is None


def counts_as_none(value: Value, schema: Schema) -> bool:
    """Whether an argument that may be left out has a value that counts as none: "" or 0.

    The provider does not hand it on, but for numbers that may be 0.
    https://github.com/hashicorp/terraform-plugin-sdk/issues/741
    """
    zero = value.value if isinstance(value, Known) else None
    if zero == "" and isinstance(zero, str):
        return True
    if isinstance(zero, bool) or zero != 0:
        return False
    return schema.get("minimum", 0) > 0 or 0 not in schema.get("enum", (0,))


def _known(value: Known) -> Out:
    if value.value is None:
        return Out(_NOTHING, value, value.node)
    spans = getattr(value.node, "spans", None)
    is_literal = getattr(value.node, "value", None) == value.value and value.node is not None
    is_text = isinstance(value.value, str) and is_literal
    whole = spans if is_text and len(spans or ()) == len(str(value.value)) else None
    return Out(value.value, value, value.node, spans=whole, is_direct=is_literal)


def _is_listed(value: Value) -> bool:
    """Whether one value stands for a list of it: what is unknown may be a list itself."""
    return isinstance(
        value, Known | Joined | Mapping | Made | Pseudo | Output | Asset
    ) and not is_nothing(value)
