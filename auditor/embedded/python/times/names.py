"""Where a function binds a name, and what the name is made of."""

from __future__ import annotations

import ast
from typing import TypeAlias

from auditor.embedded.python.nodes import children, walk
from auditor.embedded.python.times.module import FUNCTIONS, inside

Binding: TypeAlias = ast.Assign | ast.AnnAssign


def core(node: ast.expr) -> ast.expr:
    """The datetime of `x + timedelta(...)`, `timedelta(...) + x` and `x - timedelta(...)`."""
    while isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        is_behind = isinstance(node.op, ast.Add) and _is_delta(node.left)
        node = node.right if is_behind else node.left
    return node


def _is_delta(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else node
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in ("timedelta", "relativedelta")


def assignment(function: ast.AST, name: str) -> tuple[Binding, ast.expr] | None:
    """The one statement that binds a local name, with the value."""
    stores = _stores(function, name)
    statement = stores[0] if len(stores) == 1 else None
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        target = statement.target
    else:
        return None
    value = statement.value
    return (statement, value) if isinstance(target, ast.Name) and value is not None else None


def roots(function: ast.AST, name: str) -> list[ast.Name]:
    """The names that a name is made of by adding and subtracting alone, the nearest first."""
    found: list[ast.Name] = []
    seen = {name}
    bound = assignment(function, name)
    while bound is not None:
        base = core(bound[1])
        if not isinstance(base, ast.Name) or base.id in seen:
            break
        seen.add(base.id)
        found.append(base)
        bound = assignment(function, base.id)
    return found


def stands_before(function: ast.AST, name: str, place: Binding) -> bool:
    """Whether a name surely has its only value where a statement begins."""
    stores = _stores(function, name)
    if not stores:
        return isinstance(function, FUNCTIONS) and any(
            isinstance(node, ast.arg) and node.arg == name for node in walk(function.args)
        )
    bound = assignment(function, name)
    return bound is not None and any(
        bound[0] in block and place in block and block.index(bound[0]) < block.index(place)
        for node in (function, *inside(function))
        for block in (getattr(node, "body", None), getattr(node, "orelse", None))
        if isinstance(block, list)
    )


def _stores(function: ast.AST, name: str) -> list[ast.AST]:
    """The statements and other nodes that bind a name in a function."""
    found: list[ast.AST] = []
    for node in walk(function):
        names = [
            child for child in children(node) if isinstance(child, ast.Name) and child.id == name
        ]
        found += [node for child in names if not isinstance(child.ctx, ast.Load)]
        if isinstance(node, (ast.Global, ast.Nonlocal)) and name in node.names:
            found.append(node)
    return found
