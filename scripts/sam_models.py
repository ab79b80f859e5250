"""What the SAM translator demands by its models: part of `scripts/resource_schemas.py`.

Newer classes of the translator (Apache-2.0) hold the properties against a model of pydantic before
they do anything else; that has a JSON Schema, with intrinsic functions as one more kind of value.

https://github.com/aws/serverless-application-model/tree/develop/samtranslator/internal/schema_source
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

Node = Any
_MODELS = {
    "AWS::Serverless::CapacityProvider": "capacity_provider",
    "AWS::Serverless::GraphQLApi": "graphqlapi",
    "AWS::Serverless::MicrovmImage": "microvmimage",
    "AWS::Serverless::NetworkConnector": "networkconnector",
}
"""Types whose class asks its model, each with the end of its module's name."""
_KEPT = ("const", "enum", "type")
_INTRINSIC = {"type": "object"}


def modelled(type_name: str) -> dict[str, Node]:
    """The properties of a type as its model says them; none for types without one."""
    if type_name not in _MODELS:
        return {}
    module = f"samtranslator.internal.schema_source.aws_serverless_{_MODELS[type_name]}"
    model = import_module(module).Properties.schema()
    found = _plain(model, model["definitions"]).get("properties", {})
    return {name: node for name, node in found.items() if isinstance(node, dict)}


def _plain(node: Node, definitions: Node) -> Node:
    """A schema without references, titles, and intrinsic functions, which are no values yet."""
    if "$ref" in node:
        return _plain(definitions[node["$ref"].split("/")[-1]], definitions)
    branches = node.get("anyOf") or node.get("allOf")
    if branches:
        plain = [_plain(one, definitions) for one in branches]
        others = [one for one in plain if one and one != _INTRINSIC]
        return others[0] if len(others) == 1 and {} not in plain else {}
    found = {key: node[key] for key in _KEPT if key in node}
    if "properties" in node:
        found["properties"] = {
            name: _plain(one, definitions) or True for name, one in node["properties"].items()
        }
        found["required"] = node.get("required", [])
        found["additionalProperties"] = node.get("additionalProperties", True)
    elif isinstance(node.get("additionalProperties"), dict):
        found["additionalProperties"] = _plain(node["additionalProperties"], definitions)
    if isinstance(node.get("items"), dict):
        found["items"] = _plain(node["items"], definitions)
    return {key: one for key, one in found.items() if one not in ([], {})}
