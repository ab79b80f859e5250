"""The first fault of a configuration by the published JSON Schema, in our own words.

The schema is draft 7, which editors of TOML read: https://taplo.tamasfe.dev/configuration/using-schemas.html.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from functools import cache
from typing import Any

from msgspec import Struct

from auditor.data.table import read_table
from auditor.model.selection import hint, shortened

Key = tuple[str | int, ...]
_DEEPEST = 5
"""Parts of a path that the schema speaks of."""
_KINDS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "a table",
    "string": "a string",
}


class Fault(Struct, frozen=True):
    """What is wrong at a path: with its value, or with its key."""

    at: Key
    message: str
    on_key: bool = False


def schema() -> dict[str, Any]:
    """The published schema."""
    read: dict[str, Any] = read_table("cfnaudit.schema.json")
    return read


def fault(table: Any, above: Key = ()) -> Fault | None:
    """What is wrong with a table of settings that stands below a key; None where nothing is."""
    import fastjsonschema

    try:
        _validator()(table)
    except fastjsonschema.JsonSchemaValueException as error:
        at = next((path for path, name in _named(table) if name == error.name), ())
        definition = error.definition or {}
        if error.rule == "additionalProperties":
            return _unknown_key(at, error.value, definition["properties"], above)
        return Fault(at, f"{_subject(at)} {_demand(error.value, error.rule or '', definition)}")
    return None


@cache
def _validator() -> Callable[[Any], Any]:
    """What the schema is compiled to, which takes longer than most runs do without."""
    import fastjsonschema

    validate: Callable[[Any], Any] = fastjsonschema.compile(
        schema(), use_default=False, use_formats=False
    )
    return validate


def _named(table: Any) -> Iterator[tuple[Key, str]]:
    """All paths, with what the validator calls them: names with dots cannot be taken apart."""
    waiting: list[tuple[Key, str, Any]] = [((), "data", table)]
    while waiting:
        path, name, value = waiting.pop()
        yield path, name
        if len(path) == _DEEPEST:
            continue
        if isinstance(value, dict):
            waiting += (((*path, key), f"{name}.{key}", inner) for key, inner in value.items())
        elif isinstance(value, list):
            waiting += (
                ((*path, index), f"{name}[{index}]", inner) for index, inner in enumerate(value)
            )


def _unknown_key(at: Key, table: Mapping[str, Any], known: Mapping[str, Any], above: Key) -> Fault:
    key = next(key for key in table if key not in known)
    names = set(known)
    if not at:
        inner = known["account"]["properties"]
        names |= {f"account.{name}" for name in inner}
    where = ".".join(str(part) for part in above + at)
    advice = hint(key, names)
    if not at and key == "tool":
        advice = "; in this file the keys stand at the top, without [tool.cfnaudit]"
    return Fault(
        (*at, key), f"unknown key {shortened(key)}{where and f' in [{where}]'}{advice}", True
    )


def _subject(at: Key) -> str:
    """What is at fault: the key, or an item of its list."""
    names = [str(part) for part in at if isinstance(part, str)]
    name = shortened(".".join(names)) if names else "the configuration"
    return f"an item of {name}" if at and isinstance(at[-1], int) else name


def _demand(value: Any, rule: str, definition: Mapping[str, Any]) -> str:
    """What must be, and what is."""
    if rule == "type":
        kinds = definition["type"]
        wanted = [_KINDS[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds)]
        return f"must be {' or '.join(wanted)}, not {_kind(value)}"
    if rule == "enum":
        allowed = [shortened(one) for one in definition["enum"]]
        return f"must be {', '.join(allowed[:-1])} or {allowed[-1]}, not {_shown(value)}"
    if rule == "maximum":
        return f"must be {definition['maximum']} or less, not {shortened(value)}"
    if rule == "minimum":
        return f"must be {definition['minimum']} or more, not {shortened(value)}"
    if rule == "pattern":
        return f"must be {definition['title']}, not {shortened(value)}"
    if rule == "required":
        return "must have " + " and ".join(map(shortened, definition["required"]))
    return "must not be empty"


def _shown(value: Any) -> str:
    return shortened(value) if isinstance(value, str) else _kind(value)


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return shortened(value)
    kinds = {str: "a string", list: "a list", dict: "a table", date: "a date", time: "a time"}
    return next(name for kind, name in kinds.items() if isinstance(value, kind))
