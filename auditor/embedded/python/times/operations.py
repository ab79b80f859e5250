"""Operations on times, and what they give."""

from __future__ import annotations

import ast
from itertools import pairwise

from msgspec import Struct

from auditor.embedded.python.nodes import of_type
from auditor.embedded.python.times.kinds import (
    DATETIMES,
    DELTA,
    MAYBE_AWARE,
    NAIVE,
    NOTHING,
    UNKNOWN,
    Kind,
    Value,
    text_ending,
)

ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
"""Comparisons that raise where one side is naive and the other aware."""


class OutOfBudgetError(Exception):
    """The code is too large to be followed."""


class Operation(Struct):
    """A comparison or subtraction, with what is known of both sides."""

    node: ast.Compare | ast.BinOp
    left: ast.expr
    right: ast.expr
    values: tuple[Value, Value]
    function: ast.AST

    @property
    def mixes(self) -> bool:
        """Whether one side is naive and the other is or may be aware."""
        return NAIVE in self.values and any(value in MAYBE_AWARE for value in self.values)


def may_mix(tree: ast.Module) -> bool:
    """Whether any comparison or subtraction of a module can be one of times: most have none."""
    return any(
        isinstance(node.op, ast.Sub) and not _is_constant(node.left, node.right)
        for node in of_type(tree, ast.BinOp)
    ) or any(
        isinstance(operator, ORDERED) and not _is_constant(*sides)
        for node in of_type(tree, ast.Compare)
        for operator, sides in zip(node.ops, pairwise((node.left, *node.comparators)), strict=True)
    )


def _is_constant(*sides: ast.expr) -> bool:
    """Whether a side is a number or a text, which no time is."""
    return any(isinstance(side, ast.Constant) for side in sides)


def client(node: ast.Call) -> Value:
    """The boto3 client or resource that a call with the name of a service makes."""
    name = node.args[0] if node.args else None
    if not isinstance(name, ast.Constant) or not isinstance(name.value, str):
        return UNKNOWN
    return Value(Kind.SDK, name.value)


def addition(node: ast.BinOp, left: Value, right: Value) -> Value:
    """What an addition gives, of times or of texts."""
    if NOTHING in (left, right):
        return NOTHING
    for value in (left, right):
        if value in DATETIMES:
            # To a datetime only a difference of times can be added.
            return value
    if left == right == DELTA:
        return DELTA
    end = node.right.value if isinstance(node.right, ast.Constant) else None
    return text_ending(end) if isinstance(end, str) else UNKNOWN


def difference(left: Value, right: Value) -> Value:
    """What a subtraction gives."""
    if NOTHING in (left, right):
        return NOTHING
    if left in DATETIMES or left == DELTA:
        return left if right == DELTA else DELTA if right in DATETIMES else UNKNOWN
    return UNKNOWN
