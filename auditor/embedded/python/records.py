"""Handlers that take it for granted that their event has `Records`."""

from __future__ import annotations

import ast

from auditor.embedded.python.parse import Source
from auditor.model.text import Span

_KEY = "Records"
_TESTING = frozenset({"get", "setdefault", "pop", "keys", "items"})


def unguarded_records(source: Source, handler: str) -> list[Span]:
    """Where the handler's function takes `event["Records"]` without looking whether it is there.

    None where the function tests its event for anything, catches the error, hands the event to
    what may test it before, or is not a plain function of the module.
    """
    functions = [
        node
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef) and node.name == handler
    ]
    if len(functions) != 1 or not functions[0].args.args:
        return []
    function = functions[0]
    event = function.args.args[0].arg
    nodes = [node for statement in function.body for node in ast.walk(statement)]
    if function.decorator_list or any(_may_guard(node, event) for node in nodes):
        return []
    return [
        source.span(node)
        for node in nodes
        if isinstance(node, ast.Subscript) and _is_event(node.value, event) and _is_key(node.slice)
    ]


def _is_event(node: ast.AST, event: str) -> bool:
    return isinstance(node, ast.Name) and node.id == event


def _is_key(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value == _KEY


def _may_guard(node: ast.AST, event: str) -> bool:
    if isinstance(node, (ast.Try, ast.With)):
        return True
    if isinstance(node, ast.Compare):
        return any(_is_event(part, event) or _is_key(part) for part in ast.walk(node))
    if isinstance(node, (ast.If, ast.IfExp, ast.Assert, ast.While)):
        return any(_is_event(part, event) for part in ast.walk(node.test))
    if isinstance(node, ast.Call):
        is_test = (
            isinstance(node.func, ast.Attribute)
            and node.func.attr in _TESTING
            and _is_event(node.func.value, event)
        )
        return is_test or any(_is_handed_on(argument, event, node) for argument in node.args)
    return isinstance(node, ast.Name) and node.id == event and isinstance(node.ctx, ast.Store)


def _is_handed_on(argument: ast.expr, event: str, call: ast.Call) -> bool:
    """Whether the whole event goes to a function that is not known to only show it."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return _is_event(argument, event) and name not in ("dumps", "print", "info", "debug", "str")
