"""The resources that a value speaks of."""

from __future__ import annotations

from collections.abc import Iterator

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


def mentioned(value: Value, found: dict[int, Made]) -> bool:
    """Adds the resources that a value speaks of, by identity; whether all of it is known."""
    is_known = True
    for here in every_value(value):
        match here:
            case Made():
                found[id(here)] = here
            case Output():
                found[id(here.resource)] = here.resource
            case Unknown():
                is_known = False
            case Mapping() | Sequence() if here.is_open:
                is_known = False
    return is_known


def every_value(value: Value) -> Iterator[Value]:
    """A value and all that it is made of, each once."""
    waiting = [value]
    seen: set[int] = set()
    while waiting:
        here = waiting.pop()
        if id(here) in seen:
            continue
        seen.add(id(here))
        yield here
        waiting += reversed(inner_values(here))


def inner_values(value: Value) -> list[Value]:
    """The values that one is made of."""
    match value:
        case Joined():
            return value.parts
        case Json():
            return [value.value]
        case Asset():
            return [value.content]
        case Cases():
            return [value.then, value.other]
        case Mapping():
            return [item.value for item in value.items.values()]
        case Sequence():
            return value.items
    return []
