"""What the operators of Python make of what a test has, and of parts of the template."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from auditor.expectations.gathered import items
from auditor.expectations.looking import Looking
from auditor.expectations.values import (
    InTemplate,
    KeysOf,
    Known,
    Listed,
    Missing,
    Value,
    joined,
)

_NUMBERS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
_SETS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Sub: operator.sub,
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
}
_LARGEST = 10**15


def operated(operation: ast.operator, left: Value, right: Value, look: Looking) -> Value:
    """What stands for two values with an operator between them."""
    kind = type(operation)
    if kind is ast.Div:
        return joined(left, right)
    if isinstance(left, Known) and isinstance(right, Known):
        return _of_known(kind, left.value, right.value)
    if kind is ast.Sub and isinstance(left, Known) and isinstance(left.value, frozenset):
        is_known = isinstance(right, KeysOf | Listed)
        return Missing(tuple(left.value), right) if is_known else None
    if kind is ast.Add:
        return added(left, right, look)
    return None


def added(left: Value, right: Value, look: Looking) -> Value:
    """A list with the items of another one behind its own."""
    is_list = any(isinstance(one, Listed | InTemplate) for one in (left, right))
    first, second = items(left, look), items(right, look)
    if not is_list or first is None or second is None:
        return None
    is_ordered = not isinstance(left, Listed) or left.is_ordered
    return Listed((*first, *second), None, is_ordered)


def _of_known(kind: type[ast.operator], left: Any, right: Any) -> Value:
    if type(left) is type(right) is int:
        made = _NUMBERS[kind](left, right) if kind in _NUMBERS else None
        return Known(made) if made is not None and abs(made) < _LARGEST else None
    if isinstance(left, frozenset) and isinstance(right, frozenset) and kind in _SETS:
        return Known(_SETS[kind](left, right))
    is_alike = type(left) is type(right) and isinstance(left, str | list | tuple)
    return Known(left + right) if is_alike and kind is ast.Add else None


def lacking(node: ast.ListComp | ast.SetComp | ast.GeneratorExp, of: Callable[[ast.expr], Value]
            ) -> Missing | None:  # fmt: skip
    """`[one for one in wanted if one not in others]`, where that is what it is."""
    (loop, *others) = node.generators
    test = loop.ifs[0] if len(loop.ifs) == 1 and not others else None
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    names = [getattr(one, "id", None) for one in (loop.target, node.elt, test.left)]
    if not isinstance(test.ops[0], ast.NotIn) or names[0] is None or len(set(names)) > 1:
        return None
    wanted, held = of(loop.iter), of(test.comparators[0])
    is_wanted = isinstance(wanted, Known) and isinstance(wanted.value, list | tuple | frozenset)
    if not isinstance(wanted, Known) or not is_wanted:
        return None
    return (
        Missing(tuple(wanted.value), held)
        if isinstance(held, KeysOf | Listed | InTemplate)
        else None
    )
