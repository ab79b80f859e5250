"""Handlers of custom resources that return without an answer when the resource is deleted."""

from __future__ import annotations

import ast

from auditor.embedded.python.parse import Source
from auditor.model.text import Span

_KEY, _DELETE = "RequestType", "Delete"
_QUIET = frozenset({"debug", "info", "warning", "error", "exception", "log", "print"})


def silent_deletes(source: Source, handler: str) -> list[Span]:
    """Each `return` of the handler that ends the branch for `Delete` before anything was sent.

    Only branches that do nothing but print and return, and where no call before them may answer.
    """
    functions = [
        node
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef) and node.name == handler
    ]
    if len(functions) != 1 or functions[0].decorator_list:
        return []
    found: list[Span] = []
    for statement in functions[0].body:
        if isinstance(statement, ast.If) and _is_delete(statement.test, functions[0]):
            *before, last = statement.body
            is_quiet = all(_is_quiet(one) for one in before)
            if is_quiet and isinstance(last, ast.Return) and _is_quiet_value(last.value):
                found.append(source.span(last))
            break
        if not _is_quiet(statement) and not isinstance(statement, ast.Assign):
            break
    return found


def _is_delete(test: ast.expr, function: ast.FunctionDef) -> bool:
    """Whether a test is `event["RequestType"] == "Delete"`, or of a name bound to it."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return False
    if not isinstance(test.ops[0], ast.Eq):
        return False
    sides = (test.left, test.comparators[0])
    values = [one.value for one in sides if isinstance(one, ast.Constant)]
    others = [one for one in sides if not isinstance(one, ast.Constant)]
    if values != [_DELETE] or len(others) != 1:
        return False
    asked: ast.AST = others[0]
    if isinstance(asked, ast.Name):
        bound = [
            one.value
            for one in function.body
            if isinstance(one, ast.Assign)
            and any(isinstance(name, ast.Name) and name.id == asked.id for name in one.targets)
        ]
        asked = bound[0] if len(bound) == 1 else asked
    return any(isinstance(one, ast.Constant) and one.value == _KEY for one in ast.walk(asked))


def _is_quiet(statement: ast.stmt) -> bool:
    """Whether a statement only prints, or does nothing."""
    if isinstance(statement, ast.Pass):
        return True
    if not isinstance(statement, ast.Expr):
        return False
    value = statement.value
    if isinstance(value, ast.Constant):
        return True
    if not isinstance(value, ast.Call):
        return False
    called = value.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in _QUIET


def _is_quiet_value(value: ast.expr | None) -> bool:
    """Whether what is returned calls nothing."""
    return value is None or not any(isinstance(one, ast.Call) for one in ast.walk(value))
