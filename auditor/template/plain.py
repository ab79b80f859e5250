"""What is plain to see in a mapping, without the cases that its values can turn out to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from auditor.model.tree import Tree
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.resolve import is_literal, scalar_text
from auditor.template.values import ABSENT, UNKNOWN, Special

Values = tuple[str, ...] | None
"""What a property is to have: one of some values in any case, or anything for None."""


def plainly_at(mapping: Mapping[str, Tree], steps: Iterable[str]) -> Tree | Special:
    """What is written at some keys of a plain mapping, function or not.

    ABSENT where it is plainly not there, UNKNOWN where a function or a macro has a say in that.
    """
    value: Tree = mapping
    for key in steps:
        if type(value) is not dict or (value is not mapping and "Fn::Transform" in value):
            return UNKNOWN
        if key not in value:
            return ABSENT if value is mapping or is_plain_mapping(value) else UNKNOWN
        value = value[key]
    return value


def plainly_has(mapping: Mapping[str, Tree], name: str, values: Values) -> bool | None:
    """Whether a property `A.B` of a plain mapping has one of some values.

    None where a function or a macro has a say in it, and for `A[].B` where there is a list. This
    is asked of each resource with each row of the tables about its type, and has to cost nothing.
    """
    steps, is_whole = _way(name)
    value = plainly_at(mapping, steps)
    if value is ABSENT:
        return False
    if value is UNKNOWN or not is_whole:
        return None
    if isinstance(value, str):
        if "{" in value:
            return None
        return value != "" if values is None else value.lower() in lowered(values)
    kind = type(value)
    if kind is list or kind is dict:
        return bool(value) if values is None and is_literal(value) else None
    text = scalar_text(value)
    if text is None:
        return None
    return values is None or text.lower() in lowered(values)


@cache
def _way(name: str) -> tuple[tuple[str, ...], bool]:
    """The keys to a property, or to the first list on the way, and whether it is the property."""
    to_list, *below = name.split("[]")
    return tuple(to_list.split(".")), not below


@lru_cache(maxsize=1024)
def lowered(values: tuple[str, ...]) -> frozenset[str]:
    """Some values as they are compared."""
    return frozenset(value.lower() for value in values)
