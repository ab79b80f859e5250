"""The resources of a program as the tree of a template."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from auditor.data.pulumi_meaning import Join, Meaning, meaning_of
from auditor.data.resource_schemas import type_names
from auditor.model.path import Path
from auditor.model.tree import UNKNOWN_KEY, Tree
from auditor.programs.meaning.code import CodeFiles
from auditor.programs.meaning.convert import Converter
from auditor.programs.meaning.names import Names
from auditor.programs.meaning.order import Order
from auditor.programs.meaning.out import Out, mapping, sequence
from auditor.programs.meaning.shapes.given import argument
from auditor.programs.meaning.shapes.shaper import Shaper
from auditor.programs.meaning.shapes.shapes import shaped
from auditor.programs.program import Program
from auditor.programs.reading.conditions import text_of
from auditor.programs.values import (
    Joined,
    Known,
    Made,
    Output,
    Value,
    When,
)

_DEEPEST = 10
"""Parts that belong to what a part belongs to."""


class Building:
    """Builds the tree of a program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.meanings = {id(made): _meaning(made) for made in program.resources}
        own = [made for made in program.resources if not self._is_part(made)]
        self.names = Names(program.resources)
        scalars = frozenset(name for values in program.stacks.values() for name in values)
        opened = program.reader.surroundings.opened
        self.converter = Converter(
            self.names, dict(self._native_kinds()), program.majors, scalars, opened
        )
        self.code = CodeFiles(program.entry.folder)
        self.by_name = {self.names.of(made) or "": made for made in program.resources}
        self.parts: dict[str, list[Made]] = {}
        """Resources that are parts of another one, by its logical ID."""
        self._owners: dict[int, str] = {}
        self._combined: dict[When, str] = {}
        self._conditions: dict[str, Tree] = dict(program.reader.conditions.trees)
        shaper = Shaper(self.converter, self.code)
        bodies: dict[str, Out] = {}
        for made in own:
            name = self.names.of(made) or ""
            bodies[name] = self._body(made, name, shaper)
        for made in program.resources:
            if self._is_part(made):
                self._attach(made, bodies)
        listed: list[tuple[str, Out]] = []
        order = Order(program, self.names, self.converter, self.meanings, self._owners)
        for made in program.resources:
            name = self.names.of(made) or ""
            body = bodies.get(name) or self._standing_alone(made)
            order.add(made, body)
            listed.append((name, _finished(body)))
        resources = mapping(listed)
        conditions = {**program.reader.conditions.trees, **self._conditions}
        for name, setting in program.reader.conditions.settings.items():
            _, text = conditions[name]["Fn::Equals"]
            parameter = self.converter.references.setting(setting)
            conditions[name] = {"Fn::Equals": [{"Ref": parameter}, text]}
        sections: list[tuple[str, Out]] = []
        if self.converter.references.settings:
            sections.append(("Parameters", Out(self._parameters())))
        if conditions:
            sections.append(("Conditions", Out(conditions)))
        sections.append(("Resources", resources))
        outputs = [
            (name, mapping([("Value", self.converter.of(value, {}, None, verbatim=True))]))
            for name, value in program.reader.outputs.items()
            if isinstance(value, Joined | Output | Known)
        ]
        if outputs:
            sections.append(("Outputs", mapping(outputs)))
        self.root = mapping(sections)

    def out(self, path: Path) -> tuple[Out, bool]:
        """The value at a path, or the nearest one above it; whether it is the value itself."""
        here = self.root
        for step in path:
            below = here.below.get(step)
            if below is None:
                return here, False
            here = below
        return here, True

    def _native_kinds(self) -> Iterator[tuple[str, str]]:
        for made in self.program.resources:
            meaning = self.meanings[id(made)]
            if made.provider == "native" and meaning is not None:
                yield made.kind.token, meaning.type

    def _is_part(self, made: Made) -> bool:
        meaning = self.meanings[id(made)]
        return meaning is not None and meaning.join is not None

    def _body(self, made: Made, name: str, shaper: Shaper) -> Out:
        meaning = self.meanings[id(made)]
        if meaning is None:
            module, _, last = made.kind.name.rpartition(".")
            kind = f"Pulumi::{module or made.provider}::{last}"
            parts = [
                (key, self.converter.of(item.value, {}, None, verbatim=True))
                for key, item in made.arguments.items.items()
            ]
            if made.arguments.is_open:
                parts.append((UNKNOWN_KEY, self.converter.unknown(None)))
            properties = mapping(parts, made.arguments)
        else:
            kind = meaning.type
            properties = self.converter.properties(made, meaning)
            for key, out in shaped(shaper, meaning.shape, made, name):
                properties.below[key] = out
                properties.tree[key] = out.tree
        parts_of_body = [("Type", Out(kind, node=made.node))]
        condition = self._condition(made.when)
        if condition is not None:
            parts_of_body.append(("Condition", Out(condition, node=made.node)))
        body = mapping([*parts_of_body, ("Properties", properties)])
        body.node = made.node
        body.value = made
        return body

    def _standing_alone(self, made: Made) -> Out:
        """What is a part of another resource, as something to wait for."""
        kind = f"Pulumi::{made.kind.name.replace('.', '::')}"
        body = mapping([("Type", Out(kind, node=made.node)), ("Properties", mapping([]))])
        body.node, body.value = made.node, made
        return body

    def _condition(self, when: When) -> str | None:
        if not when:
            return None
        if len(when) == 1 and when[0][1]:
            return when[0][0]
        if when not in self._combined:
            name = f"All{len(self._combined) + 1}"
            trees: list[Tree] = [
                {"Condition": one} if holds else {"Fn::Not": [{"Condition": one}]}
                for one, holds in dict.fromkeys(when)
            ]
            self._conditions[name] = trees[0] if len(trees) == 1 else {"Fn::And": trees[:10]}
            self._combined[when] = name
        return self._combined[when]

    # parts of other resources

    def _attach(self, made: Made, bodies: dict[str, Out]) -> None:
        meaning = self.meanings[id(made)]
        join = None if meaning is None else meaning.join
        if meaning is None or join is None:
            return
        owner = self._owner(made, join)
        if owner is None or owner not in bodies:
            for body in bodies.values():
                if body.tree["Type"] == join.owner:
                    _put(body, join.at, self.converter.unknown(None))
            return
        self.parts.setdefault(owner, []).append(made)
        self._owners[id(made)] = owner
        out = self._part(made, meaning, join)
        target = self.by_name.get(owner)
        is_sure = target is not None and made.when == target.when and not made.is_repeated
        if not is_sure:
            out = self.converter.unknown(made)
            _put(bodies[owner], join.at, out)
        elif join.item or join.of:
            _append(bodies[owner], join.at, out)
        else:
            _put(bodies[owner], join.at, out)

    def _part(self, made: Made, meaning: Meaning, join: Join) -> Out:
        if join.of:
            item = argument(made, join.of)
            if item is None:
                return self.converter.unknown(made)
            out = self.converter.of(item.value, {}, None, verbatim=True)
            out.item = item
            return out
        if not meaning.schema:
            return self.converter.unknown(made)
        out = self.converter.properties(made, meaning)
        if not out.tree:
            return self.converter.unknown(made)
        out.value, out.node, out.is_direct = made, made.node, False
        return out

    def _owner(self, made: Made, join: Join) -> str | None:
        found = self._belongs_to(made, join)
        if found is not None:
            return self.names.of(found)
        return self._method_of(made) if join.to == "httpMethod" else None

    def _belongs_to(self, made: Made, join: Join) -> Made | None:
        """The resource that a part belongs to; None where that is not known.

        `bucket: versioning.bucket` is the bucket that the versioning belongs to, and
        `httpMethod: response.httpMethod` the method that the response was given.
        """
        item = argument(made, join.to)
        value = None if item is None else item.value
        for _ in range(_DEEPEST):
            found = None if value is None else _resource(value)
            if found is None:
                return None
            meaning = self.meanings[id(found)]
            if meaning is not None and meaning.join is None and meaning.type == join.owner:
                return found
            output = value.path[0] if isinstance(value, Output) else "id"
            own = argument(found, output)
            if own is None and meaning is not None and meaning.join is not None:
                own = argument(found, meaning.join.to)
            value = None if own is None else own.value
        return None

    def _method_of(self, made: Made) -> str | None:
        """The method of an API that an integration says by its parts."""
        wanted = self._place(made)
        for other in self.program.resources:
            if other.kind.name == "apigateway.Method" and self._place(other) == wanted:
                return self.names.of(other)
        return None

    def _place(self, made: Made) -> tuple[str, ...]:
        found = []
        for name in ("restApi", "resourceId", "httpMethod"):
            item = argument(made, name)
            out = (
                self.converter.unknown(None)
                if item is None
                else self.converter.of(item.value, {}, None, verbatim=True)
            )
            found.append(repr(out.tree))
        return tuple(found)

    def _parameters(self) -> Tree:
        found: dict[str, Tree] = {}
        for name, setting in self.converter.references.settings.items():
            body: dict[str, Tree] = {"Type": "String"}
            if isinstance(setting.default, str | int | float):
                body["Default"] = text_of(setting.default)
            found[name] = body
        return found


