"""Names of a house rule that CloudFormation does not have, with the nearest that it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.data.resource_schemas import nearest_type, schema_of
from auditor.data.resource_types import resource_type
from auditor.house.form import Wrong
from auditor.model.path import Path
from auditor.model.selection import hint, shortened

_OF_AWS = "AWS::"


def unknown_names(entry: Mapping[str, Any], above: Path) -> Iterator[Wrong]:
    """The types and properties of one rule, which has the right form, that do not exist.

    A name without a near one may be newer than our tables, and is used as it is.
    """
    types = entry["type"]
    listed = [types] if isinstance(types, str) else list(types)
    for index, name in enumerate(listed):
        at = (*above, "type") if isinstance(types, str) else (*above, "type", index)
        advice = "" if "*" in name else _nearest_type(name)
        if advice:
            yield Wrong(at, f"unknown type {shortened(name)}{advice}")
    known = [resource_type(name) for name in listed]
    properties = {name for one in known if one is not None for name in one.properties}
    if None in known or "*" in properties:
        return
    where = f" of {' and '.join(listed)}"
    for at, name, on_key in _properties(entry):
        advice = "" if name in properties else hint(name, properties)
        if advice:
            message = f"unknown property {shortened(name)}{where}{advice}"
            yield Wrong((*above, *at), message, on_key)


def _nearest_type(name: str) -> str:
    """The end of a sentence about a type that does not exist; empty where it may exist."""
    if not name.startswith(_OF_AWS) or resource_type(name) or schema_of(name):
        return ""
    nearest = nearest_type(name)
    return "" if nearest is None else f"; did you mean '{nearest}'?"


def _properties(entry: Mapping[str, Any]) -> Iterator[tuple[Path, str, bool]]:
    """The properties of a resource that a rule names, with paths, and whether they are keys."""
    schema = entry["schema"] if isinstance(entry["schema"], Mapping) else {}
    for name in schema.get("properties", ()):
        yield ("schema", "properties", name), name, True
    for index, name in enumerate(schema.get("required", ())):
        yield ("schema", "required", index), name, False
    fix = entry.get("fix", {})
    for name in fix.get("set", ()):
        yield ("fix", "set", name), name.partition(".")[0], True
    for index, name in enumerate(fix.get("remove", ())):
        yield ("fix", "remove", index), name.partition(".")[0], False
