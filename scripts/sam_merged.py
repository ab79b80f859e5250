"""What CloudFormation asks of values that SAM passes on: part of `scripts/resource_schemas.py`.

`auditor/data/sam_passed_on.json` says which they are. The schema of each is that of the property it
is passed on to, put where the value stands in the properties of the type of SAM.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from auditor.data.sam_passed_on import PassedOn, passed_on

Node = Any


def merge(name: str, schema: Node, known: Mapping[str, Node]) -> None:
    """Puts what CloudFormation asks of the values of a type of SAM into its schema."""
    # parts of what SAM demands are the same objects in many types
    schema["properties"] = json.loads(json.dumps(schema["properties"]))
    into = _Merging(schema, known)
    done: set[tuple[str | None, str]] = set()
    for place in passed_on(name):
        if (place.event, place.way) in done:
            continue  # the same value twice
        done.add((place.event, place.way))
        if place.event is None:
            into.put(schema, place)
            continue
        for branch in schema["properties"]["Events"]["additionalProperties"]["allOf"]:
            if branch["if"]["properties"]["Type"]["const"] == place.event:
                into.put(branch["then"]["properties"]["Properties"], place)


class _Merging:
    def __init__(self, schema: Node, known: Mapping[str, Node]) -> None:
        self._definitions = schema.setdefault("definitions", {})
        self._known = known

    def put(self, schema: Node, place: PassedOn) -> None:
        """What is asked where a value is passed on to, at the way to it in a schema."""
        root = self._known.get(place.type)
        taken = None if root is None else schema_at(root, place.steps)
        if taken is None or taken is True:
            return
        node = schema
        for key in place.way.split(".")[:-1]:
            node = node.setdefault("properties", {}).setdefault(key, {"type": ["object"]})
            node.setdefault("additionalProperties", {})
        properties = node.setdefault("properties", {})
        key = place.way.split(".")[-1]
        properties[key] = self._joined(properties.get(key), taken, place.type)

    def _joined(self, own: Node, taken: Node, owner: str) -> Node:
        """One schema of what SAM and what CloudFormation ask: a fault of a kind is one fault.

        SAM refuses a value before CloudFormation sees it.
        """
        root = self._known[owner]
        whole = _followed(root, taken)
        if not isinstance(own, dict) or not isinstance(whole, dict):
            return self._moved(taken, root, owner)
        kinds, theirs = _kinds(own), _kinds(whole)
        both = [kind for kind in theirs if kinds is None or kind in kinds] if theirs else kinds
        rest = {key: value for key, value in own.items() if key != "type"}
        if not rest and (both == theirs or not both):
            return self._moved(taken, root, owner)
        found = self._moved(whole, root, owner)
        if both:
            found["type"] = both
        for key, value in rest.items():
            theirs = whole.get(key)
            if key == "properties" and theirs:
                for name, node in value.items():
                    found[key][name] = self._joined(node, theirs.get(name, True), owner)
            elif key == "items" and theirs:
                found[key] = self._joined(value, theirs, owner)
            elif key == "required" and theirs:
                found[key] = [*dict.fromkeys((*value, *theirs))]
            elif key != "additionalProperties" or not theirs:
                found[key] = value
        return found

    def _moved(self, node: Node, root: Node, owner: str) -> Node:
        """A schema whose references lead to definitions with the name of their type before them."""
        if isinstance(node, list):
            return [self._moved(one, root, owner) for one in node]
        if not isinstance(node, dict):
            return node
        found = {key: self._moved(one, root, owner) for key, one in node.items()}
        if isinstance(node.get("$ref"), str):
            name = node["$ref"].split("/")[-1]
            mine = f"{owner}.{name}"
            found["$ref"] = f"#/definitions/{mine}"
            if mine not in self._definitions:
                self._definitions[mine] = {}
                self._definitions[mine] = self._moved(root["definitions"][name], root, owner)
        return found


def schema_at(root: Node, steps: Iterable[str]) -> Node:
    """The schema of a property of a type, None where the type has none for it."""
    node = root
    for step in steps:
        held = _followed(root, node)
        if step == "[]":
            node = held.get("items")
        elif step == "*":
            node = held.get("additionalProperties")
        else:
            node = held.get("properties", {}).get(step)
        if not isinstance(node, dict):
            return None
    return node


def _followed(root: Node, node: Node) -> Node:
    while isinstance(node, dict) and "$ref" in node:
        node = root["definitions"][node["$ref"].split("/")[-1]]
    return node


def _kinds(node: Node) -> list[str] | None:
    given = node.get("type") if isinstance(node, dict) else None
    return [given] if isinstance(given, str) else given
