"""Calls of the languages that go through lists, and may call a function for each item."""

from __future__ import annotations

from collections.abc import Callable

from auditor.programs.reading.course import MOST_TURNS
from auditor.programs.reading.machine import Machine
from auditor.programs.reading.mappings import paired
from auditor.programs.reading.maps import KIND
from auditor.programs.reading.sequences import filtered, items_of, mapped
from auditor.programs.syntax import Call
from auditor.programs.values import Known, Mapping, Sequence, Value


def _map(machine: Machine, given: list[Value], node: Call) -> Value | None:
    source = _list_of(given[1]) if len(given) == 2 else None
    return None if source is None else mapped(machine, source, given[0], node, with_place=False)


def _filter(machine: Machine, given: list[Value], node: Call) -> Value | None:
    source = _list_of(given[1]) if len(given) == 2 else None
    return None if source is None else filtered(machine, source, given[0], node)


def _listed(machine: Machine, given: list[Value], node: Call) -> Value | None:
    """`Array.from(list, function)`, and `Array.from({ length: 3 }, function)`."""
    source = _list_of(given[0]) if given else None
    if given and isinstance(given[0], Mapping) and "length" in given[0].items:
        length = given[0].items["length"].value
        count = length.value if isinstance(length, Known) else None
        if not isinstance(count, int) or not 0 <= count <= MOST_TURNS:
            return None
        source = Sequence(items=[Known(value=None) for _ in range(count)])
    if source is None or len(given) < 2:
        return source
    return mapped(machine, source, given[1], node)


def _from_entries(_machine: Machine, given: list[Value], _node: Call) -> Value | None:
    source = _list_of(given[0]) if given else None
    return None if source is None else paired(source)


def _map_of(_machine: Machine, given: list[Value], node: Call) -> Value | None:
    made = _from_entries(_machine, given, node) if given else Mapping()
    if isinstance(made, Mapping):
        made.kind = KIND
    return made


def _set(machine: Machine, given: list[Value], _node: Call) -> Value | None:
    source = _list_of(given[0]) if given else Sequence()
    if source is None:
        return None
    made = Sequence(is_open=source.is_open)
    for item in source.items:
        is_there = machine.conditions.compared("in", item, made)
        if not isinstance(is_there, Known):
            made.is_open = True
        elif not is_there.value:
            made.items.append(item)
    return made


def _reversed(_machine: Machine, given: list[Value], _node: Call) -> Value | None:
    source = _list_of(given[0]) if given else None
    if source is None:
        return None
    return Sequence(items=source.items[::-1], is_open=source.is_open)


def _truth(machine: Machine, given: list[Value], _node: Call) -> Value | None:
    known = machine.truth(given[0]) if given else False
    return None if known is None else Known(value=known)


def _some(machine: Machine, given: list[Value], _node: Call) -> Value | None:
    truths = _truths(machine, given)
    if truths is None or (None in truths and True not in truths):
        return None
    return Known(value=True in truths)


def _every(machine: Machine, given: list[Value], _node: Call) -> Value | None:
    truths = _truths(machine, given)
    if truths is None or (None in truths and False not in truths):
        return None
    return Known(value=False not in truths)


def _truths(machine: Machine, given: list[Value]) -> list[bool | None] | None:
    items = items_of(given[0]) if given else None
    return None if items is None else [machine.truth(item) for item in items]


def _list_of(value: Value) -> Sequence | None:
    if isinstance(value, Sequence):
        return value
    items = items_of(value)
    return None if items is None else Sequence(items=items)


LISTS: dict[str, Callable[[Machine, list[Value], Call], Value | None]] = {
    "map": _map,
    "filter": _filter,
    "reversed": _reversed,
    "set": _set,
    "Set": _set,
    "Map": _map_of,
    "bool": _truth,
    "Boolean": _truth,
    "any": _some,
    "all": _every,
    "Array.from": _listed,
    "Object.fromEntries": _from_entries,
}
"""What calls give, by their paths; None where it is not known."""
