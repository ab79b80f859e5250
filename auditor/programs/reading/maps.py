"""`Map` of scripts, whose keys may be anything, and which is gone through entry by entry."""

from __future__ import annotations

from auditor.programs.reading.machine import Machine
from auditor.programs.reading.mappings import changed, chosen, key_of, put
from auditor.programs.syntax import Call
from auditor.programs.values import (
    NOTHING,
    Closure,
    Known,
    Mapping,
    Scope,
    Sequence,
    Unknown,
    Value,
)

KIND = "Map"
METHODS = frozenset(
    {"get", "set", "has", "delete", "clear", "keys", "values", "entries", "forEach"}
)


def method_of_map(
    machine: Machine, value: Mapping, name: str, given: list[Value], node: Call | None, scope: Scope
) -> Value:
    """What a method gives; it changes the map as far as the keys are known."""
    pairs = [(item.key or Known(value=key), item.value) for key, item in value.items.items()]
    if name == "forEach" and given and isinstance(given[0], Closure):
        for key, one in pairs:
            machine.call(given[0], [one, key], Mapping(), node, scope)
        return NOTHING
    if name in ("keys", "values", "entries"):
        listed: list[Value] = [
            Sequence(items=list(pair)) if name == "entries" else pair[name == "values"]
            for pair in pairs
        ]
        return Sequence(node=node, items=listed, is_open=value.is_open)
    if name == "get" and given:
        return chosen(machine, value, given[0], NOTHING, node)
    if name == "has" and given:
        found = machine.conditions.compared("in", given[0], value)
        return Unknown(node=node, why="method") if found is None else found
    if name == "set" and len(given) == 2:
        text = key_of(given[0])
        if text is None:
            value.is_open = True
        else:
            put(machine.writes, value, text, given[1], given[0])
        return value
    if name == "delete" and given:
        changed(machine.writes, value, given[0], None)
        return Unknown(node=node, why="method")
    value.is_open = True
    return Unknown(node=node, why="method")
