"""The conditions of a program: what its `if`s ask, as conditions of a template."""

from __future__ import annotations

from auditor.model.tree import UNKNOWN_KEY, Tree
from auditor.programs.values import (
    Asset,
    Closure,
    External,
    Instance,
    Joined,
    Json,
    Known,
    Made,
    Mapping,
    Output,
    Pseudo,
    Sequence,
    Setting,
    Test,
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
        if isinstance(value, Setting):
            name = self._named(("setting", value.name), _equals(value, "true"))
            self.settings[name] = value
            return name, True
        self._kept.append(value)  # so that no other value gets its identity
        number = len(self._names)
        return self._named(id(value), {"Fn::Equals": [{UNKNOWN_KEY: [number]}, "true"]}), True

    def compared(self, operator: str, left: Value, right: Value) -> Value | None:
        """A comparison of values; None where only a run tells."""
        if isinstance(left, Known) and isinstance(right, Known):
            if operator in ("==", "==="):
                return Known(value=left.value == right.value)
            if operator in ("!=", "!=="):
                return Known(value=left.value != right.value)
        if isinstance(right, Setting):
            left, right = right, left
        if isinstance(left, Setting) and isinstance(right, Known):
            text = right.value
            if isinstance(text, str) and operator in ("==", "===", "!=", "!=="):
                name = self._named(("is", left.name, text), _equals(left, text))
                self.settings[name] = left
                return Test(condition=name, holds=operator in ("==", "==="))
        nothing = isinstance(right, Known) and right.value is None
        if nothing and isinstance(left, _THERE | Mapping | Sequence | Joined):
            return Known(value=operator.startswith("!"))
        return None

    def _named(self, key: object, tree: Tree) -> str:
        if key not in self._names:
            name = f"Case{len(self._names) + 1}"
            self._names[key] = name
            self.trees[name] = tree
        return self._names[key]


def _equals(setting: Setting, text: str) -> Tree:
    return {"Fn::Equals": [{"Ref": setting.name}, text]}
