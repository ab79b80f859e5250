"""The first fault of a configuration by the published JSON Schema, in our own words.

The schema is draft 7, which editors of TOML read: https://taplo.tamasfe.dev/configuration/using-schemas.html.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from functools import cache
from typing import Any

from msgspec import Struct

from auditor.data.table import read_table
from auditor.model.selection import hint, shortened

Key = tuple[str | int, ...]
Form = Mapping[str, Any]
"""A part of the schema."""
_DEFINITIONS = "#/definitions/"
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


@cache
def schema() -> dict[str, Any]:
    """The published schema."""
    read: dict[str, Any] = read_table("cfnaudit.schema.json")
    return read


def fault(table: Any, above: Key = ()) -> Fault | None:
    """What is wrong with a table of settings that stands below a key; None where nothing is."""
    for at, rule, value, form in _broken(table, schema(), ()):
        if rule == "additionalProperties":
            return _unknown_key(at, value, form["properties"], above)
        return Fault(at, f"{_subject(at)} {_demand(value, rule, form)}")
    return None


def _broken(value: Any, form: Form, at: Key) -> Iterator[tuple[Key, str, Any, Form]]:
    """The keywords that a value breaks: where, which, the value there and what speaks of it."""
    if "$ref" in form:
        name = form["$ref"].removeprefix(_DEFINITIONS)
        yield from _broken(value, schema()["definitions"][name], at)
        return
    for rule, holds in _RULES.items():
        if rule in form and not holds(form[rule], value):
            yield at, rule, value, form
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _broken(item, form.get("items", {}), (*at, index))
    if isinstance(value, dict):
        yield from _broken_below(value, form, at)


def _broken_below(
    table: Mapping[str, Any], form: Form, at: Key
) -> Iterator[tuple[Key, str, Any, Form]]:
    known: Form = form.get("properties", {})
    for name, inner in known.items():
        if name in table:
            yield from _broken(table[name], inner, (*at, name))
    others = [name for name in table if name not in known]
    inner = form.get("additionalProperties", {})
    if inner is False and others:
        yield at, "additionalProperties", table, form
    for name in others if inner else ():
        yield from _broken(table[name], inner, (*at, name))


def _is_one(kinds: str | list[str], value: Any) -> bool:
    """Whether a value is of one of some types: true is no number, and 2.0 is a whole one."""
    wanted = {kinds} if isinstance(kinds, str) else {*kinds}
    if isinstance(value, bool):
        return "boolean" in wanted
    if isinstance(value, float):
        return "number" in wanted or ("integer" in wanted and value.is_integer())
    return any(isinstance(value, _TYPES[kind]) for kind in wanted - {"boolean"})


def _keeps_any(forms: list[Form], value: Any) -> bool:
    return any(next(_broken(value, form, ()), None) is None for form in forms)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_TYPES = {"array": list, "integer": int, "number": int, "object": dict, "string": str}
_RULES: Mapping[str, Callable[[Any, Any], bool]] = {
    "type": _is_one,
    "enum": lambda allowed, value: any(
        value == one and isinstance(value, bool) is isinstance(one, bool) for one in allowed
    ),
    "anyOf": _keeps_any,
    "minLength": lambda least, value: not isinstance(value, str) or len(value) >= least,
    "pattern": lambda pattern, value: (
        not isinstance(value, str) or re.search(pattern.replace("$", r"\Z"), value) is not None
    ),
    "minimum": lambda least, value: not _is_number(value) or value >= least,
    "maximum": lambda most, value: not _is_number(value) or value <= most,
    "minItems": lambda least, value: not isinstance(value, list) or len(value) >= least,
    "required": lambda names, value: not isinstance(value, dict) or value.keys() >= {*names},
}
"""How a value keeps a keyword, in the order in which faults are told."""


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
