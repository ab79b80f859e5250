"""Whether the conditions of a Python test hold for a template."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from auditor.expectations.holds import NOTHING
from auditor.expectations.patterns import Unknown
from auditor.expectations.python.asserts import Asserts
from auditor.expectations.python.module import Scope, dotted_name
from auditor.expectations.python.reading import Given, Reading
from auditor.expectations.values import InTemplate, Known, Listed, Named, Subject, Value

_COMPARED: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, other: one in other,
    ast.NotIn: lambda one, other: one not in other,
}
_ON_TEXT = frozenset({"startswith", "endswith"})
_KINDS = {"dict": dict, "list": list, "str": str, "int": int, "bool": bool}


class Conditions:
    """Answers with the template at hand, and what the test itself has."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def truth(self, node: ast.expr, scope: Scope, given: Given) -> bool | None:
        """Whether a condition holds; None where that is not known."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self.truth(node.operand, scope, given)
            return None if inner is None else not inner
        if isinstance(node, ast.BoolOp):
            decides = isinstance(node.op, ast.Or)
            for value in node.values:
                inner = self.truth(value, scope, given)
                if inner is None or inner is decides:
                    return inner
            return not decides
        found = list(Asserts(self._reading, scope, given).stated(node))
        if found:
            return self._reading.look.all_hold(found)
        return self._of_known(node, scope, given)

    def _of_known(self, node: ast.expr, scope: Scope, given: Given) -> bool | None:
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            sides = [self._side(one, scope, given) for one in (node.left, *node.comparators)]
            known = [side.value for side in sides if isinstance(side, Known)]
            compared = _COMPARED[type(node.ops[0])]
            if len(known) < 2:
                is_kept = isinstance(node.ops[0], ast.Is | ast.IsNot)
                is_none = known == [None] and isinstance(sides[0], Listed | Named | InTemplate)
                return isinstance(node.ops[0], ast.IsNot) if is_kept and is_none else None
            try:
                return bool(compared(*known))
            except TypeError:
                return None
        if isinstance(node, ast.Call):
            return self._called(node, scope, given)
        found = self._reading.of(node, scope, given)
        if isinstance(found, Listed | Named):
            return bool(found.items if isinstance(found, Listed) else found.entries)
        return bool(found.value) if isinstance(found, Known) else None

    def _side(self, node: ast.expr, scope: Scope, given: Given) -> Value:
        """A side of a comparison; `str` of what is in the template is a text."""
        is_text = isinstance(node, ast.Call) and dotted_name(node) == "str" and len(node.args) == 1
        if isinstance(node, ast.Call) and is_text:
            found = self._reading.of(node.args[0], scope, given)
            try:
                at = self._reading.look.at(found.path) if isinstance(found, Subject) else NOTHING
            except (Unknown, LookupError):
                return None
            return None if at is NOTHING else Known(str(at))
        return self._reading.of(node, scope, given)

    def _called(self, node: ast.Call, scope: Scope, given: Given) -> bool | None:
        name = dotted_name(node).rpartition(".")[2]
        if name in _ON_TEXT and isinstance(node.func, ast.Attribute) and len(node.args) == 1:
            text = self._reading.of(node.func.value, scope, given)
            part = self._reading.of(node.args[0], scope, given)
            if not (isinstance(text, Known) and isinstance(part, Known)):
                return None
            is_text = isinstance(text.value, str) and isinstance(part.value, str | tuple)
            return bool(getattr(text.value, name)(part.value)) if is_text else None
        if name == "isinstance" and len(node.args) == 2:
            kind = _KINDS.get(dotted_name(node.args[1]))
            found = self._reading.of(node.args[0], scope, given)
            return None if kind is None else self._is_a(kind, found)
        found = self._reading.of(node, scope, given)
        return bool(found.value) if isinstance(found, Known) else None

    def _is_a(self, kind: type, found: object) -> bool | None:
        if isinstance(found, Known):
            return isinstance(found.value, kind)
        if not isinstance(found, Subject):
            return None
        try:
            return isinstance(self._reading.look.at(found.path), kind)
        except (Unknown, LookupError):
            return None
