"""What JavaScript's own methods and constructors make of what a test has."""

from __future__ import annotations

from auditor.expectations import gathered
from auditor.expectations.expectation import Written
from auditor.expectations.looking import Looking
from auditor.expectations.values import (
    EachOf,
    InTemplate,
    KeysOf,
    Known,
    Listed,
    Named,
    Value,
    below,
)


def method(name: str, found: Value, values: list[Value], look: Looking) -> Value:
    """What a method of a list, a set or a mapping gives."""
    first = values[0] if values else None
    match name, found:
        case "sort", KeysOf():
            return found
        case "sort", Listed() | EachOf() if not values:
            items = gathered.items(found, look)
            return None if items is None else Listed(items, None, is_ordered=False)
        case "concat", (Listed() | InTemplate() | Known()):
            own = gathered.items(found, look)
            more = gathered.flat(values, look)
            return None if own is None or more is None else Listed((*own, *more.items))
        case "flat", (Listed() | InTemplate()) if not values:
            return gathered.flat(gathered.items(found, look) or (), look)
        case "at", _ if isinstance(first, Known) and type(first.value) is int and first.value >= 0:
            return below(found, first.value)
        case "get", Named() if isinstance(first, Known) and isinstance(first.value, str):
            return below(found, first.value)
    return None


def made(constructor: str, first: Value, look: Looking) -> Value:
    """What `new Set(...)` and `new Map(...)` give."""
    if constructor == "Map":
        return Named(()) if first is None else of_entries(first, look)
    if constructor != "Set":
        return None
    if first is None:
        return Listed((), None, is_ordered=False)
    if isinstance(first, Known) and isinstance(first.value, list):
        return _known_set(first)
    items = gathered.items(first, look)
    return None if items is None else Listed(items, None, is_ordered=False)


def _known_set(found: Known) -> Value:
    try:
        values = frozenset(found.value)
    except TypeError:
        return None
    literal = found.literal
    is_whole = literal is not None and len(literal.items) == len(found.value)
    written = Written(values, literal.span, literal.items) if literal and is_whole else None
    return Known(values, written)


def of_entries(found: Value, look: Looking) -> Value:
    """The mapping that a list of keys and values makes."""
    pairs = gathered.items(found, look)
    if pairs is None:
        return None
    entries: dict[str, Value] = {}
    for pair in pairs:
        parts = gathered.items(pair, look) or ()
        key = gathered.known(parts[0], look) if len(parts) == 2 else None
        if not isinstance(key, Known) or not isinstance(key.value, str) or key.value in entries:
            return None
        entries[key.value] = parts[1]
    return Named(tuple(entries.items()))


def spread(parts: list[tuple[bool, Value]], look: Looking) -> Value:
    """A list of values, of which those that are spread give their items."""
    items: list[Value] = []
    for is_spread, one in parts:
        listed = gathered.items(one, look) if is_spread else (one,)
        if listed is None:
            return None
        items += listed
    return Listed(tuple(items))