def _finished(body: Out) -> Out:
    if not body.tree["Properties"]:
        del body.tree["Properties"], body.below["Properties"]
    return body


def _put(body: Out, path: str, out: Out) -> None:
    properties = body.below["Properties"]
    properties.below[path] = out
    properties.tree[path] = out.tree


def _append(body: Out, path: str, out: Out) -> None:
    properties = body.below["Properties"]
    known = properties.below.get(path)
    if known is None:
        _put(body, path, sequence([out]))
    elif isinstance(known.tree, list):
        known.below[len(known.tree)] = out
        known.tree.append(out.tree)


def _resource(value: Value) -> Made | None:
    if isinstance(value, Made):
        return value
    return value.resource if isinstance(value, Output) and len(value.path) == 1 else None


def _meaning(made: Made) -> Meaning | None:
    if made.provider != "native":
        found = meaning_of(made.kind.name)
        return _variant(made, found) if found is not None and found.by else found
    parts = made.kind.token.split(":")
    type = _native_types().get("::".join(("aws", *parts[1:])).lower())
    return None if type is None else Meaning(type)


def _variant(made: Made, meaning: Meaning) -> Meaning | None:
    """What a class is whose argument `by` says it; None where that is not known."""
    item = argument(made, meaning.by)
    value = item.value.value if item is not None and isinstance(item.value, Known) else None
    return None if value is None else meaning_of(f"{made.kind.name}.{value}") or meaning


@cache
def _native_types() -> dict[str, str]:
    return {name.lower(): name for name in type_names()}
