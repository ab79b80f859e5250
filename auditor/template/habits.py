"""How the author of a template arranges resources, so that a fix can do the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

_ORDER = "DependsOn"


class OrderHabits(Struct, frozen=True):
    """How resources say what they wait for.

    `as_list` says that one logical ID is written as a list too. `follows` are the attributes that
    `DependsOn` stands behind, the most usual first; None stands for the beginning.
    """

    as_list: bool
    follows: tuple[str | None, ...]

    def place(self, body: Mapping[str, Any]) -> tuple[str | None, str | None]:
        """The attributes of a resource that a new `DependsOn` stands before or behind."""
        for attribute in (*self.follows, "Type"):
            if attribute is None:
                return next(iter(body)), None
            if attribute in body:
                return None, attribute
        return None, None


def order_habits(bodies: Mapping[str, Mapping[str, Any]]) -> OrderHabits:
    """The habits that most of the resources agree on, by their logical IDs."""
    texts = singles = lists = 0
    follows: Counter[str | None] = Counter()
    for body in bodies.values():
        if _ORDER not in body:
            continue
        value = body[_ORDER]
        texts += isinstance(value, str)
        lists += isinstance(value, list)
        singles += isinstance(value, list) and len(value) == 1
        keys = list(body)
        index = keys.index(_ORDER)
        follows[keys[index - 1] if index else None] += 1
    return OrderHabits(
        singles > texts or (lists > 0 and texts == 0),
        tuple(attribute for attribute, _ in follows.most_common()),
    )
