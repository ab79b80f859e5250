"""Calls of Pulumi's own package.

https://www.pulumi.com/docs/reference/pkg/python/pulumi/ and
https://www.pulumi.com/docs/reference/pkg/nodejs/pulumi/pulumi/
"""

from __future__ import annotations

from auditor.programs.reading.machine import Machine
from auditor.programs.reading.packages.options import KIND, merged
from auditor.programs.reading.texts import formatted
from auditor.programs.syntax import Call
from auditor.programs.values import (
    NOTHING,
    Asset,
    Configuration,
    Joined,
    Json,
    Known,
    Mapping,
    Sequence,
    Setting,
    Unknown,
    Value,
)

_ASSETS = {
    "FileArchive": "folder",
    "FileAsset": "file",
    "StringAsset": "text",
    "AssetArchive": "archive",
}
_THROUGH = frozenset(
    {"from_input", "create", "output", "secret", "unsecret", "Output.create", "unwrap"}
)
_MOST_PARTS = 2_000


def of_engine(
    machine: Machine, name: str, given: list[Value], named: Mapping, node: Call
) -> Value | None:
    """What a call of the package gives; None where it is not known."""
    first = given[0] if given else None
    last = name.rpartition(".")[2]
    if last == "all":
        if len(given) == 1 and isinstance(first, Sequence | Mapping):
            return first
        if named.items and not given:
            return Mapping(node=node, items=dict(named.items), is_open=named.is_open)
        return Sequence(node=node, items=given)
    if last in ("concat", "interpolate"):
        flat: list[Value] = []
        for part in given:
            flat += part.parts if isinstance(part, Joined) else [part]
            if len(flat) > _MOST_PARTS:
                return Unknown(node=node, why="size")
        return Joined(node=node, parts=flat)
    if last in ("json_dumps", "jsonStringify") and first is not None:
        return Json(node=node, value=first)
    if last == "format":
        text = first.value if isinstance(first, Known) else None
        return formatted(text, given[1:], named) if isinstance(text, str) else Unknown(node=node)
    if last in _THROUGH or name == "output":
        return first or Unknown(node=node)
    if last == "ResourceOptions":
        return Mapping(
            node=node,
            items=dict(named.items),
            is_open=named.is_open or bool(given),
            kind=KIND,
        )
    if name in ("ResourceOptions.merge", "mergeOptions"):
        one, two = (
            given[place] if len(given) > place else _named(named, key)
            for place, key in enumerate(("opts1", "opts2"))
        )
        return merged(one, two)
    if last == "Config":
        text = first.value if isinstance(first, Known) else ""
        return Configuration(node=node, namespace=text if isinstance(text, str) else "")
    if last in _ASSETS and (first is not None or named.items):
        content = first if first is not None else next(iter(named.items.values())).value
        return Asset(node=node, kind=_ASSETS[last], content=content)
    if last == "export" and len(given) == 2 and isinstance(first, Known):
        machine.outputs[str(first.value)] = given[1]
        return NOTHING
    if last in ("get_stack", "getStack"):
        return Setting(node=node, name="pulumi:stack")
    if last in ("get_project", "getProject"):
        return Setting(node=node, name="pulumi:project")
    return None


def _named(named: Mapping, key: str) -> Value:
    item = named.items.get(key)
    if item is None:
        return Unknown(why="options") if named.is_open else NOTHING
    return item.value
