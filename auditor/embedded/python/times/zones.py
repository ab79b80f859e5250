"""Tests in code that tell naive and aware datetimes apart."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import TypeAlias

from auditor.embedded.python.nodes import walk
from auditor.embedded.python.times.module import inside

Refinement: TypeAlias = dict[str, bool]
"""Names with whether their datetime is aware."""

_WORDS = frozenset({"tzinfo", "utcoffset", "is_aware", "is_naive"})


def refinements(test: ast.expr) -> tuple[Refinement, Refinement]:
    """What holds of names where a test is true, and where it is false."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        when_true, when_false = _plain(test.operand)
        return when_false, when_true
    if isinstance(test, ast.BoolOp):
        both = [_plain(value) for value in test.values]
        if isinstance(test.op, ast.And):
            return _merged(true for true, _ in both), {}
        return {}, _merged(false for _, false in both)
    return _plain(test)


def _merged(parts: Iterator[Refinement]) -> Refinement:
    return {name: is_aware for part in parts for name, is_aware in part.items()}


def _plain(test: ast.expr) -> tuple[Refinement, Refinement]:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        when_true, when_false = _plain_positive(test.operand)
        return when_false, when_true
    return _plain_positive(test)


def _plain_positive(test: ast.expr) -> tuple[Refinement, Refinement]:
    is_aware = True
    if isinstance(test, ast.Compare):
        other = test.comparators[0]
        if not (isinstance(other, ast.Constant) and other.value is None):
            return {}, {}
        is_aware = isinstance(test.ops[0], (ast.IsNot, ast.NotEq))
        test = test.left
    name = _name_with_zone(test)
    return ({}, {}) if name is None else ({name: is_aware}, {name: not is_aware})


def _name_with_zone(node: ast.expr) -> str | None:
    """The name x of `x.tzinfo` and `x.utcoffset()`."""
    word = "tzinfo"
    if isinstance(node, ast.Call) and not node.args:
        node, word = node.func, "utcoffset"
    if isinstance(node, ast.Attribute) and node.attr == word and isinstance(node.value, ast.Name):
        return node.value.id
    return None


def zone_tests_of(text: str) -> Callable[[ast.AST], bool]:
    """What says of the functions of a module whether they ask for the zones of their times."""
    # names in other scripts may be other spellings of these, and escapes stand for anything
    is_plain = text.isascii() and "\\" not in text
    return _never if is_plain and not any(word in text for word in _WORDS) else tests_zones


def _never(_function: ast.AST) -> bool:
    return False


def tests_zones(function: ast.AST) -> bool:
    """Whether a function asks somewhere if a datetime is aware."""
    return any(
        _mentions(test)
        for node in inside(function)
        for test in (
            [node.test]
            if isinstance(node, (ast.If, ast.IfExp, ast.While, ast.Assert))
            else node.values
            if isinstance(node, ast.BoolOp)
            else [node]
            if isinstance(node, ast.Compare)
            else []
        )
    )


def _mentions(test: ast.AST) -> bool:
    if isinstance(test, ast.Compare) and any(
        isinstance(op, (ast.Lt, ast.LtE, ast.Gt, ast.GtE)) for op in test.ops
    ):
        # `x < datetime.now(x.tzinfo)` asks nothing of x.
        return False
    return any(
        (isinstance(node, ast.Attribute) and node.attr in _WORDS)
        or (isinstance(node, ast.Name) and node.id in _WORDS)
        or (isinstance(node, ast.Constant) and node.value in ("tzinfo", "utcoffset"))
        for node in walk(test)
    )
