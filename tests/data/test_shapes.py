"""Where the shapes of a type know all keys, its schema refuses every other one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.data.resource_schemas import schema_of, type_names
from auditor.data.shapes import Shapes
from auditor.schemas.pointer import pointed

_MADE_BY_OTHERS = ("AWS::Serverless::", "AWS::CloudFormation::CustomResource")
_OPEN = {("AWS::DynamoDB::Table", "a#/definitions/KeySchema")}
"""Takes any mapping in the place of its list."""
_LEAST = 10_000


class _Noted(Shapes):
    """Shapes with the schemas that they were made of."""

    def __init__(self, schema: Any) -> None:
        self.noted: list[tuple[Any, str]] = []
        super().__init__(schema)

    def _held(self, node: Any, name: str) -> str:
        held = super()._held(node, name)
        self.noted.append((node, held))
        return held

    def closed(self) -> Iterator[tuple[list[Any], str]]:
        """The schemas of values whose keys are all known, each with what it holds."""
        waiting, seen = [self.top], set()
        while waiting:
            for held in waiting.pop().values():
                if len(held) > 1 and held not in seen:
                    seen.add(held)
                    waiting.append(self[held[1:]])
        for node, held in self.noted:
            if len(held) > 1 and "*" not in self[held[1:]]:
                nodes, _ = self._collected(node, "")
                items = [one["items"] for one in nodes if isinstance(one.get("items"), dict)]
                yield items if held[0] in "la" else [], held
                if held[0] in "oa":
                    yield [node], held


def _takes(root: Any, node: Any, followed: tuple[str, ...] = ()) -> bool:
    """Whether a schema may take a mapping with a key that it does not name."""
    if not isinstance(node, dict):
        return node is not False
    kinds = node.get("type", "object")
    if kinds != "object" and "object" not in kinds:
        return False
    if node.get("additionalProperties") is False and "patternProperties" not in node:
        return False
    pointer = str(node.get("$ref", ""))
    is_new = pointer != "" and pointer not in followed
    if is_new and not _takes(root, pointed(root, pointer), (*followed, pointer)):
        return False
    choices = [node[word] for word in ("anyOf", "oneOf") if word in node]
    return all(_takes(root, one, followed) for one in node.get("allOf", ())) and all(
        any(_takes(root, one, followed) for one in among) for among in choices
    )


def test_a_schema_refuses_each_key_that_a_closed_shape_lacks() -> None:
    count = 0
    for name in type_names():
        if name.startswith(_MADE_BY_OTHERS):
            continue
        schema = schema_of(name)
        assert not _takes(schema, schema), name
        for nodes, held in _Noted(schema).closed():
            count += 1
            is_open = any(_takes(schema, node) for node in nodes)
            assert not is_open or (name, held) in _OPEN, (name, held)
    assert count > _LEAST
