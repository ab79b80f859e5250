"""What is right at a glance: that most values meet the rarer keywords costs nothing to see.

A glance says yes only where the keyword cannot fail; where it says no, the keyword is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Glance = Callable[[Any], bool]


def _no_longer(limit: int) -> Glance:
    return lambda value: (type(value) is str and len(value) <= limit) or _is_held(value)


def _no_shorter(limit: int) -> Glance:
    return lambda value: not limit or (type(value) is str and len(value) >= limit)


def _at_most(limit: float) -> Glance:
    return lambda value: (type(value) is int and value <= limit) or _is_held(value)


def _at_least(limit: float) -> Glance:
    return lambda value: (type(value) is int and value >= limit) or _is_held(value)


def _unique(_wanted: bool) -> Glance:
    return lambda value: (
        type(value) is not list or len({_key(item) for item in value}) == len(value)
    )


def _key(value: Any) -> Any:
    """The same for all values that can be taken for one another."""
    if type(value) is dict:
        return tuple(sorted((name, _key(part)) for name, part in value.items()))
    if type(value) is list:
        return tuple(map(_key, value))
    if type(value) is bool:
        return "true" if value else "false"
    return str(value)


def _unique_keys(names: list[str]) -> Glance:
    def glance(value: Any) -> bool:
        if type(value) is not list:
            return True
        keys = [
            tuple(_key(item.get(name)) for name in names) for item in value if type(item) is dict
        ]
        return len(set(keys)) == len(keys)

    return glance


def _none_of(lists: Mapping[str, list[str]]) -> Glance:
    return lambda value: type(value) is not dict or value.keys().isdisjoint(lists)


def _is_no_mapping(_argument: Any) -> Glance:
    return lambda value: type(value) is not dict


def _is_held(value: Any) -> bool:
    return type(value) in (dict, list)


GLANCES: Mapping[str, Callable[[Any], Glance]] = {
    "maxLength": _no_longer,
    "minLength": _no_shorter,
    "maximum": _at_most,
    "minimum": _at_least,
    "uniqueItems": _unique,
    "uniqueKeys": _unique_keys,
    "dependentRequired": _none_of,
    "dependentExcluded": _none_of,
    "requiredXor": _is_no_mapping,
    "requiredOr": _is_no_mapping,
}
