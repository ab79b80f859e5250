"""Task definitions of ECS: their containers are JSON in the words of the ECS API."""

from __future__ import annotations

from auditor.programs.meaning import schemas
from auditor.programs.meaning.out import Out, mapping, sequence
from auditor.programs.meaning.schemas import Schema
from auditor.programs.meaning.shapes.given import argument
from auditor.programs.meaning.shapes.shaper import Parts, Shaper
from auditor.programs.values import Json, Made

_KEY = "ContainerDefinitions"


def task(shaper: Shaper, made: Made, _name: str) -> Parts:
    """The containers of a task."""
    item = argument(made, "containerDefinitions")
    if item is None:
        return []
    value = item.value.value if isinstance(item.value, Json) else item.value
    if isinstance(item.value, Json):
        out = shaper.converter.of(value, {}, None, verbatim=True)
    else:
        out = shaper.converter.of(value, {"type": "object"}, None, verbatim=True)
    if not isinstance(out.tree, list):
        return [(_KEY, shaper.unknown(item))]
    made_out = _worded(out, schemas.part(schemas.type_schema("AWS::ECS::TaskDefinition"), _KEY))
    made_out.item = item
    return [(_KEY, made_out)]


def _worded(out: Out, schema: Schema) -> Out:
    """A value with the keys that CloudFormation has; no entry is added to what is so renamed."""
    if isinstance(out.tree, list):
        items = schemas.items(schema)
        made = sequence(_worded(one, items) for one in out.below.values())
    elif isinstance(out.tree, dict) and schema.get("properties"):
        known = {name.lower(): name for name in schema["properties"]}
        made = mapping(
            (
                known.get(str(key).lower(), str(key)),
                _worded(one, schemas.part(schema, known.get(str(key).lower(), ""))),
            )
            for key, one in out.below.items()
        )
    else:
        return out
    made.node, made.item, made.is_direct = out.node, out.item, False
    return made
