"""Expected values that more than one value fits, and when a value is what is expected.

They stand in the place of plain values, also inside of them: `expect.objectContaining`, CDK's
`Match`, bounds of numbers, parts of texts.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from enum import Enum
from typing import Any

from msgspec import Struct


class Unknown(Exception):
    """What a test would see there cannot be told."""


class Hidden(Enum):
    """What stands for a value that the loader of a test makes something of."""

    VALUE = "a function"


class Special(Enum):
    """What is expected without a value."""

    ANYTHING = "anything"
    """Any value but null."""
    ABSENCE = "no such key"
    """In a mapping: the key is not there."""


class Entries(dict[str, Any]):
    """A mapping that has these entries, each equal, and perhaps more."""


class Items(list[Any]):
    """A list that has all of these items, in any order, and perhaps more."""


class Subsequence(list[Any]):
    """A list that has parts of these items in this order, and perhaps more between them."""


class PartOfText(str):
    """A text that is to be found in another one."""

    __slots__ = ()


class Inside(PartOfText):
    """A text that has this one in it."""

    __slots__ = ()


class Beginning(PartOfText):
    """A text that begins with this one."""

    __slots__ = ()


class Ending(PartOfText):
    """A text that ends with this one."""

    __slots__ = ()


class OneOf(tuple[Any, ...]):
    """Any of these values."""

    __slots__ = ()


class Side(Enum):
    """On which side of a number another one is."""

    ABOVE = "more than"
    AT_LEAST = "at least"
    BELOW = "less than"
    AT_MOST = "at most"


class Bound(Struct, frozen=True):
    """A number on one side of this one."""

    side: Side
    number: float


_HOLDS: dict[Side, Callable[[float, float], bool]] = {
    Side.ABOVE: operator.gt,
    Side.AT_LEAST: operator.ge,
    Side.BELOW: operator.lt,
    Side.AT_MOST: operator.le,
}


def equal(one: Any, expected: Any) -> bool:
    """Whether a value is what is expected: the order of keys does not matter.

    Raises Unknown where that depends on what is hidden.
    """
    if one is Hidden.VALUE:
        raise Unknown
    if one is expected:
        return True
    fits = _FITS.get(type(expected))
    if fits is not None:
        return fits(one, expected)
    if isinstance(one, bool) or isinstance(expected, bool):
        return False
    if isinstance(one, int | float) and isinstance(expected, int | float):
        return one == expected
    return type(one) is type(expected) and bool(one == expected)


def _has_keys(one: Any, expected: dict[str, Any]) -> bool:
    is_mapping = isinstance(one, dict) and one.keys() == expected.keys()
    return is_mapping and all(equal(one[key], expected[key]) for key in one)


def _has_items(one: Any, expected: list[Any]) -> bool:
    is_list = isinstance(one, list) and len(one) == len(expected)
    return is_list and all(map(equal, one, expected))


def _has_entries(one: Any, expected: Entries) -> bool:
    return isinstance(one, dict) and all(
        key in one and equal(one[key], value) for key, value in expected.items()
    )


def _has_all(one: Any, expected: Items) -> bool:
    return isinstance(one, list) and all(
        any(equal(item, wanted) for item in one) for wanted in expected
    )


def _is_beyond(one: Any, expected: Bound) -> bool:
    is_number = isinstance(one, int | float) and not isinstance(one, bool)
    return is_number and _HOLDS[expected.side](one, expected.number)


_FITS: dict[type, Callable[[Any, Any], bool]] = {
    dict: _has_keys,
    list: _has_items,
    Entries: _has_entries,
    Items: _has_all,
    Bound: _is_beyond,
    OneOf: lambda one, expected: any(equal(one, value) for value in expected),
    Inside: lambda one, expected: isinstance(one, str) and expected in one,
    Beginning: lambda one, expected: isinstance(one, str) and one.startswith(expected),
    Ending: lambda one, expected: isinstance(one, str) and one.endswith(expected),
    Special: lambda one, expected: expected is Special.ANYTHING and one is not None,
}


def is_plain(expected: Any) -> bool:
    """Whether only one value fits, or one part of a mapping."""
    if isinstance(expected, dict):
        return all(map(is_plain, expected.values()))
    if type(expected) is list:
        return all(map(is_plain, expected))
    return expected is None or type(expected) in (bool, int, float, str)


def is_part(value: Any, part: Any) -> bool:
    """Whether a value has all that a part of it has, keys of mappings at every level.

    Raises Unknown where that depends on what is hidden.
    """
    if value is Hidden.VALUE:
        raise Unknown
    if isinstance(part, dict):
        return isinstance(value, dict) and all(
            key not in value
            if inner is Special.ABSENCE
            else key in value and is_part(value[key], inner)
            for key, inner in part.items()
        )
    if isinstance(part, Subsequence):
        if not isinstance(value, list):
            return False
        left = iter(value)
        return all(any(is_part(item, wanted) for item in left) for wanted in part)
    if type(part) is list:
        is_list = isinstance(value, list) and len(value) == len(part)
        return is_list and all(map(is_part, value, part))
    return equal(value, part)
