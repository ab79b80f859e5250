"""The conditions of a program: what its `if`s ask, as conditions of a template."""

from __future__ import annotations

from auditor.model.tree import UNKNOWN_KEY, Tree
from auditor.programs.reading.settled import settled
from auditor.programs.syntax import Scalar
from auditor.programs.values import (
    Asset,
    Cases,
    Closure,
    External,
    Instance,
    Joined,
    Json,
    Known,
    Made,
    Mapping,
    Member,
    Output,
    Pseudo,
    Sequence,
    Setting,
    Test,
    Unknown,
    Value,
)

_THERE = Asset | Closure | External | Instance | Json | Made | Output | Pseudo


def truth(value: Value) -> bool | None:
    """Whether a value counts as true; None where only a run tells."""
    if isinstance(value, Known):
        return bool(value.value)
    if isinstance(value, Mapping | Sequence):
        return True if value.items else (None if value.is_open else False)
    if isinstance(value, Joined):
        texts = [part.value for part in value.parts if isinstance(part, Known)]
        return True if any(texts) else None
    return True if isinstance(value, _THERE) else None


_EQUAL = frozenset({"==", "==="})
_UNEQUAL = frozenset({"!=", "!=="})
_MOST_COMPARED = 10
"""Items of a list that a value is looked for in: so many conditions may be put together."""


def text_of(value: Scalar) -> str | None:
    """A value as the configuration has it."""
    if value is None or isinstance(value, str):
        return value
    return str(value).lower()


def negated(value: Value) -> Value:
    """The opposite of a truth value."""
    if isinstance(value, Test):
        return Test(condition=value.condition, holds=not value.holds)
    return Known(value=not value.value) if isinstance(value, Known) else Unknown(why="expression")


class Conditions:
    """Names for what a program asks; the same question has one name."""

    def __init__(self) -> None:
        self.trees: dict[str, Tree] = {}
        self.settings: dict[str, Setting] = {}
        """The settings that conditions ask for, by the names of the conditions."""
        self._names: dict[object, str] = {}
        self._kept: list[Value] = []

    def of(self, value: Value) -> tuple[str, bool]:
        """The condition that a value is true, and what it must be for that."""
        if isinstance(value, Test):
            return value.condition, value.holds
        if isinstance(value, Setting) and value.type in ("truth", "text"):
            is_truth = value.type == "truth"
            text = "true" if is_truth else ""
            name = self._named(("is", value.name, text), _equals(value, text))
            self.settings[name] = value
            return name, is_truth
        self._kept.append(value)  # so that no other value gets its identity
        number = len(self._names)
        return self._named(id(value), {"Fn::Equals": [{UNKNOWN_KEY: [number]}, "true"]}), True

    def compared(self, operator: str, left: Value, right: Value) -> Value | None:
        """A comparison of values; None where only a run tells."""
        if operator in ("in", "not in"):
            return self._contained(left, right, holds=operator == "in")
        if operator not in _EQUAL and operator not in _UNEQUAL:
            return None
        made = self._equal(settled(left), settled(right))
        return made if made is None or operator in _EQUAL else negated(made)

    def either(self, operator: str, left: Value, right: Value) -> Value | None:
        """`left or right`, or `and`, of tests; None where only a run tells."""
        if not (isinstance(left, Test) and isinstance(right, Test)):
            return None
        function = "Fn::Or" if operator == "or" else "Fn::And"
        pair = (left.condition, left.holds), (right.condition, right.holds)
        trees: list[Tree] = [
            {"Condition": name} if holds else {"Fn::Not": [{"Condition": name}]}
            for name, holds in pair
        ]
        return Test(condition=self._named((function, *pair), {function: trees}))

    def _equal(self, left: Value, right: Value) -> Known | Test | None:
        for value, other in ((left, right), (right, left)):
            if isinstance(value, Cases):
                return self._equal_in_case(value, other)
        if isinstance(left, Member) and isinstance(right, Member):
            if left.cls is not right.cls:
                return Known(value=False)
            return self._equal(left.attributes["value"], right.attributes["value"])
        if isinstance(left, Member) or isinstance(right, Member):
            return None
        if isinstance(left, Known) and isinstance(right, Known):
            return Known(value=left.value == right.value)
        if isinstance(right, Setting):
            left, right = right, left
        if isinstance(left, Setting) and isinstance(right, Known):
            text = text_of(right.value)
            if text is not None:
                name = self._named(("is", left.name, text), _equals(left, text))
                self.settings[name] = left
                return Test(condition=name)
        for value, other in ((left, right), (right, left)):
            is_nothing = isinstance(other, Known) and other.value is None
            if is_nothing and isinstance(value, _THERE | Mapping | Sequence | Joined):
                return Known(value=False)
        return None

    def _equal_in_case(self, value: Cases, other: Value) -> Known | Test | None:
        """A comparison with one of two values, where each alone is known."""
        if isinstance(value.then, Cases) or isinstance(value.other, Cases):
            return None
        one, two = (self._equal(settled(case), other) for case in (value.then, value.other))
        if not (isinstance(one, Known) and isinstance(two, Known)):
            return None
        if one.value == two.value:
            return one
        return Test(condition=value.condition, holds=bool(one.value))

    def _contained(self, left: Value, right: Value, *, holds: bool) -> Value | None:
        if isinstance(right, Mapping):
            items: list[Value] = [item.key or Known(value=key) for key, item in right.items.items()]
        elif isinstance(right, Sequence):
            items = right.items
        else:
            return None
        found = [self._equal(settled(left), settled(item)) for item in items[:_MOST_COMPARED]]
        if any(isinstance(one, Known) and one.value for one in found):
            return Known(value=holds)
        if right.is_open or len(items) > _MOST_COMPARED or None in found:
            return None
        made: Value | None = None
        for one in found:
            if isinstance(one, Test):
                made = one if made is None else self.either("or", made, one)
        made = made or Known(value=False)
        return made if holds else negated(made)

    def asked(self, question: str) -> str:
        """A condition of which only a run tells, the same for the same question."""
        key = ("asked", question)
        return self._named(key, {"Fn::Equals": [{UNKNOWN_KEY: [len(self._names)]}, "true"]})

    def _named(self, key: object, tree: Tree) -> str:
        if key not in self._names:
            name = f"Case{len(self._names) + 1}"
            self._names[key] = name
            self.trees[name] = tree
        return self._names[key]


def _equals(setting: Setting, text: str) -> Tree:
    return {"Fn::Equals": [{"Ref": setting.name}, text]}
