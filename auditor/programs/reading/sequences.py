"""Lists: their items, and their methods."""

from __future__ import annotations

from auditor.programs.reading.course import MOST_ITEMS
from auditor.programs.reading.joining import joined
from auditor.programs.reading.machine import Machine
from auditor.programs.syntax import Call
from auditor.programs.values import NOTHING, Known, Mapping, Scope, Sequence, Unknown, Value


def items_of(value: Value) -> list[Value] | None:
    """The items that a loop over a value comes to; None where nobody knows."""
    if isinstance(value, Sequence) and not value.is_open:
        return list(value.items)
    if isinstance(value, Mapping) and not value.is_open:
        return [Known(value=key) for key in value.items]
    return None


def method_of_sequence(
    machine: Machine,
    value: Sequence,
    name: str,
    given: list[Value],
    node: Call | None,
    scope: Scope,
) -> Value:
    """What a method of a list gives."""
    if name in ("append", "push"):
        if machine.writes.is_in_branch:
            value.is_open = True
        value.items += given
        return NOTHING
    if name in ("extend", "concat"):
        inner = items_of(given[0]) if given else None
        if len(value.items) + len(inner or ()) > MOST_ITEMS:
            inner = None
        if name == "concat":
            return Sequence(
                items=[*value.items, *(inner or [])], is_open=value.is_open or inner is None
            )
        value.items += inner or []
        value.is_open = value.is_open or inner is None or machine.writes.is_in_branch
        return NOTHING
    if name in ("map", "forEach", "flatMap") and given:
        closure = given[0]
        items = value.items
        results = [
            machine.call(closure, [item, Known(value=at)], Mapping(), node, scope)
            for at, item in enumerate(items)
        ]
        return Sequence(node=node, items=results, is_open=value.is_open or name == "flatMap")
    if name == "join" and given and isinstance(given[0], Known) and not value.is_open:
        parts: list[Value] = []
        for at, item in enumerate(value.items):
            parts += ([given[0]] if at else []) + [item]
        return joined(machine, parts, node)
    return Unknown(node=node, why="method")
