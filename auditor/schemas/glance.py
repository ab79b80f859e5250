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
    return lambda value: (
        not limit or (type(value) is str and len(value) >= limit) or _is_held(value)
    )


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


def _with_all(lists: Mapping[str, list[str]]) -> Glance:
    return lambda value: (
        type(value) is not dict
        or all(
            name not in value or all(other in value for other in others)
            for name, others in lists.items()
        )
    )


def _with_none(lists: Mapping[str, list[str]]) -> Glance:
    return lambda value: (
        type(value) is not dict
        or not any(
            name in value and any(other in value for other in others)
            for name, others in lists.items()
        )
    )


def _no_more_keys(limit: int) -> Glance:
    return lambda value: type(value) is not dict or len(value) <= limit


def _no_fewer_keys(limit: int) -> Glance:
    return lambda value: (
        type(value) is not dict or sum(type(part) is not dict for part in value.values()) >= limit
    )


def _is_one_of(names: list[str]) -> Glance:
    texts = frozenset(name.lower() for name in names)
    return lambda value: type(value) is str and value.lower() in texts


def _matched(pattern: str) -> Glance:
    def glance(value: Any) -> bool:
        from auditor.schemas.pattern import compiled

        return (type(value) is str and compiled(pattern).search(value) is not False) or _is_held(
            value
        )

    return glance


def _has_one(names: list[str]) -> Glance:
    return lambda value: type(value) is not dict or sum(name in value for name in names) == 1


def _has_any(names: list[str]) -> Glance:
    return lambda value: type(value) is not dict or any(name in value for name in names)


def _is_held(value: Any) -> bool:
    return type(value) in (dict, list)


GLANCES: Mapping[str, Callable[[Any], Glance]] = {
    "enumCaseInsensitive": _is_one_of,
    "maxProperties": _no_more_keys,
    "minProperties": _no_fewer_keys,
    "maxLength": _no_longer,
    "minLength": _no_shorter,
    "maximum": _at_most,
    "minimum": _at_least,
    "uniqueItems": _unique,
    "uniqueKeys": _unique_keys,
    "dependentRequired": _with_all,
    "dependentExcluded": _with_none,
    "pattern": _matched,
    "requiredXor": _has_one,
    "requiredOr": _has_any,
}
