"""Values that are one of two, and no larger than anybody asks for."""

from __future__ import annotations

from auditor.programs.syntax import Node
from auditor.programs.values import Cases, Unknown, Value

_MOST = 40
"""Values that one may come to: what a loop puts together grows with each of its turns."""


def either(condition: str, then: Value, other: Value, node: Node | None = None) -> Value:
    """One of two values, as a condition holds; each as it is where that is decided."""
    if isinstance(then, Cases) and then.condition == condition:
        then = then.then
    if isinstance(other, Cases) and other.condition == condition:
        other = other.other
    if then is other:
        return then
    size = _size(then) + _size(other)
    if size > _MOST:
        return Unknown(node=node, why="size")
    return Cases(node=node, condition=condition, then=then, other=other, size=size)


def _size(value: Value) -> int:
    return value.size if isinstance(value, Cases) else 1
