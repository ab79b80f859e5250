"""The keywords that look at one value, each by its name.

https://json-schema.org/draft/2020-12/json-schema-validation#name-a-vocabulary-for-structural
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeAlias

from auditor.schemas.pattern import compiled
from auditor.schemas.value import Gap, Scalar, Value, plain
from auditor.schemas.verdict import Verdict, bounded

if TYPE_CHECKING:
    from fractions import Fraction

Assertion = Callable[[Any, Value], Verdict]
Exact: TypeAlias = "int | Fraction"
_MOST_COMPARED = 200
_INFINITE = float("inf")


def _told(holds: bool) -> Verdict:
    return Verdict.HOLDS if holds else Verdict.FAILS


def _type(wanted: str | list[str], value: Value) -> Verdict:
    names = {wanted} if isinstance(wanted, str) else set(wanted)
    if value.content is Gap.LIST:
        return Verdict.OPEN if "array" in names else Verdict.FAILS
    if value.content is Gap.TEXT:
        # a text may hold what a service reads as a mapping
        return Verdict.FAILS if names == {"array"} else Verdict.OPEN
    if value.mapping is not None:
        return _told("object" in names)
    if value.items is not None:
        return _told("array" in names)
    kinds = [_kinds(reading) for reading in value.readings]
    fits = {bool(names & kind) for kind in kinds}
    if value.is_loose and isinstance(value.content, float):
        fits.add("string" in names)
    return Verdict.OPEN if len(fits) > 1 else _told(True in fits)


def _kinds(scalar: Scalar) -> set[str]:
    if scalar is None:
        return {"null"}
    if isinstance(scalar, bool):
        return {"boolean"}
    if isinstance(scalar, str):
        return {"string"}
    is_whole = isinstance(scalar, int) or scalar.is_integer()
    return {"number", "integer"} if is_whole else {"number"}


def equal(one: Value, other: Value) -> Verdict:
    """Whether two values are the same, as JSON compares them, in any reading."""
    if not (one.is_known and other.is_known):
        return Verdict.OPEN
    if one.mapping is not None and other.mapping is not None:
        return _equal_mappings(one.mapping, other.mapping)
    if one.items is not None and other.items is not None:
        if not all(item.is_there for item in (*one.items, *other.items)):
            return Verdict.OPEN
        if len(one.items) != len(other.items):
            return Verdict.FAILS
        return _all(map(equal, one.items, other.items))
    pairs = ((first, second) for first in one.readings for second in other.readings)
    if any(_same(*pair) for pair in pairs):
        return Verdict.HOLDS
    is_vague = any(value.is_loose and isinstance(value.content, float) for value in (one, other))
    return Verdict.OPEN if is_vague and one.readings and other.readings else Verdict.FAILS


def _equal_mappings(one: Mapping[str, Value], other: Mapping[str, Value]) -> Verdict:
    alone = [value for key, value in one.items() if key not in other]
    alone += [value for key, value in other.items() if key not in one]
    if any(value.is_there for value in alone):
        return Verdict.FAILS
    shared = _all(equal(one[key], other[key]) for key in one if key in other)
    return Verdict.OPEN if alone and shared is Verdict.HOLDS else shared


def _all(verdicts: Any) -> Verdict:
    found = set(verdicts)
    if Verdict.FAILS in found:
        return Verdict.FAILS
    return Verdict.OPEN if Verdict.OPEN in found else Verdict.HOLDS


def _same(one: Scalar, other: Scalar) -> bool:
    return isinstance(one, bool) is isinstance(other, bool) and one == other


def _enum(wanted: list[Any], value: Value) -> Verdict:
    if isinstance(value.content, str) and value.content in wanted:
        return Verdict.HOLDS
    found = {equal(plain(one), value) for one in wanted}
    if Verdict.HOLDS in found:
        return Verdict.HOLDS
    return Verdict.OPEN if Verdict.OPEN in found else Verdict.FAILS


def _const(wanted: Any, value: Value) -> Verdict:
    return equal(plain(wanted), value)


def _of_numbers(holds: Callable[[Exact, Exact], bool]) -> Assertion:
    def judge(limit: float, value: Value) -> Verdict:
        numbers = [
            _exact(reading)
            for reading in value.readings
            if isinstance(reading, int | float) and not isinstance(reading, bool)
        ]
        return _told(all(holds(number, _exact(limit)) for number in numbers))

    return judge


def _exact(number: float) -> Exact:
    """A number to the digit, as it is written."""
    if isinstance(number, int):
        return number
    from fractions import Fraction

    return Fraction(str(number))


def _of_texts(holds: Callable[[str, Any], bool | None]) -> Assertion:
    def judge(limit: Any, value: Value) -> Verdict:
        if value.is_loose and isinstance(value.content, float):
            return Verdict.OPEN
        found = {holds(text, limit) for text in value.readings if isinstance(text, str)}
        if False in found:
            return Verdict.FAILS
        return Verdict.OPEN if None in found else Verdict.HOLDS

    return judge


def _of_sizes(least: bool) -> Callable[[str], Assertion]:
    def make(kind: str) -> Assertion:
        def judge(limit: int, value: Value) -> Verdict:
            held = value.items if kind == "array" else value.mapping
            if held is None:
                return Verdict.HOLDS
            parts = list(held.values()) if isinstance(held, Mapping) else list(held)
            low = sum(part.is_there for part in parts)
            bounds = (limit, _INFINITE) if least else (0, limit)
            return bounded(low, len(parts), *bounds)

        return judge

    return make


def _unique(wanted: bool, value: Value) -> Verdict:
    if not wanted or value.items is None:
        return Verdict.HOLDS
    if len(value.items) > _MOST_COMPARED:
        return Verdict.OPEN
    there = [item for item in value.items if item.is_there]
    found = {equal(one, other) for one, other in combinations(there, 2)}
    if Verdict.HOLDS in found:
        return Verdict.FAILS
    is_sure = Verdict.OPEN not in found and len(there) == len(value.items)
    return Verdict.HOLDS if is_sure else Verdict.OPEN


def _required(names: list[str], value: Value) -> Verdict:
    if value.mapping is None:
        return Verdict.HOLDS
    if not value.mapping.keys() >= set(names):
        return Verdict.FAILS
    return _all(_told(True) if value.mapping[name].is_there else Verdict.OPEN for name in names)


def _dependent(lists: Mapping[str, list[str]], value: Value) -> Verdict:
    held = value.mapping or {}
    found = []
    for name, names in lists.items():
        if name in held:
            verdict = _required(names, value)
            is_sure = held[name].is_there or verdict is Verdict.HOLDS
            found.append(verdict if is_sure else Verdict.OPEN)
    return _all(found)


def _excluded(lists: Mapping[str, list[str]], value: Value) -> Verdict:
    """A property that may not stand beside others."""
    held = value.mapping or {}
    return _all(
        Verdict.FAILS if _is_set(held[name]) and _is_set(held[other]) else Verdict.OPEN
        for name, others in lists.items()
        for other in others
        if name in held and other in held
    )


def _some_required(most: float) -> Assertion:
    """At least one of some properties, and no more than a number of them."""

    def judge(names: list[str], value: Value) -> Verdict:
        if value.mapping is None:
            return Verdict.HOLDS
        found = [value.mapping[name] for name in names if name in value.mapping]
        return bounded(sum(map(_is_set, found)), len(found), 1, most)

    return judge


def _is_set(value: Value) -> bool:
    """Whether a value is there, and more than an empty list or mapping."""
    content = value.content
    return value.is_there and not (isinstance(content, Mapping | list) and not content)


def _enum_of_any_case(wanted: list[Any], value: Value) -> Verdict:
    texts = {str(one).lower() for one in wanted}
    read = [reading for reading in value.readings if isinstance(reading, str)]
    if not read:
        return Verdict.OPEN
    return _told(any(reading.lower() in texts for reading in read))


def _unique_keys(names: list[str], value: Value) -> Verdict:
    """Items that differ in some of their properties."""
    seen: set[tuple[Scalar, ...]] = set()
    for item in value.items or ():
        held = item.mapping or {}
        parts = [held[name].readings[:1] for name in names if name in held]
        if not item.is_there or len(parts) != len(names) or not all(parts):
            continue
        key = tuple(str(part[0]) for part in parts)
        if key in seen:
            return Verdict.FAILS
        seen.add(key)
    return Verdict.OPEN if value.items else Verdict.HOLDS


ASSERTIONS: Mapping[str, Assertion] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "multipleOf": _of_numbers(lambda number, limit: number % limit == 0),
    "maximum": _of_numbers(lambda number, limit: number <= limit),
    "exclusiveMaximum": _of_numbers(lambda number, limit: number < limit),
    "minimum": _of_numbers(lambda number, limit: number >= limit),
    "exclusiveMinimum": _of_numbers(lambda number, limit: number > limit),
    "maxLength": _of_texts(lambda text, limit: len(text) <= limit),
    "minLength": _of_texts(lambda text, limit: len(text) >= limit),
    "pattern": _of_texts(lambda text, pattern: compiled(pattern).search(text)),
    "maxItems": _of_sizes(least=False)("array"),
    "minItems": _of_sizes(least=True)("array"),
    "uniqueItems": _unique,
    "maxProperties": _of_sizes(least=False)("object"),
    "minProperties": _of_sizes(least=True)("object"),
    "required": _required,
    "dependentRequired": _dependent,
    "dependentExcluded": _excluded,
    "requiredOr": _some_required(_INFINITE),
    "requiredXor": _some_required(1),
    "enumCaseInsensitive": _enum_of_any_case,
    "uniqueKeys": _unique_keys,
}
