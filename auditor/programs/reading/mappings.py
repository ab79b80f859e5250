"""Dictionaries and objects: their methods, and what is put into them."""

from __future__ import annotations

from auditor.programs.reading.writes import Writes
from auditor.programs.syntax import Call
from auditor.programs.values import (
    NOTHING,
    Instance,
    Item,
    Known,
    Mapping,
    Sequence,
    Unknown,
    Value,
)

METHODS = frozenset(
    {"get", "pop", "setdefault", "items", "keys", "values", "copy", "update", "clear", "popitem"}
)
_LISTING = frozenset({"items", "keys", "values"})


def put(writes: Writes, holder: Mapping, key: str, value: Value) -> None:
    """`holder[key] = value`."""
    if writes.is_in_branch:
        holder.is_open = True
        if key in holder.items:
            holder.items[key] = Item(Unknown(why="branch"))
        return
    holder.items[key] = Item(value)


def spread(made: Mapping, value: Value) -> None:
    """`**value` into a mapping that is being made."""
    if isinstance(value, Mapping):
        made.items.update(value.items)
        made.is_open = made.is_open or value.is_open
    elif isinstance(value, Instance):
        made.items.update({key: Item(one) for key, one in value.attributes.items()})
        made.is_open = made.is_open or value.is_open
    elif not (isinstance(value, Known) and not value.value):
        made.is_open = True


def method_of_mapping(
    writes: Writes, value: Mapping, name: str, given: list[Value], node: Call | None
) -> Value:
    """What a method of a mapping gives."""
    key = given[0].value if given and isinstance(given[0], Known) else None
    if name in ("get", "pop", "setdefault") and isinstance(key, str):
        if key in value.items:
            return value.items[key].value
        if value.is_open:
            return Unknown(node=node, why="key")
        return given[1] if len(given) > 1 else Known(node=node, value=None)
    if name in _LISTING:
        pairs = [(Known(value=key), item.value) for key, item in value.items.items()]
        if name == "items":
            listed: list[Value] = [Sequence(items=list(pair)) for pair in pairs]
        else:
            listed = [pair[name == "values"] for pair in pairs]
        return Sequence(node=node, items=listed, is_open=value.is_open)
    if name == "copy":
        return Mapping(node=node, items=dict(value.items), is_open=value.is_open)
    if name == "update":
        if writes.is_in_branch:
            value.is_open = True
        elif given:
            spread(value, given[0])
        return NOTHING
    value.is_open = value.is_open or name in ("clear", "popitem")
    return Unknown(node=node, why="method")
