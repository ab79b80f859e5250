"""Dictionaries and objects: their methods, and what is put into them."""

from __future__ import annotations

from auditor.programs.reading.cases import either
from auditor.programs.reading.machine import Machine
from auditor.programs.reading.settled import settled
from auditor.programs.reading.writes import Writes
from auditor.programs.syntax import Call, Node
from auditor.programs.values import (
    NOTHING,
    Cases,
    Instance,
    Item,
    Known,
    Mapping,
    Member,
    Sequence,
    Setting,
    Test,
    Unknown,
    Value,
)

METHODS = frozenset(
    {"get", "pop", "setdefault", "items", "keys", "values", "copy", "update", "clear", "popitem"}
)
_LISTING = frozenset({"items", "keys", "values"})
_MOST_CASES = 6


def put(
    writes: Writes, holder: Mapping, key: str, value: Value, written: Value | None = None
) -> None:
    """`holder[key] = value`; `written` is the key as it is written."""
    if writes.is_in_branch:
        holder.is_open = True
        if key in holder.items:
            holder.items[key] = Item(Unknown(why="branch"))
        return
    is_text = written is None or (isinstance(written, Known) and isinstance(written.value, str))
    holder.items[key] = Item(value, key=None if is_text else written)


def changed(writes: Writes, holder: Mapping, key: Value, default: Value | None) -> None:
    """What `pop` and `setdefault` do to a mapping."""
    name = key_of(key)
    if name is None or (writes.is_in_branch and (default is None or name not in holder.items)):
        holder.is_open = True
        if name in holder.items:
            holder.items[name] = Item(Unknown(why="branch"))
    elif default is None:
        holder.items.pop(name, None)
    elif name not in holder.items:
        holder.items[name] = Item(default)


def spread(made: Mapping, value: Value) -> None:
    """`**value` into a mapping that is being made."""
    if isinstance(value, Cases):
        _spread_cases(made, value)
    elif isinstance(value, Mapping):
        made.items.update(value.items)
        made.is_open = made.is_open or value.is_open
    elif isinstance(value, Instance):
        made.items.update({key: Item(one) for key, one in value.attributes.items()})
        made.is_open = made.is_open or value.is_open
    elif not _is_empty(value):
        made.is_open = True


def _is_empty(value: Value) -> bool:
    """Whether a value that is no mapping adds nothing where it is spread: `false`, `[]`."""
    if isinstance(value, Sequence):
        return not value.items and not value.is_open
    return isinstance(value, Known) and not value.value


def key_of(value: Value) -> str | None:
    """The key that a value is in a mapping; None where nobody knows."""
    inner = settled(value)
    if isinstance(inner, Member):
        name = inner.attributes["name"]
        return f"{inner.cls.definition.name}.{name.value}" if isinstance(name, Known) else None
    if isinstance(inner, Known) and isinstance(inner.value, str | int):
        return str(inner.value)
    return None


def is_configured(value: Value) -> bool:
    """Whether a value is one of the configuration, or the member of an enumeration by one."""
    inner = value.attributes["value"] if isinstance(value, Member) else value
    return isinstance(inner, Setting)


def chosen(
    machine: Machine, value: Mapping, key: Value, default: Value | None, node: Node | None
) -> Value:
    """What a mapping has under a key: a case for each where the configuration says the key."""
    name = key_of(key)
    if name is not None:
        item = value.items.get(name)
        if item is not None:
            return item.value
        is_absent = default is not None and not value.is_open
        return default if default and is_absent else Unknown(node=node, why="key")
    if isinstance(key, Cases):
        machine.course.step()
        then = chosen(machine, value, key.then, default, node)
        other = chosen(machine, value, key.other, default, node)
        return either(key.condition, then, other, node)
    is_python = node is None or node.file.language == "python"
    made: Value = default or (NOTHING if not is_python else Unknown(node=node, why="key"))
    if value.is_open:
        made = Unknown(node=node, why="key")
    if len(value.items) > _MOST_CASES or not is_configured(key):
        return Unknown(node=node, why="key")
    for text, item in reversed(value.items.items()):
        test = machine.conditions.compared("==", key, item.key or Known(value=text))
        if not isinstance(test, Test):
            return Unknown(node=node, why="key")
        then, other = (item.value, made) if test.holds else (made, item.value)
        made = either(test.condition, then, other, node)
    return made


def paired(pairs: Sequence) -> Mapping:
    """The mapping that a list of pairs makes."""
    made = Mapping(is_open=pairs.is_open)
    for pair in pairs.items:
        items = pair.items if isinstance(pair, Sequence) and not pair.is_open else []
        name = key_of(items[0]) if len(items) == 2 else None
        if name is None:
            made.is_open = True
        else:
            made.items[name] = Item(items[1], key=items[0])
    return made


def overlay(made: Mapping, value: Value) -> None:
    """`...value` behind other entries: what is not known of it may take their places."""
    inner = Mapping()
    spread(inner, value)
    if inner.is_open:
        for key, item in made.items.items():
            made.items[key] = Item(Unknown(why="spread"), item.entry, item.file, item.key)
    spread(made, value)


def _spread_cases(made: Mapping, value: Cases) -> None:
    """`...(test ? one : other)`: each entry of either is one case, or else what was there."""
    sides: list[dict[str, Item]] = []
    for one in (value.then, value.other):
        side = Mapping(items=dict(made.items))
        spread(side, one)
        made.is_open |= side.is_open
        sides.append(side.items)
    for key in {**sides[0], **sides[1]}:
        then, other = (side.get(key) for side in sides)
        if then is None or other is None or then.value is not other.value:
            made.items[key] = Item(
                either(
                    value.condition,
                    NOTHING if then is None else then.value,
                    NOTHING if other is None else other.value,
                ),
                key=(then or other or Item(NOTHING)).key,
            )


def method_of_mapping(
    machine: Machine, value: Mapping, name: str, given: list[Value], node: Call | None
) -> Value:
    """What a method of a mapping gives."""
    writes = machine.writes
    if name in ("get", "pop", "setdefault") and given:
        default = given[1] if len(given) > 1 else Known(node=node, value=None)
        found = chosen(machine, value, given[0], default, node)
        if name != "get":
            changed(writes, value, given[0], default if name == "setdefault" else None)
        return found
    if name in _LISTING:
        pairs = [(item.key or Known(value=key), item.value) for key, item in value.items.items()]
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
