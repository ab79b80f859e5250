"""What is put together by `+` and in texts of parts."""

from __future__ import annotations

from auditor.programs.reading.cases import either
from auditor.programs.reading.course import MOST_ITEMS
from auditor.programs.reading.enumerations import named
from auditor.programs.reading.machine import Machine
from auditor.programs.reading.outputs import NO_TEXT, note_text, widened
from auditor.programs.reading.packages.places import beside
from auditor.programs.reading.textual import Way
from auditor.programs.syntax import Node
from auditor.programs.values import (
    Enumeration,
    Joined,
    Known,
    Made,
    Member,
    Output,
    Place,
    Sequence,
    Unknown,
    Value,
)

_MOST_CHARACTERS = 300_000
"""What a loop may put together."""


def joined(machine: Machine, parts: list[Value], node: Node | None, way: Way = Way.PIECES) -> Value:
    """A text of parts. An output outside of `apply` has no text yet."""
    if parts and isinstance(parts[0], Place):
        place = beside(parts[0], parts[1:], "")
        return place or Unknown(node=node, why="path")
    if note_text(machine, parts, node, way):
        return Unknown(node=node, why=NO_TEXT)
    flat: list[Value] = []
    for given in parts:
        part = _in_text(machine, given)
        has_text = machine.course.inside_apply or not isinstance(part, Made | Output)
        if not has_text:
            return Unknown(node=node, why=NO_TEXT)
        flat += part.parts if isinstance(part, Joined) else [part]
        if len(flat) > MOST_ITEMS:
            return Unknown(node=node, why="size")
    if sum(len(_shown(part)) for part in flat) > _MOST_CHARACTERS:
        return Unknown(node=node, why="size")
    if len(flat) == 1 and isinstance(flat[0], Known) and isinstance(flat[0].value, str):
        return flat[0]
    if all(isinstance(part, Known) and part.node is None for part in flat):
        return Known(node=node, value="".join(_shown(part) for part in flat))
    return Joined(node=node, parts=flat)


def between(separator: Value, items: list[Value]) -> list[Value]:
    """The items with a separator between each two."""
    parts: list[Value] = []
    for item in items:
        parts += [separator, item] if parts else [item]
    return parts


def added(machine: Machine, left: Value, right: Value, node: Node | None) -> Value:
    """`left + right`."""
    if isinstance(left, Sequence) and isinstance(right, Sequence):
        is_open = left.is_open or right.is_open
        if len(left.items) + len(right.items) > MOST_ITEMS:
            return Unknown(node=node, why="size")
        return Sequence(node=node, items=[*left.items, *right.items], is_open=is_open)
    if isinstance(left, Place):
        return joined(machine, [left, right], node)
    if widened(machine, left, node):
        return Unknown(node=node, why=NO_TEXT)
    is_text = [
        isinstance(v, Joined) or (isinstance(v, Known) and isinstance(v.value, str))
        for v in (left, right)
    ]
    if any(is_text):
        return joined(machine, [left, right], node, Way.PLUS)
    numbers = [v.value for v in (left, right) if isinstance(v, Known)]
    if len(numbers) == 2 and all(type(n) in (int, float) for n in numbers):
        return Known(value=numbers[0] + numbers[1])  # type: ignore[operator]
    return Unknown(node=node, why="expression")


def _in_text(machine: Machine, value: Value) -> Value:
    """What a value is in a text; a member of texts by the version of Python."""
    if not isinstance(value, Member):
        return value
    is_name = machine.surroundings.names_members
    if value.cls.enumeration is not Enumeration.MIXED or is_name is True:
        return named(value)
    if is_name is False:
        return value.attributes["value"]
    condition = machine.conditions.asked("the version of Python")
    return either(condition, named(value), value.attributes["value"])


def _shown(value: Value) -> str:
    return str(value.value) if isinstance(value, Known) else ""
