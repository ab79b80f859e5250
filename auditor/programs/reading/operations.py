"""Operators."""

from __future__ import annotations

from auditor.programs import syntax as s
from auditor.programs.reading.cases import either
from auditor.programs.reading.enumerations import plain
from auditor.programs.reading.joining import added, joined
from auditor.programs.reading.machine import Machine
from auditor.programs.reading.packages.places import beside, further
from auditor.programs.values import (
    NOTHING,
    Bound,
    Cases,
    Contents,
    Known,
    Mapping,
    Place,
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
            case s.Assigned():
                old = self._machine.of(node.target, scope) if node.gives_old else None
                value = self._machine.of(node.value, scope)
                self._machine.assign(node.target, value, scope)
                return value if old is None else old
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
        return either(name, values[0], values[1], node)

    def _logical(self, node: s.Either, scope: Scope) -> Value:
        return self._either(node, self._machine.of(node.left, scope), scope)

    def _either(self, node: s.Either, left: Value, scope: Scope) -> Value:
        if isinstance(left, Cases):
            self._machine.course.step()
            with self._machine.course.under(left.condition, True):
                then = self._either(node, left.then, scope)
            with self._machine.course.under(left.condition, False):
                other = self._either(node, left.other, scope)
            return either(left.condition, then, other, node)
        known = self._machine.truth(left)
        if node.operator == "else":
            is_known = not isinstance(left, Unknown | Setting | Bound)
            known = not (isinstance(left, Known) and left.value is None) if is_known else None
        if known is not None:
            is_right = known is (node.operator == "and")
            return self._machine.of(node.right, scope) if is_right else left
        if isinstance(left, Setting) and node.operator != "and":
            right = self._machine.of(node.right, scope)
            if isinstance(right, Known) and left.default is None:
                return Setting(node=node, name=left.name, default=right.value, type=left.type)
            return left
        name, holds = self._machine.conditions.of(left)
        with self._machine.course.under(name, holds is (node.operator == "and")):
            right = self._machine.of(node.right, scope)
        both = self._machine.conditions.either(node.operator, left, right)
        if both is not None:
            return both
        if node.operator == "and":
            nothing = Known(value=False) if isinstance(left, Test) else NOTHING
            then, other = (right, nothing) if holds else (nothing, right)
            return either(name, then, other, node)
        if isinstance(left, Unknown) and isinstance(right, Known | Mapping | Sequence):
            return either(name, left, right, node) if holds else left
        return Unknown(node=node, why="expression")

    def _binary(self, node: s.Binary, scope: Scope) -> Value:
        left, right = (plain(self._machine.of(one, scope)) for one in (node.left, node.right))
        if node.operator == "+":
            return added(self._machine, left, right, node)
        if node.operator == "/" and isinstance(left, Place):
            return beside(left, [right]) or Unknown(node=node, why="path")
        if node.operator == "/" and isinstance(left, Contents):
            return further(left, [right]) or Unknown(node=node, why="path")
        if node.operator == "%" and isinstance(left, Known) and isinstance(left.value, str):
            return self._filled_in(left.value, right, node)
        compared = self._machine.conditions.compared(node.operator, left, right)
        if compared is not None:
            return compared
        numbers = [v.value for v in (left, right) if isinstance(v, Known)]
        if len(numbers) == 2 and all(type(n) in (int, float) for n in numbers):
            made = _calculated(node.operator, numbers[0], numbers[1])
            return made if node.file.language == "python" else _as_script(made)
        if node.operator == "|" and isinstance(left, Mapping) and isinstance(right, Mapping):
            return Mapping(
                items={**left.items, **right.items}, is_open=left.is_open or right.is_open
            )
        return Unknown(node=node, why="expression")

    def _filled_in(self, text: str, given: Value, node: s.Node) -> Value:
        """`text % given` of Python, where nothing but `%s` stands in the text."""
        pieces = text.split("%s")
        values = given.items if isinstance(given, Sequence) else [given]
        if any("%" in piece for piece in pieces) or len(values) != len(pieces) - 1:
            return Unknown(node=node, why="expression")
        parts: list[Value] = []
        for at, piece in enumerate(pieces):
            parts += [Known(value=piece)] if piece else []
            parts += values[at : at + 1]
        return joined(self._machine, parts, node)


def _as_script(value: Value) -> Value:
    """A number as scripts have it, to which 30.0 is 30."""
    number = value.value if isinstance(value, Known) else None
    return Known(value=int(number)) if isinstance(number, float) and number % 1 == 0 else value


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
            case "%":
                return Known(value=left % right) if left >= 0 and right > 0 else Unknown()
            case "**":
                is_small = abs(left) <= 100 and 0 <= right <= 8
                return Known(value=left**right) if is_small else Unknown()
            case "<" | ">" | "<=" | ">=":
                is_less = left < right if operator in ("<", ">=") else left <= right
                return Known(value=is_less if operator in ("<", "<=") else not is_less)
    except (ZeroDivisionError, OverflowError):
        pass
    return Unknown()
