"""Operators."""

from __future__ import annotations

from auditor.programs import syntax as s
from auditor.programs.reading.joining import added
from auditor.programs.reading.machine import Machine
from auditor.programs.values import (
    Cases,
    Known,
    Mapping,
    Scope,
    Sequence,
    Setting,
    Test,
    Unknown,
    Value,
)


class Operations:
    """What operators and conditional expressions give."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def of(self, node: s.Node, scope: Scope) -> Value:
        match node:
            case s.Choice():
                return self._choice(node, scope)
            case s.Either():
                return self._logical(node, scope)
            case s.Negation():
                value = self._machine.of(node.value, scope)
                known = self._machine.truth(value)
                if known is not None:
                    return Known(value=not known)
                name, holds = self._machine.conditions.of(value)
                return Test(condition=name, holds=not holds)
            case s.Binary():
                return self._binary(node, scope)
        return Unknown(node=node, why="expression")

    def _choice(self, node: s.Choice, scope: Scope) -> Value:
        test = self._machine.of(node.test, scope)
        known = self._machine.truth(test)
        if known is not None:
            return self._machine.of(node.then if known else node.other, scope)
        name, holds = self._machine.conditions.of(test)
        then, other = (node.then, node.other) if holds else (node.other, node.then)
        values: list[Value] = []
        for branch, holding in ((then, True), (other, False)):
            with self._machine.course.under(name, holding):
                values.append(self._machine.of(branch, scope))
        return Cases(node=node, condition=name, then=values[0], other=values[1])

    def _logical(self, node: s.Either, scope: Scope) -> Value:
        left = self._machine.of(node.left, scope)
        known = self._machine.truth(left)
        if node.operator == "else":
            if isinstance(left, Known):
                return self._machine.of(node.right, scope) if left.value is None else left
            known = None if isinstance(left, Unknown | Setting | Cases) else True
        right_counts = known is not (node.operator != "and")
        if known is not None:
            return self._machine.of(node.right, scope) if right_counts else left
        right = self._machine.of(node.right, scope)
        if isinstance(left, Setting) and node.operator in ("or", "else"):
            if isinstance(right, Known) and left.default is None:
                return Setting(node=node, name=left.name, default=right.value)
            return left
        if node.operator == "and":
            return Unknown(node=node, why="expression")
        if isinstance(left, Unknown) and isinstance(right, Known | Mapping | Sequence):
            name, holds = self._machine.conditions.of(left)
            return Cases(node=node, condition=name, then=left, other=right) if holds else left
        return Unknown(node=node, why="expression")

    def _binary(self, node: s.Binary, scope: Scope) -> Value:
        left, right = self._machine.of(node.left, scope), self._machine.of(node.right, scope)
        if node.operator == "+":
            return added(self._machine, left, right, node)
        if node.operator == "%" and isinstance(left, Known) and isinstance(left.value, str):
            return Unknown(node=node, why="expression")
        compared = self._machine.conditions.compared(node.operator, left, right)
        if compared is not None:
            return compared
        numbers = [v.value for v in (left, right) if isinstance(v, Known)]
        if len(numbers) == 2 and all(type(n) in (int, float) for n in numbers):
            return _calculated(node.operator, numbers[0], numbers[1])
        if node.operator == "|" and isinstance(left, Mapping) and isinstance(right, Mapping):
            return Mapping(
                items={**left.items, **right.items}, is_open=left.is_open or right.is_open
            )
        return Unknown(node=node, why="expression")


def _calculated(operator: str, one: s.Scalar, two: s.Scalar) -> Value:
    if not isinstance(one, int | float) or not isinstance(two, int | float):
        return Unknown()
    left, right = one, two
    try:
        match operator:
            case "*":
                return Known(value=left * right) if abs(left * right) < 1e15 else Unknown()
            case "-":
                return Known(value=left - right)
            case "/":
                return Known(value=left / right)
            case "//":
                return Known(value=left // right)
            case "<" | ">" | "<=" | ">=":
                is_less = left < right if operator in ("<", ">=") else left <= right
                return Known(value=is_less if operator in ("<", "<=") else not is_less)
    except (ZeroDivisionError, OverflowError):
        pass
    return Unknown()
