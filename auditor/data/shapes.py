"""Which keys the mappings of a resource may have, read from its schema as far as it is asked for.

A schema says more than that: what values may be. For a key that no mapping has it is enough to know
the keys, and of what kind each value is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Node = Mapping[str, Any]
Shape = Mapping[str, str]
"""The keys that a mapping may have, each with what it holds.

That is a letter (`v` a scalar, `o` a mapping, `l` a list, `a` not known) and, where the keys of
that mapping, or of the mappings in that list, are known, the name of their shape. A key `*` stands
for all keys that are not there.
"""


class Shapes:
    """The shapes of a type, by their names; each is made when it is first asked for."""

    def __init__(self, schema: Node) -> None:
        self._schema = schema
        self._nodes: dict[str, list[Node]] = {}
        self._made: dict[str, Shape] = {}
        self._names: dict[str, str | None] = {}
        self.top: Shape = self._keys(schema.get("properties", {}), "")

    def __getitem__(self, name: str) -> Shape:
        if name not in self._made:
            self._made[name] = self._shape(name)
        return self._made[name]

    def of(self, properties: Mapping[str, Any], name: str) -> Shape:
        """The shape of a mapping with some properties, at a place of that name in the schema."""
        return self._keys(properties, name)

    def _shape(self, name: str) -> Shape:
        nodes = self._nodes[name]
        properties: dict[str, dict[str, list[Any]]] = {}
        for one in nodes:
            for key, value in one.get("properties", {}).items():
                properties.setdefault(key, {"anyOf": []})["anyOf"].append(value)
        shape = self._keys(properties, name)
        free = [one["additionalProperties"] for one in nodes if isinstance(_extra(one), dict)]
        return {**shape, "*": self._held({"anyOf": free}, f"{name}.*")} if free else shape

    def _keys(self, properties: Mapping[str, Any], owner: str) -> dict[str, str]:
        return {
            name: self._held(node, f"{owner}.{name}") for name, node in sorted(properties.items())
        }

    def _held(self, node: Any, name: str) -> str:
        """What a value of a schema is, as a letter and the name of a shape."""
        nodes, name = self._collected(node, name)
        types = {kind for one in nodes for kind in _types(one)}
        letter = _letter(types)
        if letter in "la":
            items = [one["items"] for one in nodes if isinstance(one.get("items"), dict)]
            if items:
                nodes, name = self._collected({"anyOf": items}, name)
                types = {kind for one in nodes for kind in _types(one)}
        if letter == "v" or "object" not in types:
            return letter
        return letter + (self._name(nodes, name) or "")

    def _name(self, nodes: list[Node], name: str) -> str | None:
        """The name of the shape of a mapping; None where any key may stand in it."""
        if name not in self._names:
            # until it is known: a mapping may hold mappings like itself
            self._names[name] = name
            self._nodes[name] = nodes
            if not _is_closed(nodes) or self._says_nothing(name):
                self._names[name] = None
        return self._names[name]

    def _says_nothing(self, name: str) -> bool:
        if any(one.get("properties") for one in self._nodes[name]):
            return False
        shape = self[name]
        return shape.keys() == {"*"} and len(shape["*"]) == 1

    def _collected(self, node: Any, name: str) -> tuple[list[Node], str]:
        """A schema with all that it refers to and all its branches, and the name it goes by."""
        found: list[Node] = []
        seen: set[str] = set()
        waiting = [node]
        while waiting:
            one = waiting.pop()
            if not isinstance(one, dict):
                continue
            pointer = one.get("$ref")
            if pointer is not None:
                if pointer in seen:
                    continue
                seen.add(pointer)
                waiting.append(self._at(pointer))
            found.append(one)
            for word in ("allOf", "anyOf", "oneOf"):
                waiting += one.get(word, ())
            waiting += [one[word] for word in ("if", "then", "else") if word in one]
        holders = sum("properties" in one or isinstance(_extra(one), dict) for one in found)
        return found, seen.pop() if len(seen) == 1 and holders == 1 else name

    def _at(self, pointer: str) -> Any:
        node: Any = self._schema
        for step in pointer.removeprefix("#/").split("/"):
            node = node[step.replace("~1", "/").replace("~0", "~")]
        return node


def _extra(node: Node) -> Any:
    return node.get("additionalProperties")


def _types(node: Node) -> list[str]:
    given = node.get("type", [])
    found = given if isinstance(given, list) else [given]
    is_mapping = "properties" in node or isinstance(_extra(node), dict)
    return [*found, "object"] if is_mapping else found


def _letter(types: set[str]) -> str:
    if types == {"array"}:
        return "l"
    if types == {"object"}:
        return "o"
    return "v" if types and types.isdisjoint({"array", "object"}) else "a"


def _is_closed(nodes: list[Node]) -> bool:
    """Whether a mapping may have no other keys than those that are told."""
    mappings = [node for node in nodes if "object" in _types(node)]
    return bool(mappings) and all(
        (_extra(node) is False and "properties" in node) or isinstance(_extra(node), dict)
        for node in mappings
    )
