"""The resources that a value speaks of."""

from __future__ import annotations

from auditor.programs.values import (
    Asset,
    Cases,
    Joined,
    Json,
    Made,
    Mapping,
    Output,
    Sequence,
    Unknown,
    Value,
)

_DEEPEST = 30


def mentioned(value: Value, found: dict[int, Made], depth: int = 0) -> bool:
    """Adds the resources that a value speaks of, by identity; whether all of it is known."""
    if depth > _DEEPEST or isinstance(value, Unknown):
        return False
    inner: list[Value] = []
    is_open = False
    match value:
        case Made():
            found[id(value)] = value
        case Output():
            found[id(value.resource)] = value.resource
        case Joined():
            inner = list(value.parts)
        case Json():
            inner = [value.value]
        case Asset():
            inner = [value.content]
        case Cases():
            inner = [value.then, value.other]
        case Mapping():
            inner = [item.value for item in value.items.values()]
            is_open = value.is_open
        case Sequence():
            inner = list(value.items)
            is_open = value.is_open
    known = [mentioned(one, found, depth + 1) for one in inner]
    return all(known) and not is_open
