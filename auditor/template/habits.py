"""How the author of a template orders resources, so that a fix can do the same."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from auditor.template.template import Resource, Template

_ORDER = "DependsOn"


class OrderHabits(Struct, frozen=True):
    """How resources say what they wait for.

    `as_list` says that a single logical ID is written as a list too. `follows` are the attributes
    that `DependsOn` stands behind, the most usual first; None stands for the beginning.
    """

    as_list: bool
    follows: tuple[str | None, ...]

    def place(self, resource: Resource) -> tuple[str | None, str | None]:
        """The attributes that a new `DependsOn` of a resource stands before or behind."""
        for attribute in self.follows:
            if attribute is None:
                return next(iter(resource.body)), None
            if attribute in resource.body:
                return None, attribute
        return None, "Type"


def order_habits(template: Template) -> OrderHabits:
    """The habits that most of the resources agree on."""
    texts = lists = lists_of_one = 0
    follows: Counter[str | None] = Counter()
    for resource in template.resources.values():
        if _ORDER in resource.body:
            value = resource.body[_ORDER]
            texts += isinstance(value, str)
            lists += isinstance(value, list)
            lists_of_one += isinstance(value, list) and len(value) == 1
            keys = list(resource.body)
            index = keys.index(_ORDER)
            follows[keys[index - 1] if index else None] += 1
    return OrderHabits(
        lists_of_one > texts or (lists > 0 and texts == 0),
        tuple(attribute for attribute, _ in follows.most_common()),
    )
