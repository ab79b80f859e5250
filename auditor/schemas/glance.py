"""What is right at a glance: that most values meet a keyword costs nothing to see.

A glance says yes only where the keyword cannot fail; where it says no, the keyword is judged.
Numbers and booleans as texts are what CloudFormation converts them to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from auditor.schemas.value import Value
from auditor.schemas.verdict import Verdict

Glance = Callable[[Any], bool]

_TAKEN_AS: Mapping[type, frozenset[str]] = {
    dict: frozenset({"object"}),
    list: frozenset({"array"}),
    str: frozenset({"string"}),
    bool: frozenset({"boolean", "string"}),
    int: frozenset({"integer", "number", "string"}),
    float: frozenset({"number", "string"}),
    type(None): frozenset({"null"}),
}
_NUMBERS = frozenset({"integer", "number"})
_BOOLEANS = ("true", "false")
_MOST_DIGITS = 18


def is_taken(kind: type, types: frozenset[str]) -> bool:
    """Whether each value of a Python type is of one of the types of a schema."""
    return not types.isdisjoint(_TAKEN_AS.get(kind, ()))


def conversion(types: frozenset[str], kind: type) -> Glance | None:
    """Whether a value is converted to one of the types; None where none of a Python type is."""
    takes_number = not types.isdisjoint(_NUMBERS)
    takes_boolean = "boolean" in types
    if kind is str and (takes_number or takes_boolean):
        return lambda text: (
            takes_boolean
            if text.lower() in _BOOLEANS
            else takes_number and (_is_plain_number(text) or _is_number(text, types))
        )
    if kind is float and takes_number:
        return lambda number: _is_number(number, types)
    return None


def _is_plain_number(text: str) -> bool:
    is_of_digits = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return is_of_digits and (text[0] != "0" or len(text) == 1)


def _is_number(value: str | float, types: frozenset[str]) -> bool:
    from auditor.schemas.assertions import ASSERTIONS

    return ASSERTIONS["type"](list(types), Value(value, (), is_loose=True)) is not Verdict.FAILS


def _no_longer(limit: int) -> Glance:
    return lambda text: len(text) <= limit


def _no_shorter(limit: int) -> Glance:
    return lambda text: len(text) >= limit


def _at_most(limit: float) -> Glance:
    return lambda number: number <= limit


def _at_least(limit: float) -> Glance:
    return lambda number: number >= limit


def _is_one_of(names: list[str]) -> Glance:
    texts = frozenset(name.lower() for name in names)
    return lambda text: text.lower() in texts


def _matched(pattern: str) -> Glance:
    from auditor.schemas.pattern import compiled

    return lambda text: compiled(pattern).search(text) is not False


def _unique(_wanted: bool) -> Glance:
    return lambda items: len(items) < 2 or len({_key(item) for item in items}) == len(items)


def _key(value: Any) -> Any:
    """The same for all values that can be taken for one another."""
    if type(value) is str:
        return value
    if type(value) is dict:
        return tuple(sorted((name, _key(part)) for name, part in value.items()))
    if type(value) is list:
        return tuple(map(_key, value))
    if type(value) is bool:
        return "true" if value else "false"
    return str(value)


def _unique_keys(names: list[str]) -> Glance:
    def glance(items: list[Any]) -> bool:
        keys = [
            tuple(_key(item.get(name)) for name in names) for item in items if type(item) is dict
        ]
        return len(set(keys)) == len(keys)

    return glance


def _with_all(lists: Mapping[str, list[str]]) -> Glance:
    return lambda held: all(
        name not in held or all(other in held for other in others) for name, others in lists.items()
    )


def _with_none(lists: Mapping[str, list[str]]) -> Glance:
    return lambda held: (
        not any(
            name in held and any(other in held for other in others)
            for name, others in lists.items()
        )
    )


def _no_more_keys(limit: int) -> Glance:
    return lambda held: len(held) <= limit


def _no_fewer_keys(limit: int) -> Glance:
    return lambda held: sum(type(part) is not dict for part in held.values()) >= limit


def _has_one(names: list[str]) -> Glance:
    return lambda held: sum(name in held for name in names) == 1


def _has_any(names: list[str]) -> Glance:
    return lambda held: any(name in held for name in names)


_SCALARS: frozenset[type] = frozenset({bool, float, int, str, type(None)})
_ANY = _SCALARS | {dict, list}
_LIST = frozenset({list})
_MAPPING = frozenset({dict})

GLANCES: Mapping[str, tuple[frozenset[type], type, Callable[[Any], Glance]]] = {
    "enumCaseInsensitive": (_ANY, str, _is_one_of),
    "maxLength": (_SCALARS, str, _no_longer),
    "minLength": (_SCALARS, str, _no_shorter),
    "pattern": (_SCALARS, str, _matched),
    "maximum": (_SCALARS, int, _at_most),
    "minimum": (_SCALARS, int, _at_least),
    "uniqueItems": (_LIST, list, _unique),
    "uniqueKeys": (_LIST, list, _unique_keys),
    "dependentExcluded": (_MAPPING, dict, _with_none),
    "dependentRequired": (_MAPPING, dict, _with_all),
    "maxProperties": (_MAPPING, dict, _no_more_keys),
    "minProperties": (_MAPPING, dict, _no_fewer_keys),
    "requiredOr": (_MAPPING, dict, _has_any),
    "requiredXor": (_MAPPING, dict, _has_one),
}
"""By keyword: the types of values that it speaks of, the one that is seen, and its glance."""
