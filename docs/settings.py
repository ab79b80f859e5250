"""The keys of the configuration on its page, as the published schema has them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


def settings(section: dict[str, Any], table: str = "") -> Iterator[str]:
    """What the schema says of each key, those of tables below them."""
    for name, key in section["properties"].items():
        if "properties" in key:
            yield from settings(key, f"{name}.")
            continue
        yield f"### `{table}{name}`\n\n{key['title']}. {key['description']}\n"
        default = f"`{_toml(key['default'])}`" if "default" in key else "not set"
        yield f"- {_kind(key)}\n- default: {default}\n"
        example = f"{name} = {_toml(key['examples'][0])}"
        yield "```toml\n" + (f"[{table[:-1]}]\n" if table else "") + f"{example}\n```\n"


def _kind(key: dict[str, Any]) -> str:
    """What a value must be, in words."""
    if "enum" in key:
        return "one of " + ", ".join(f"`{_toml(value)}`" for value in key["enum"])
    if key.get("items", {}).get("type") == "object":
        return "a list of tables"
    kinds = {
        "array": "a list of strings",
        "boolean": "`true` or `false`",
        "object": "a table",
        "string": "a string",
    }
    return kinds.get(key["type"]) or f"a whole number, {key['minimum']} or more"


def _toml(value: Any) -> str:
    """A value as TOML on one line."""
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    pairs = ", ".join(f"{json.dumps(name)} = {_toml(one)}" for name, one in value.items())
    return f"{{ {pairs} }}" if pairs else "{}"
