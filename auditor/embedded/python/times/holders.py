"""Lists and dicts that code makes of times, and what it takes out of them again."""

from __future__ import annotations

import ast

from auditor.embedded.python.times.kinds import (
    DATA,
    NOTHING,
    UNKNOWN,
    Kind,
    Value,
    holder,
    join,
)

ANY = -1
"""The key of what stands in a list or dict at a place that is not known."""
_SAME_ITEMS = frozenset({"list", "reversed", "set", "sorted", "tuple"})


def display(node: ast.List | ast.Tuple | ast.Set | ast.Dict, given: dict[ast.expr, Value]) -> Value:
    """The value of a list or dict that is written out, its parts being known."""
    if isinstance(node, ast.Dict):
        parts: dict[object, Value] = {}
        for key, item in zip(node.keys, node.values, strict=True):
            name = key.value if isinstance(key, ast.Constant) else ANY
            value = UNKNOWN if key is None else given.get(item, UNKNOWN)
            parts[name] = join(parts.get(name, NOTHING), value)
        return holder(Kind.DICT, parts)
    if any(isinstance(item, ast.Starred) for item in node.elts):
        return UNKNOWN
    return holder(Kind.LIST, {i: given.get(e, UNKNOWN) for i, e in enumerate(node.elts)})


def every(value: Value) -> Value:
    """What is known of all parts together."""
    found = NOTHING
    for _, part in value.parts:
        found = join(found, part)
    return found


def part(value: Value, key: object) -> Value:
    """What a list or dict has for a key; None stands for one that is not known."""
    if key is None:
        return every(value)
    parts = dict(value.parts)
    found = join(parts.get(key, NOTHING), parts.get(ANY, NOTHING))
    if found == NOTHING:
        return DATA if value.kind is Kind.DICT else UNKNOWN
    return found


def changed(value: Value, key: object, added: Value) -> Value:
    """A list or dict into which a value has been put."""
    parts = dict(value.parts)
    name = ANY if key is None else key
    parts[name] = join(parts.get(name, NOTHING), added)
    return holder(value.kind, parts)


def element(value: Value) -> Value:
    """What is known of the items that a loop over a value meets."""
    if value.kind is Kind.LIST:
        return every(value)
    return value if value in (DATA, NOTHING) or value.kind is Kind.SDK else UNKNOWN


def method_of_holder(owner: Value, call: ast.Call, name: str, key: object) -> Value:
    """What a method of a list or dict gives; `key` is the constant that it is called with."""
    if name == "values":
        return holder(Kind.LIST, {ANY: every(owner)})
    if name == "items":
        return holder(Kind.LIST, {ANY: holder(Kind.LIST, {0: UNKNOWN, 1: every(owner)})})
    if name in ("get", "pop") and call.args and owner.kind is Kind.DICT:
        return part(owner, key)
    return owner if name == "copy" else UNKNOWN


def of_builtin(name: str, values: list[Value]) -> Value:
    """What a builtin function gives."""
    if name in _SAME_ITEMS and len(values) == 1 and values[0].kind is Kind.LIST:
        return holder(Kind.LIST, {ANY: every(values[0])})
    return values[0] if name == "str" and len(values) == 1 else UNKNOWN
