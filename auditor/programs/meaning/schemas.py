"""What a resource schema says of a value: only where it stands decides how it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from auditor.data.resource_schemas import schema_of
from auditor.model.tree import Missing, at

Schema = Mapping[str, Any]
_MOST_STEPS = 40


def type_schema(type: str) -> Schema:
    """The schema of a type; an empty one where there is none."""
    return (schema_of(type) if type else None) or {}


def part(schema: Schema, key: str) -> Schema:
    """What stands at a property, `First.Second` for one of a property; empty where unknown."""
    for step in key.split("."):
        found = _followed(schema, schema).get("properties", {}).get(step, {})
        schema = _with_definitions(_followed(schema, found), schema)
    return schema


def items(schema: Schema) -> Schema:
    """What the items of a list are."""
    return _with_definitions(_followed(schema, schema.get("items", {})), schema)


def kinds(schema: Schema) -> list[str]:
    """The JSON types that a value may have."""
    found = schema.get("type", [])
    return found if isinstance(found, list) else [found]


def is_free(schema: Schema) -> bool:
    """Whether a mapping has keys of the user's own."""
    return not schema.get("properties") and not (schema.get("items") or {})


def _with_definitions(node: Schema, root: Schema) -> Schema:
    return {**node, "definitions": root.get("definitions", {})} if node else {}


def _followed(root: Schema, node: Schema) -> Schema:
    for _ in range(_MOST_STEPS):
        if "$ref" not in node:
            break
        steps = str(node["$ref"]).removeprefix("#/").split("/")
        try:
            node = at(dict(root), tuple(steps))
        except Missing:
            return {}
    return node
