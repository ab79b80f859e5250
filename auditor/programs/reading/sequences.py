"""Lists: their items, and their methods."""

from __future__ import annotations

from auditor.programs.reading.course import MOST_ITEMS
from auditor.programs.reading.enumerations import members
from auditor.programs.reading.joining import between, joined
from auditor.programs.reading.machine import Machine
from auditor.programs.reading.textual import Way
from auditor.programs.syntax import Call, File
from auditor.programs.values import (
    NOTHING,
    ClassOf,
    Known,
    Mapping,
    Scope,
    Sequence,
    Unknown,
    Value,
)

_CHANGING = frozenset(
    {"pop", "shift", "splice", "sort", "reverse", "remove", "delete", "discard", "update", "clear",
     "fill", "copyWithin"}
)  # fmt: skip
_ADDING = frozenset({"append", "push", "insert", "unshift", "extend", "add"})


def items_of(value: Value) -> list[Value] | None:
    """The items that a loop over a value comes to; None where nobody knows."""
    if isinstance(value, Sequence) and not value.is_open:
        return list(value.items)
    if isinstance(value, Mapping) and value.kind == "Map" and not value.is_open:
        pairs = [(item.key or Known(value=key), item.value) for key, item in value.items.items()]
        return [Sequence(items=list(pair)) for pair in pairs]
    if isinstance(value, Mapping) and not value.is_open:
        return [item.key or Known(value=key) for key, item in value.items.items()]
    if isinstance(value, ClassOf) and value.enumeration is not None:
        return list(members(value))
    return None


def mapped(
    machine: Machine,
    value: Sequence,
    function: Value,
    node: Call | None,
    *,
    with_place: bool = True,
) -> Sequence:
    """What a function gives for each item, which scripts call with the item's number too."""
    results = []
    for at, item in enumerate(value.items):
        given: list[Value] = [item, Known(value=at)] if with_place else [item]
        results.append(machine.call(function, given, Mapping(), node, _scope(node)))
    return Sequence(node=node, items=results, is_open=value.is_open)


def filtered(machine: Machine, value: Sequence, function: Value, node: Call | None) -> Sequence:
    """The items of which a function says that they stay."""
    made = Sequence(node=node, is_open=value.is_open)
    is_by_truth = isinstance(function, Known) and function.value is None
    for item in value.items:
        given = item
        if not is_by_truth:
            given = machine.call(function, [item], Mapping(), node, _scope(node))
        stays = machine.truth(given)
        if stays is None:
            made.is_open = True
        if stays is not False:
            made.items.append(item)
    return made


def method_of_sequence(
    machine: Machine,
    value: Sequence,
    name: str,
    given: list[Value],
    node: Call | None,
    scope: Scope,
) -> Value:
    """What a method of a list gives."""
    if name in _ADDING:
        _add(machine, value, name, given)
        return NOTHING
    if name in _CHANGING:
        value.is_open = True
        return Unknown(node=node, why="method")
    if name == "concat":
        made = Sequence(node=node, items=list(value.items), is_open=value.is_open)
        for one in given:
            _extend(made, one)
        return made
    if name in ("map", "forEach") and given:
        return mapped(machine, value, given[0], node)
    if name == "flatMap" and given:
        return _flat(mapped(machine, value, given[0], node))
    if name == "flat":
        return _flat(value)
    if name == "filter" and given:
        return filtered(machine, value, given[0], node)
    if name == "slice":
        return _part(value, given, node)
    if name in ("includes", "has") and given:
        found = machine.conditions.compared("in", given[0], value)
        return Unknown(node=node, why="method") if found is None else found
    if name == "join" and given and isinstance(given[0], Known) and not value.is_open:
        return joined(machine, between(given[0], value.items), node, Way.JOIN)
    for one in given:
        machine.call(Unknown(), [one], Mapping(), node, scope)
    return Unknown(node=node, why="method")


def _add(machine: Machine, value: Sequence, name: str, given: list[Value]) -> None:
    value.is_open |= machine.writes.is_in_branch
    if name == "extend":
        _extend(value, given[0] if given else NOTHING)
    elif name in ("append", "push"):
        value.items += given
    elif name == "add":  # of a set
        known = machine.conditions.compared("in", given[0], value) if given else None
        if not isinstance(known, Known):
            value.is_open = True
        elif not known.value:
            value.items.append(given[0])
    elif name == "unshift":
        value.items[:0] = given
    else:
        place = given[0].value if len(given) == 2 and isinstance(given[0], Known) else None
        if isinstance(place, int):
            value.items.insert(place, given[1])
        else:
            value.is_open = True


def _extend(value: Sequence, other: Value) -> None:
    inner = items_of(other)
    if inner is None or len(value.items) + len(inner) > MOST_ITEMS:
        value.is_open = True
    else:
        value.items += inner


def _flat(value: Sequence) -> Sequence:
    made = Sequence(node=value.node, is_open=value.is_open)
    for item in value.items:
        if isinstance(item, Sequence):
            _extend(made, item)
        elif isinstance(item, Unknown):
            made.is_open = True
        else:
            made.items.append(item)
    return made


def _part(value: Sequence, given: list[Value], node: Call | None) -> Value:
    places: list[int | None] = []
    for one in given:
        place = one.value if isinstance(one, Known) else "unknown"
        if not (place is None or isinstance(place, int)):
            return Unknown(node=node, why="method")
        places.append(place)
    if value.is_open:
        return Unknown(node=node, why="method")
    start, end = (*places, None, None)[:2]
    return Sequence(node=node, items=value.items[start:end])


def _scope(node: Call | None) -> Scope:
    return Scope(File("", "", "javascript") if node is None else node.file)
