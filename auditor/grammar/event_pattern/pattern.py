"""A whole pattern: fields, lists of what they may be, and alternatives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from auditor.grammar.event_pattern.fault import PatternFault
from auditor.grammar.event_pattern.matchers import IsHole, Path, matcher_faults

_OR = "$or"
_DEEPEST = 60
"""No event is as deep; a pattern that is has been made to be."""
EVENT_FIELDS = (
    "account",
    "detail",
    "detail-type",
    "id",
    "region",
    "replay-name",
    "resources",
    "source",
    "time",
    "version",
)
"""What events of EventBridge have at their top:
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html"""


class Reading(Struct, frozen=True):
    """How the values of a pattern are read.

    `is_hole` says of a value that only the deployment knows it, `is_text` of such a value that it
    is a text all the same. `is_flat` allows no fields within fields.
    """

    is_hole: IsHole
    is_text: IsHole
    is_flat: bool = False


def pattern_faults(pattern: Any, reading: Reading) -> Iterator[PatternFault]:
    """The faults of a pattern, as JSON has it."""
    if not isinstance(pattern, dict):
        yield PatternFault((), "The pattern is not a mapping of fields")
    elif not pattern:
        yield PatternFault((), "The pattern has no fields")
    else:
        yield from _fields(pattern, (), reading, 0)


def text_faults(text: str, *, is_flat: bool = False) -> tuple[Any, list[PatternFault]]:
    """What a pattern that is written as text says, and its faults; None where it is not JSON."""
    try:
        pattern = json.loads(text)
    except (ValueError, RecursionError) as error:
        told = f": {error.msg}" if isinstance(error, json.JSONDecodeError) else ""
        return None, [PatternFault((), f"The pattern is not JSON{told}")]
    return pattern, list(pattern_faults(pattern, Reading(_never, _never, is_flat)))


def unknown_fields(pattern: Any) -> Iterator[PatternFault]:
    """Fields at the top of a pattern of EventBridge that no event has."""
    for field in pattern if isinstance(pattern, dict) else ():
        if field in EVENT_FIELDS or field == _OR:
            continue
        meant = _meant(field)
        key = meant if meant not in pattern else ""
        message = f"No event has a field '{field}' at its top level"
        yield PatternFault((field,), message, certain=False, key=key)


def _meant(field: str) -> str:
    bare = "".join(filter(str.isalpha, field.lower()))
    for known in EVENT_FIELDS:
        letters = known.replace("-", "")
        if bare.rstrip("s") == letters.rstrip("s"):
            return known
    return ""


def _fields(
    fields: dict[str, Any], path: Path, reading: Reading, depth: int
) -> Iterator[PatternFault]:
    if depth > _DEEPEST:
        yield PatternFault(path, "The pattern is deeper than any event")
        return
    for name, value in fields.items():
        place = (*path, name)
        if reading.is_hole(value) and not reading.is_text(value):
            continue
        if name == _OR and isinstance(value, list):
            yield from _alternatives(value, place, reading, depth)
        elif isinstance(value, list):
            yield from _values(value, place, reading.is_hole)
        elif isinstance(value, dict) and not reading.is_text(value):
            if reading.is_flat:
                message = f"Field '{name}' has fields of its own, and message attributes have none"
                yield PatternFault(place, message)
            elif not value:
                yield PatternFault(place, f"Field '{name}' has an empty mapping")
            else:
                yield from _fields(value, place, reading, depth + 1)
        else:
            message = f"Field '{name}' must be a list of values or a mapping"
            yield PatternFault(place, message, value=[value], is_sure=True)


def _values(values: list[Any], path: Path, is_hole: IsHole) -> Iterator[PatternFault]:
    if not values:
        yield PatternFault(path, f"Field '{path[-1]}' has an empty list, and matches nothing")
    for index, value in enumerate(values):
        if is_hole(value):
            continue
        if isinstance(value, dict):
            yield from matcher_faults(value, (*path, index), is_hole)
        elif isinstance(value, list):
            yield PatternFault((*path, index), f"Field '{path[-1]}' has a list inside of its list")


def _alternatives(
    values: list[Any], path: Path, reading: Reading, depth: int
) -> Iterator[PatternFault]:
    for index, value in enumerate(values):
        if isinstance(value, dict) and value and not reading.is_hole(value):
            yield from _fields(value, (*path, index), reading, depth + 1)


def _never(_value: Any) -> bool:
    return False
