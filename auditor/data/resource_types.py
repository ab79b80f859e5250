"""Which properties and attributes the resource types have.

Nearly all of it is in the schemas of `auditor.data.resource_schemas`. What they do not say is
beside them: `attributes.json` has the types that `Fn::GetAtt` asks for more, or for less, than what
is read-only, and `sam.json` the types of the SAM translator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.json import decode

from auditor.data.resource_schemas import CUSTOM, Schema, schema_of
from auditor.data.shapes import Shape, Shapes
from auditor.data.table import read_table

_SAM = "AWS::Serverless::"


class ResourceType(Struct, frozen=True):
    """A resource type.

    `attributes` are those of `Fn::GetAtt`; None where they are not known. One that ends in `.*`
    stands for all that begin like it. `ref` is the property that `Ref` returns, where it is one
    that the template can set. `create_only` are the paths of properties whose change replaces the
    resource, or may do so, with `*` for any item of a list or any key; `identifier` are the
    properties that name it, where the template can set all of them. `events` has the properties of
    the events that SAM knows for the type, and `globals` those that SAM takes from the section
    `Globals`.
    """

    name: str
    properties: Shape
    shapes: Shapes | None = None
    attributes: frozenset[str] | None = None
    ref: str | None = None
    create_only: tuple[str, ...] = ()
    identifier: tuple[str, ...] = ()
    events: Mapping[str, Iterable[str]] = field(default_factory=dict)
    globals: Iterable[str] | None = None
    event_shapes: dict[str, Shape] = field(default_factory=dict)
    """Those of events that were asked for."""

    def shape(self, held: str) -> Shape | None:
        """The shape of what a key holds, None where any key may stand in it."""
        return self.shapes[held[1:]] if len(held) > 1 and self.shapes is not None else None

    def event_shape(self, kind: str) -> Shape:
        """The shape of the properties of an event of a kind, in a type of SAM that has such events.

        It is kept with the other shapes of the type, in which its parts have their names.
        """
        known = self.event_shapes.get(kind)
        if known is None:
            known = self.event_shapes[kind] = self._made_event_shape(kind)
        return known

    def _made_event_shape(self, kind: str) -> Shape:
        schema = schema_of(self.name)
        if schema is None or self.shapes is None:
            return {}
        shape = dict.fromkeys(self.events[kind], "a")
        for branch in schema["properties"]["Events"]["additionalProperties"]["allOf"]:
            if branch["if"]["properties"]["Type"]["const"] == kind:
                known = branch["then"]["properties"]["Properties"]["properties"]
                shape.update(self.shapes.of(known, f"Events.{kind}"))
        return shape


@lru_cache(maxsize=512)
def resource_type(name: str) -> ResourceType | None:
    """What is known of a resource type; None for custom resources, modules and unknown types."""
    if name.startswith(_SAM):
        entry = _sam().get(name)
        return None if entry is None else _of_sam(name, entry)
    if name.startswith(CUSTOM):
        return None
    schema = schema_of(name)
    return None if schema is None else _of_schema(name, schema)


def _of_schema(name: str, schema: Schema) -> ResourceType:
    read_only = _paths(schema, "readOnlyProperties")
    attributes = _attributes(name) or read_only
    create_only = _paths(schema, "createOnlyProperties")
    create_only |= _paths(schema, "conditionalCreateOnlyProperties")
    identifier = sorted(_paths(schema, "primaryIdentifier"))
    first = identifier[0] if len(identifier) == 1 else None
    is_set = first is not None and "." not in first and first not in attributes
    shapes = Shapes(schema)
    return ResourceType(
        name=name,
        properties=shapes.top,
        shapes=shapes,
        attributes=attributes,
        ref=first if is_set else None,
        create_only=tuple(sorted(create_only - read_only)),
        identifier=tuple(identifier) if read_only.isdisjoint(identifier) else (),
    )


def _paths(schema: Schema, keyword: str) -> frozenset[str]:
    return frozenset(path.replace("/", ".") for path in schema.get(keyword, ()))


def _of_sam(name: str, entry: Mapping[str, Any]) -> ResourceType:
    """A type of SAM: its schema has the shapes of what it hands on, as it is written, as well.

    The shapes of all else are those that the translator itself knows.
    """
    properties: dict[str, str] = dict.fromkeys(entry["properties"], "a")
    shapes = Shapes(schema_of(name) or {})
    properties.update((key, held) for key, held in shapes.top.items() if key in properties)
    target = resource_type(entry["target"]) if "target" in entry else None
    if target is not None:
        handed_on = {key: target.properties[key] for key in entry["handedOn"]}
        properties.update((key, held) for key, held in handed_on.items() if len(held) == 1)
    return ResourceType(
        name=name,
        properties=properties,
        shapes=shapes,
        create_only=tuple(entry.get("createOnly", ())),
        identifier=tuple(entry.get("identifier", ())),
        events=entry.get("events", {}),
        globals=entry.get("globals"),
    )


def _attributes(name: str) -> frozenset[str] | None:
    """The attributes of a type, where they are not what is read-only."""
    lines = _lines_of_attributes()
    start = lines.find(f'\n"{name}":'.encode()) + 1
    if not start:
        return None
    line = lines[start : lines.index(b"\n", start)]
    return frozenset(decode(line[line.index(b"[") :].rstrip(b",")))


@cache
def _lines_of_attributes() -> bytes:
    """The table with a line for each type: most templates need none of them."""
    return (Path(__file__).parent / "resource_schemas" / "attributes.json").read_bytes()


@cache
def _sam() -> Mapping[str, dict[str, Any]]:
    table: Mapping[str, dict[str, Any]] = read_table("resource_schemas", "sam.json")
    return table
