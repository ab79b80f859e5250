"""Whether an assertion holds for a template: yes, no, or nobody knows."""

from __future__ import annotations

from typing import Any

from auditor.expectations.expectation import Aspect, Expectation, Relation
from auditor.expectations.patterns import Hidden, Unknown, equal, is_part
from auditor.model.path import Path
from auditor.model.tree import UNKNOWN_KEY, Tree

_ON_PRESENCE = frozenset(
    {
        *(Relation.PRESENT, Relation.ABSENT, Relation.SOME, Relation.NONE),
        *(Relation.TRUTHY, Relation.FALSY),
    }
)
_FUNCTIONS = ("Fn::", "Ref", "Condition")


class _Nothing:
    """There is no such key, but the mapping that would have it."""


NOTHING = _Nothing()


class Seen:
    """A template as the tests of a project see it.

    `is_exact` says that they see the very tree: the short functions of YAML are whatever the
    loader of the test makes of them. `is_after` says that a change was made.
    """

    def __init__(self, tree: Tree, *, is_exact: bool, is_after: bool = False) -> None:
        self.tree = tree
        self.is_after = is_after
        self._is_exact = is_exact
        self._by_type: dict[str, tuple[str, ...]] | None = None

    def value(self, path: Path) -> Any:
        """The value at a path, `NOTHING` where only the last key is missing.

        Raises LookupError where more is missing, and Unknown.
        """
        here = self.tree
        for index, step in enumerate(path):
            if not self._is_exact and _is_function(here):
                raise Unknown
            try:
                here = here[step]
            except (KeyError, IndexError):
                if isinstance(here, dict) and UNKNOWN_KEY in here:
                    raise Unknown from None
                if index == len(path) - 1:
                    return NOTHING
                raise LookupError(path) from None
            except TypeError:
                raise LookupError(path) from None
        return here

    def by_type(self, type: str) -> tuple[str, ...]:
        """The logical IDs of the resources of a type."""
        if self._by_type is None:
            found: dict[str, list[str]] = {}
            resources = self.tree.get("Resources")
            for name, resource in resources.items() if isinstance(resources, dict) else ():
                if isinstance(resource, dict) and isinstance(resource.get("Type"), str):
                    found.setdefault(resource["Type"], []).append(name)
            self._by_type = {type: tuple(names) for type, names in found.items()}
        return self._by_type.get(type, ())

    def known(self, value: Any) -> Any:
        """A value in which all is hidden that a loader makes something of."""
        return value if self._is_exact else _hidden(value)

    def hides(self, value: Any) -> bool:
        """Whether a loader makes something of a value, or a part of it is not known."""
        return not self._is_exact and (_is_function(value) or _is_open(value))


def _is_function(value: Any) -> bool:
    if not isinstance(value, dict) or len(value) != 1:
        return False
    (key,) = value
    return str(key).startswith(_FUNCTIONS)


def _is_open(value: Any) -> bool:
    return isinstance(value, dict) and UNKNOWN_KEY in value


def _hidden(value: Any) -> Any:
    if isinstance(value, list):
        return [_hidden(item) for item in value]
    if not isinstance(value, dict):
        return value
    if _is_function(value) or _is_open(value):
        return Hidden.VALUE
    return {key: _hidden(inner) for key, inner in value.items()}


def holds(expectation: Expectation, seen: Seen) -> bool | None:
    """Whether it holds; None where that cannot be told."""
    try:
        found = _holds(expectation, seen)
    except LookupError:
        return False
    except Unknown:
        return None
    return found is not expectation.negated


def _holds(one: Expectation, seen: Seen) -> bool:
    if one.aspect is Aspect.COUNT:
        return equal(len(seen.by_type(one.type or "")), one.expected)
    if one.aspect is Aspect.RESOURCES:
        return bool(fitting(one, seen))
    value = seen.value(one.path)
    if one.each is not None:
        value = _each(value, one.each, seen)
    if one.aspect in (Aspect.LENGTH, Aspect.KEYS) and seen.hides(value):
        raise Unknown
    if one.aspect is Aspect.LENGTH:
        if not isinstance(value, dict | list | str):
            return False
        return equal(len(value), one.expected)
    if one.aspect is Aspect.KEYS:
        return isinstance(value, dict) and equal(sorted(map(str, value)), one.expected)
    return _compared(one.relation, value, one.expected, seen)


def _each(listed: Any, below: Path, seen: Seen) -> list[Any]:
    """What is at a path below every item of a list; an item without it is not looked at."""
    if not isinstance(listed, list):
        raise Unknown
    found: list[Any] = []
    for item in listed:
        here = item
        for step in below:
            if seen.hides(here):
                raise Unknown
            try:
                here = here[step]
            except (KeyError, IndexError, TypeError):
                raise Unknown from None
        found.append(here)
    return found


def _compared(relation: Relation, value: Any, expected: Any, seen: Seen) -> bool:
    if relation in _ON_PRESENCE:
        return _is_there(relation, value)
    if value is NOTHING:
        return False
    if relation is Relation.ITEM and isinstance(value, dict) and not seen.hides(value):
        return isinstance(expected, str) and expected in value
    value = seen.known(value)
    match relation:
        case Relation.SAME:
            return not isinstance(value, dict | list) and equal(value, expected)
        case Relation.EQUAL:
            return equal(value, expected)
        case Relation.PART:
            return is_part(value, expected)
        case _:
            return _has_item(value, expected)


def _is_there(relation: Relation, value: Any) -> bool:
    is_there = value is not NOTHING
    match relation:
        case Relation.PRESENT | Relation.ABSENT:
            return is_there is (relation is Relation.PRESENT)
        case Relation.SOME | Relation.NONE:
            return (is_there and value is not None) is (relation is Relation.SOME)
        case _:
            # an empty list or mapping counts in one language and not in the other
            if isinstance(value, dict | list) and not value:
                raise Unknown
            return (is_there and bool(value)) is (relation is Relation.TRUTHY)


def _has_item(value: Any, expected: Any) -> bool:
    if isinstance(value, str):
        return isinstance(expected, str) and expected in value
    if value is Hidden.VALUE:
        raise Unknown
    return isinstance(value, list) and any(equal(item, expected) for item in value)


def fitting(one: Expectation, seen: Seen) -> list[str]:
    """The logical IDs of the resources that have what CDK's `hasResource...` expects."""
    found: list[str] = []
    resources = seen.tree["Resources"]
    for name in seen.by_type(one.type or ""):
        subject = resources[name] if one.whole else resources[name].get("Properties", {})
        if is_part(seen.known(subject), one.expected):
            found.append(name)
    return found
