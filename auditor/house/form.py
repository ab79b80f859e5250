"""What is wrong with the form of a file of house rules, by the published schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from auditor.data.table import read_table
from auditor.model.path import Path, dotted
from auditor.model.selection import hint, shortened
from auditor.model.tree import Missing, Tree
from auditor.schemas.evaluate import Evaluation
from auditor.schemas.pattern import compiled
from auditor.schemas.pattern_syntax import BadPattern
from auditor.schemas.pointer import pointed
from auditor.schemas.value import plain
from auditor.schemas.verdict import Fault

_KINDS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "a mapping",
    "string": "a string",
}
_UNTAKEN = {
    "$anchor": "use '$ref' with a path such as '#/$defs/name'",
    "$dynamicAnchor": "use '$ref' with a path such as '#/$defs/name'",
    "$dynamicRef": "use '$ref' with a path such as '#/$defs/name'",
    "$id": "a schema is in this file alone",
    "definitions": "it is called '$defs' since draft 2019-09",
    "dependencies": "it is called 'dependentRequired' or 'dependentSchemas' since draft 2019-09",
    "format": "it would check nothing; use 'pattern'",
    "unevaluatedItems": "use 'items'",
    "unevaluatedProperties": "use 'additionalProperties'",
}
"""Keywords of JSON Schema that are not taken, with what to do."""
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("$defs", "dependentSchemas", "patternProperties", "properties")
_ONE = ("additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then")


class Wrong(Struct, frozen=True):
    """What is wrong at a path: with its value, or with its key."""

    at: Path
    message: str
    on_key: bool = False


def schema() -> dict[str, Any]:
    """The published schema."""
    read: dict[str, Any] = read_table("house-rules.schema.json")
    return read


def wrongs(tree: Tree) -> Iterator[Wrong]:
    """All that is wrong with the form of a file."""
    for fault in Evaluation(schema()).judge(plain(tree)).faults:
        yield Wrong(fault.path, _told(fault), on_key=fault.key is not None)


def wrongs_in_schema(root: Tree, above: Path) -> Iterator[Wrong]:
    """What is wrong with patterns and references of a schema that has the right form."""
    known = dict(_schemas(root, above))
    places = {id(one) for one in known.values() if isinstance(one, dict)}
    for path, one in known.items():
        if isinstance(one, dict):
            yield from _wrong_patterns(one, path)
            yield from _wrong_reference(root, one, path, places)


def _schemas(root: Tree, above: Path) -> Iterator[tuple[Path, Tree]]:
    waiting: list[tuple[Path, Tree]] = [(above, root)]
    while waiting:
        path, one = waiting.pop()
        yield path, one
        if not isinstance(one, dict):
            continue
        waiting += (((*path, key), one[key]) for key in _ONE if key in one)
        for key in _LISTS:
            waiting += (((*path, key, index), it) for index, it in enumerate(one.get(key, ())))
        for key in _NAMED:
            waiting += (((*path, key, name), it) for name, it in one.get(key, {}).items())


def _wrong_patterns(one: Mapping[str, Any], path: Path) -> Iterator[Wrong]:
    found = [((*path, "pattern"), one["pattern"], False)] if "pattern" in one else []
    named = one.get("patternProperties", ())
    found += [((*path, "patternProperties", pattern), pattern, True) for pattern in named]
    for at, pattern, on_key in found:
        try:
            compiled(pattern)
        except BadPattern as error:
            yield Wrong(at, f"the pattern {shortened(pattern)} {error}", on_key)


def _wrong_reference(
    root: Tree, one: Mapping[str, Any], path: Path, places: set[int]
) -> Iterator[Wrong]:
    if "$ref" not in one:
        return
    at = (*path, "$ref")
    try:
        target = pointed(root, one["$ref"])
    except Missing:
        yield Wrong(at, f"{shortened(one['$ref'])} leads to nothing in this schema")
        return
    if not isinstance(target, bool) and id(target) not in places:
        yield Wrong(at, f"{shortened(one['$ref'])} leads to what is not a schema")


def _told(fault: Fault) -> str:
    demand = fault.schema if isinstance(fault.schema, dict) else {}
    content = fault.value.content
    subject = shortened(dotted(fault.value.path)) if fault.value.path else "the file"
    if fault.keyword == "additionalProperties":
        return _unknown_key(fault.key or "", demand["properties"], fault.value.path)
    if fault.keyword == "propertyNames":
        return f"{shortened(fault.key or '')} must be {schema()['$defs']['property']['title']}"
    if fault.keyword == "required":
        held = fault.value.mapping or {}
        names = [f"'{name}'" for name in demand["required"] if name not in held]
        return f"{subject} needs {' and '.join(names)}"
    if fault.keyword == "anyOf":
        return f"{subject} needs 'set' or 'remove'"
    if "title" in demand and fault.keyword != "type":
        return f"{subject} must be {demand['title']}, not {_shown(content)}"
    return f"{subject} {_demand(fault.keyword, demand, content)}"


def _unknown_key(key: str, known: Mapping[str, Any], at: Path) -> str:
    where = f" in {shortened(dotted(at))}" if at else ""
    if "additionalProperties" in known and key in _UNTAKEN:
        return f"the keyword '{key}'{where} is not taken: {_UNTAKEN[key]}"
    return f"unknown key {shortened(key)}{where}{hint(key, known)}"


def _demand(keyword: str, demand: Mapping[str, Any], content: Any) -> str:
    """What must be, and what is."""
    if keyword == "type":
        names = demand["type"] if isinstance(demand["type"], list) else [demand["type"]]
        kinds = " or ".join(_KINDS[name] for name in names)
        return f"must be {kinds}, not {_shown(content)}"
    if keyword in ("enum", "const"):
        allowed = [shortened(one) for one in demand.get("enum", [demand.get("const")])]
        known = f"{', '.join(allowed[:-1])} or {allowed[-1]}" if allowed[1:] else allowed[0]
        return f"must be {known}, not {_shown(content)}"
    if keyword in ("minimum", "exclusiveMinimum"):
        more = " or more" if keyword == "minimum" else " at the least, and more than that"
        return f"must be {demand[keyword]}{more}, not {_shown(content)}"
    if keyword == "maxLength":
        return f"must have {demand[keyword]} characters or less"
    return "names something twice" if keyword == "uniqueItems" else "must not be empty"


def _shown(content: Any) -> str:
    if isinstance(content, str):
        return shortened(content)
    if isinstance(content, bool):
        return str(content).lower()
    if content is None:
        return "empty"
    if isinstance(content, int | float):
        return shortened(content)
    return "a mapping" if isinstance(content, Mapping) else "a list"
