"""The present moment taken in the zone of the datetime that it meets."""

from __future__ import annotations

import ast
from typing import TypeAlias

from auditor.embedded.python.datetime_flow import Flow
from auditor.embedded.python.datetime_kinds import DATETIMES, NAIVE
from auditor.embedded.python.datetime_module import FUNCTIONS, inside
from auditor.embedded.python.datetime_operations import Operation
from auditor.embedded.python.parse import Source
from auditor.model.text import Span

Replacements: TypeAlias = tuple[tuple[Span, str], ...]


def naive_side(operation: Operation) -> tuple[ast.expr, ast.expr]:
    """The naive operand and the other one."""
    sides = (operation.left, operation.right)
    return sides if operation.values[0] == NAIVE else sides[::-1]


def replacements(source: Source, flow: Flow, operation: Operation) -> Replacements:
    """What makes the naive operand the same moment in the zone of the other one.

    With a naive other operand `datetime.now(None)` gives local time, which is UTC in Lambda.
    Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html (`TZ`)
    """
    if isinstance(operation.node, ast.Compare) and len(operation.node.ops) > 1:
        return ()
    naive, other = map(_core, naive_side(operation))
    if not _is_plain(other) or flow.given.get(other) not in DATETIMES:
        return ()
    if source.span(naive) == source.span(operation.node):
        return ()
    if isinstance(naive, ast.Name):
        call = _single_source(flow, operation, naive, other)
    else:
        call = naive if naive in flow.now else None
    return () if call is None else _written(source, call, other)


def _written(source: Source, call: ast.expr, other: ast.expr) -> Replacements:
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return ()
    spelled, place, zone = (_text(source, node) for node in (call.func.value, call, other))
    if "#" in place or "\n" in zone or "\n" in spelled or "\\" in place:
        return ()
    return ((source.span(call), f"{spelled}.now({zone}.tzinfo)"),)


def _text(source: Source, node: ast.expr) -> str:
    span = source.span(node)
    return source.text[span.start : span.end]


def _core(node: ast.expr) -> ast.expr:
    """The datetime of `x + timedelta(...)`, `timedelta(...) + x` and `x - timedelta(...)`."""
    while isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        is_behind = isinstance(node.op, ast.Add) and _is_delta(node.left)
        node = node.right if is_behind else node.left
    return node


def _is_delta(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else node
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in ("timedelta", "relativedelta")


def _is_plain(node: ast.expr) -> bool:
    """A name, or an attribute or item of one, which can be read twice."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        if isinstance(node, ast.Subscript) and not isinstance(node.slice, (ast.Constant, ast.Name)):
            return False
        node = node.value
    return isinstance(node, ast.Name)


def _single_source(
    flow: Flow, operation: Operation, naive: ast.Name, other: ast.expr
) -> ast.expr | None:
    """The call whose value the name holds, where it serves operations with that value alone."""
    assignment = _assignment(operation.function, naive.id)
    if assignment is None or not isinstance(other, ast.Name):
        return None
    call = _core(assignment.value)
    if call not in flow.now or not _stands_before(operation.function, other.id, assignment):
        return None
    partners = _partners(flow, naive.id)
    uses = [
        node
        for node in ast.walk(operation.function)
        if isinstance(node, ast.Name) and node.id == naive.id and isinstance(node.ctx, ast.Load)
    ]
    return call if all(partners.get(use) == other.id for use in uses) else None


def _partners(flow: Flow, name: str) -> dict[ast.expr, str]:
    """The uses of a name in operations, each with the name on the other side."""
    found: dict[ast.expr, str] = {}
    for operation in flow.operations:
        left, right = _core(operation.left), _core(operation.right)
        for own, other in ((left, right), (right, left)):
            if not operation.mixes or not isinstance(own, ast.Name):
                continue
            if own.id == name and isinstance(other, ast.Name):
                found[own] = other.id
    return found


def _assignment(function: ast.AST, name: str) -> ast.Assign | None:
    """The one statement that binds a local name."""
    stores = _stores(function, name)
    if len(stores) != 1 or not isinstance(stores[0], ast.Assign) or len(stores[0].targets) != 1:
        return None
    return stores[0] if isinstance(stores[0].targets[0], ast.Name) else None


def _stores(function: ast.AST, name: str) -> list[ast.AST]:
    """The statements and other nodes that bind a name in a function."""
    found: list[ast.AST] = []
    for node in ast.walk(function):
        names = [
            child
            for child in ast.iter_child_nodes(node)
            if isinstance(child, ast.Name) and child.id == name
        ]
        found += [node for child in names if not isinstance(child.ctx, ast.Load)]
        if isinstance(node, (ast.Global, ast.Nonlocal)) and name in node.names:
            found.append(node)
    return found


def _stands_before(function: ast.AST, name: str, place: ast.Assign) -> bool:
    """Whether a name surely has its only value where a statement begins."""
    stores = _stores(function, name)
    if not stores:
        return isinstance(function, FUNCTIONS) and any(
            isinstance(node, ast.arg) and node.arg == name for node in ast.walk(function.args)
        )
    if len(stores) > 1 or not isinstance(stores[0], ast.Assign):
        return False
    return any(
        stores[0] in block and place in block and block.index(stores[0]) < block.index(place)
        for node in (function, *inside(function))
        for block in (getattr(node, "body", None), getattr(node, "orelse", None))
        if isinstance(block, list)
    )
