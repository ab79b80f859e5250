"""What a resource was given."""

from __future__ import annotations

from auditor.data.pulumi_classes import camel
from auditor.programs.values import Item, Known, Made, Mapping


def argument(made: Made, name: str) -> Item | None:
    """An argument by its name in JavaScript; None where it is not given."""
    return item_of(made.arguments, name)


def item_of(arguments: Mapping, name: str) -> Item | None:
    """An entry by its name in JavaScript; None where it is missing or `None`."""
    for key, item in arguments.items.items():
        if key == name or camel(key) == name:
            is_nothing = isinstance(item.value, Known) and item.value.value is None
            return None if is_nothing else item
    return None
