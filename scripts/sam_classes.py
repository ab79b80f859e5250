"""What the SAM translator itself demands: part of `scripts/resource_schemas.py`.

The classes of the translator (Apache-2.0) say of each property whether it must be there and which
kinds of values it may have; a template that does not meet that is refused before CloudFormation
sees it. The kinds are found by asking: a class has a function for each property, not a schema.

https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/sam_resources.py
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sam_demands import EVENTS, INSIDE
from sam_models import modelled
from samtranslator.model import sam_resources

Node = dict[str, Any]
_SAM = "AWS::Serverless::"
_SAMPLES: tuple[tuple[str, Any], ...] = (
    ("string", "a"),
    ("integer", 1),
    ("number", 1.5),
    ("boolean", True),
    ("object", {}),
    ("object", {"a": {"b": "c"}}),
    ("array", []),
    ("array", ["a"]),
    ("array", [{"a": "b"}]),
)
_KINDS = dict.fromkeys(kind for kind, _ in _SAMPLES)
_FILLED_IN = ("RestApiId",)
"""Properties of events that the translator sets where they are missing."""


def demands() -> Iterator[tuple[str, Node]]:
    """The types of SAM, each with the schema of its properties as far as its class says it."""
    for given in vars(sam_resources).values():
        name = getattr(given, "resource_type", None)
        if isinstance(name, str) and name.startswith(_SAM) and given.property_types:
            yield name, _of_class(name, given)


def _of_class(name: str, given: Any) -> Node:
    schema = _properties(given.property_types)
    schema["properties"].update(modelled(name))
    for key, inside in INSIDE.get(name, {}).items():
        schema["properties"].setdefault(key, {}).update(inside)
    events = getattr(given, "event_resolver", None)
    if events is not None:
        schema["properties"]["Events"] = _events(events.resource_types)
    return schema


def _properties(types: dict[str, Any], optional: Any = ()) -> Node:
    """What is required, and the kinds of values; `optional` may come from elsewhere."""
    required = [key for key, one in types.items() if one.required and key not in optional]
    kinds = {key: _kinds(one) for key, one in types.items() if not key.startswith("__")}
    return {
        **({"required": required} if required else {}),
        "properties": {key: {"type": found} for key, found in kinds.items() if found},
    }


def _kinds(given: Any) -> list[str] | None:
    """The kinds of values that a property may have; None where that is any, or a few values."""
    found = {kind for kind, sample in _SAMPLES if given.validate(sample, should_raise=False)}
    return [kind for kind in _KINDS if kind in found] if 0 < len(found) < len(_KINDS) else None


def _events(types: dict[str | None, Any]) -> Node:
    classes = {kind: given for kind, given in types.items() if kind is not None}
    branches = []
    for kind, given in classes.items():
        inner = _properties(given.property_types, optional=_FILLED_IN)
        needs, inside = EVENTS.get(kind, ((), {}))
        if needs:
            inner["required"] = [*inner.get("required", ()), *needs]
        for key, node in inside.items():
            inner["properties"][key] = {**inner["properties"].get(key, {}), **node}
        needed = {"required": ["Properties"]} if "required" in inner else {}
        branches.append(
            {
                "if": {"properties": {"Type": {"const": kind}}, "required": ["Type"]},
                "then": {**needed, "properties": {"Properties": inner}},
            }
        )
    event = {
        "type": ["object"],
        "required": ["Type"],
        "properties": {"Type": {"enum": sorted(classes)}},
        "allOf": branches,
    }
    return {"type": ["object"], "additionalProperties": event}
