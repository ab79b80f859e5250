"""Writes `auditor/data/resource_types/`: `python scripts/resource_types.py`.

The properties and attributes of all resource types come from the CloudFormation resource schemas
that cfn-lint carries (MIT-0), those of SAM from the classes and the JSON schema of the SAM
translator (Apache-2.0); both packages must be installed. `auditor/data/resource_schema.py` says
how the files are read.

https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
https://github.com/aws/serverless-application-model
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cfnlint
from cfnlint.schema import Schema

SCHEMAS = Path(cfnlint.__file__).parent / "data" / "schemas"
TABLE = Path(__file__).parents[1] / "auditor" / "data" / "resource_types"
_SAM = "AWS::Serverless::"
_OPEN_TO_SAM = ("AWS::Serverless::GraphQLApi",)
"""SAM types whose class takes any property: the translator sets `validate_setattr = False`."""
_PASSED_ON = {"AWS::Serverless::Function": "AWS::Lambda::Function"}
"""SAM types, each with the type that gets its pass-through properties as they are written."""
_HANDED_ON = ("Environment", "Layers")
"""Properties of SAM functions that go to the function as they are, if not marked as such."""
_EVENTS = "Events.*.Properties."
_SAM_CREATE_ONLY = {
    "AWS::Serverless::Api": ("StageName",),
    "AWS::Serverless::Function": (
        *("FunctionName", "PackageType", "TenancyConfig", "DurableConfig", "Events.*.Type"),
        *(f"{_EVENTS}{key}" for key in ("Name", "EventBusName", "LogGroupName", "Topic")),
        *(f"{_EVENTS}{key}" for key in ("Broker", "Cluster", "Queue", "Stream", "Bucket")),
        *(f"{_EVENTS}{key}" for key in ("StartingPosition", "StartingPositionTimestamp")),
    ),
    "AWS::Serverless::HttpApi": ("StageName",),
    "AWS::Serverless::LayerVersion": (
        *("LayerName", "Description", "ContentUri", "CompatibleArchitectures"),
        *("CompatibleRuntimes", "LicenseInfo"),
    ),
    "AWS::Serverless::SimpleTable": ("TableName", "PrimaryKey"),
    "AWS::Serverless::StateMachine": (
        *("Name", "Type", "Events.*.Type"),
        *(f"{_EVENTS}{key}" for key in ("Name", "EventBusName")),
    ),
    "AWS::Serverless::WebSocketApi": ("StageName",),
}
"""Properties of SAM types that become create-only properties of what the translator generates:
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html"""
_SAM_IDENTIFIERS = {
    "AWS::Serverless::Function": ("FunctionName",),
    "AWS::Serverless::SimpleTable": ("TableName",),
    "AWS::Serverless::StateMachine": ("Name",),
}
_DEEPEST = 30

Node = dict[str, Any]
Entry = dict[str, Any]


class Shapes:
    """The mappings that a schema allows, each with its keys; made while they are asked for.

    A shape has the keys of a mapping with what each holds: a letter for the kind of value (`v`
    scalar, `o` mapping, `l` list, `a` not known) and the name of the shape of that mapping, or of
    the mappings in that list, where it has one. The key `*` stands for all others.
    """

    def __init__(self, schema: Node) -> None:
        self._schema = schema
        self.made: dict[str, dict[str, str]] = {}
        self.top = self._keys(schema.get("properties", {}), "", 0)

    def _keys(self, properties: Node, owner: str, depth: int) -> dict[str, str]:
        return {
            name: self._held(node, f"{owner}.{name}" if owner else name, depth)
            for name, node in sorted(properties.items())
        }

    def _held(self, node: Any, name: str, depth: int) -> str:
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
        return letter + (self._shape(nodes, name, depth + 1) or "")

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
                waiting += one.get(word, [])
            waiting += [one[word] for word in ("if", "then", "else") if word in one]
        holders = [one for one in found if "properties" in one or "patternProperties" in one]
        if len(seen) == 1 and len(holders) == 1:
            name = seen.pop().split("/")[-1].rpartition("::")[2].rpartition(".")[2]
        return found, name

    def _at(self, pointer: str) -> Any:
        node: Any = self._schema
        for step in pointer.removeprefix("#/").split("/"):
            node = node[step.replace("~1", "/").replace("~0", "~")]
        return node

    def _shape(self, nodes: list[Node], name: str, depth: int) -> str | None:
        """The name of the shape of a mapping; None where any key may stand in it."""
        if depth > _DEEPEST:
            raise ValueError(f"{self._schema['typeName']}: shapes without an end at {name}")
        if name in self.made:
            return name
        if not _is_closed(nodes):
            return None
        properties: Node = {}
        for one in nodes:
            for key, value in one.get("properties", {}).items():
                properties.setdefault(key, {"anyOf": []})["anyOf"].append(value)
        self.made[name] = {}
        self.made[name] = self._keys(properties, name, depth)
        free = [value for one in nodes for value in one.get("patternProperties", {}).values()]
        free += [_extra(one) for one in nodes if isinstance(_extra(one), dict)]
        if free:
            self.made[name]["*"] = self._held({"anyOf": free}, f"{name}.*", depth)
        says_nothing = self.made[name].keys() == {"*"} and len(self.made[name]["*"]) == 1
        return None if says_nothing else name


def _types(node: Node) -> list[str]:
    given = node.get("type", [])
    found = given if isinstance(given, list) else [given]
    return [*found, "object"] if "properties" in node or "patternProperties" in node else found


def _letter(types: set[str]) -> str:
    if types == {"array"}:
        return "l"
    if types == {"object"}:
        return "o"
    return "v" if types and types.isdisjoint({"array", "object"}) else "a"


def _extra(node: Node) -> Any:
    return node.get("additionalProperties")


def _is_closed(nodes: list[Node]) -> bool:
    """Whether a mapping may have no other keys than those that are told."""
    mappings = [
        node
        for node in nodes
        if "object" in _types(node) or "properties" in node or "patternProperties" in node
    ]
    return bool(mappings) and all(
        (_extra(node) is False and ("properties" in node or "patternProperties" in node))
        or isinstance(_extra(node), dict)
        for node in mappings
    )


def _without_spares(top: dict[str, str], made: dict[str, dict[str, str]]) -> dict[str, Any]:
    """The shapes that the top leads to; those that say nothing are left out."""
    used: dict[str, dict[str, str]] = {}
    waiting = [top]
    while waiting:
        for held in waiting.pop().values():
            name = held[1:]
            if name and name not in used:
                used[name] = made[name]
                waiting.append(made[name])
    return dict(sorted(used.items()))


def _entry(schema: Node) -> Entry:
    """What the table says about a type."""
    shapes = Shapes(schema)
    attributes = sorted(key.replace("\\..*", ".*") for key in Schema(schema).get_atts)
    entry: Entry = {"properties": shapes.top, "attributes": attributes}
    made = _without_spares(shapes.top, shapes.made)
    if made:
        entry["shapes"] = made
    identifier = [pointer.split("/")[2:] for pointer in schema.get("primaryIdentifier", [])]
    if len(identifier) == 1 and len(identifier[0]) == 1 and identifier[0][0] not in attributes:
        entry["ref"] = identifier[0][0]
    pointers = {*schema.get("createOnlyProperties", ())}
    pointers |= {*schema.get("conditionalCreateOnlyProperties", ())}
    read_only = {*schema.get("readOnlyProperties", ())}
    if pointers - read_only:
        entry["createOnly"] = sorted(map(_dotted, pointers - read_only))
    named = schema.get("primaryIdentifier", ())
    if named and read_only.isdisjoint(named):
        entry["identifier"] = sorted(map(_dotted, named))
    return entry


def _dotted(pointer: str) -> str:
    return ".".join(pointer.split("/")[2:])


def _cloudformation() -> Iterator[tuple[str, Entry]]:
    """All types of CloudFormation, with all that any Region has of them."""
    found: dict[str, set[str]] = {}
    for provider in sorted((SCHEMAS / "providers").glob("*.json")):
        for name, resource in json.loads(provider.read_text()).items():
            if not name.startswith(_SAM):
                found.setdefault(name, set()).add(resource)
    for name, resources in sorted(found.items()):
        entries = [
            _entry(json.loads((SCHEMAS / "resources" / f"{resource}.json").read_text()))
            for resource in sorted(resources)
        ]
        yield name, _united(entries)


def _united(entries: list[Entry]) -> Entry:
    """The entry with what any of several has."""
    first, *others = entries
    for other in others:
        first["properties"] = {**other["properties"], **first["properties"]}
        first["attributes"] = sorted({*first["attributes"], *other["attributes"]})
        create_only = {*first.get("createOnly", ()), *other.get("createOnly", ())}
        if create_only:
            first["createOnly"] = sorted(create_only)
        shapes = first.setdefault("shapes", {})
        for name, shape in other.get("shapes", {}).items():
            shapes[name] = {**shape, **shapes.get(name, {})}
    return first


def _sam(table: dict[str, Entry]) -> Iterator[tuple[str, Entry]]:
    """The types of SAM: only what the translator itself refuses is closed.

    It refuses properties that the class of a type, or of an event, does not list, and properties
    in `Globals` that the plugin does not list.
    """
    from samtranslator.model import PassThroughProperty, sam_resources
    from samtranslator.plugins.globals.globals import Globals

    classes = {
        getattr(value, "resource_type", None): value for value in vars(sam_resources).values()
    }
    for name in sorted(json.loads((SCHEMAS / "providers" / "sam.json").read_text())):
        if name not in classes or name in _OPEN_TO_SAM:
            continue
        given = classes[name]
        target = table.get(_PASSED_ON.get(name, ""), {"properties": {}, "shapes": {}})
        passed = {
            key: target["properties"][key]
            for key, kind in given.property_types.items()
            if isinstance(kind, PassThroughProperty) or key in _HANDED_ON
            if key in target["properties"]
        }
        properties = {key: "a" for key in given.property_types if not key.startswith("__")}
        entry: Entry = {"properties": dict(sorted({**properties, **passed}.items()))}
        entry["shapes"] = _without_spares(passed, target["shapes"])
        if name in _SAM_CREATE_ONLY:
            entry["createOnly"] = sorted(_SAM_CREATE_ONLY[name])
        if name in _SAM_IDENTIFIERS:
            entry["identifier"] = sorted(_SAM_IDENTIFIERS[name])
        events = getattr(given, "event_resolver", None)
        if events is not None:
            entry["events"] = {
                kind: sorted(event.property_types)
                for kind, event in events.resource_types.items()
                if kind is not None
            }
        if name in Globals.supported_properties:
            entry["globals"] = sorted(Globals.supported_properties[name])
        yield name, entry


def files() -> dict[str, str]:
    """The text of every file of the table, by its name."""
    table = dict(_cloudformation())
    table.update(_sam(table))
    services: dict[str, dict[str, Entry]] = {}
    for name, entry in sorted(table.items()):
        services.setdefault("-".join(name.split("::")[:2]), {})[name] = entry
    if len({name.lower() for name in services}) != len(services):
        raise ValueError("two services differ in nothing but the case of their letters")
    made = {f"{name}.json": _compact(types) for name, types in services.items()}
    made["source.json"] = _compact(
        {
            "cfn-lint": {"version": version("cfn-lint"), "licence": "MIT-0"},
            "aws-sam-translator": {
                "version": version("aws-sam-translator"),
                "licence": "Apache-2.0",
            },
            "schema_date": json.loads((SCHEMAS / "version.json").read_text())["schema_date"],
        }
    )
    return made


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True) + "\n"


def main() -> int:
    """Writes the table anew."""
    made = files()
    TABLE.mkdir(parents=True, exist_ok=True)
    for path in TABLE.glob("*.json"):
        path.unlink()
    for name, text in made.items():
        (TABLE / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
