"""Handlers that take it for granted that their event has `Records`."""

from __future__ import annotations

import ast

from auditor.embedded.python.nodes import of_type, walk
from auditor.embedded.python.parse import Source
from auditor.embedded.python.places import placed
from auditor.model.text import Span

_KEY = "Records"
_TESTING = frozenset({"get", "setdefault", "pop", "keys", "items"})
_SHOWING = frozenset({"debug", "dumps", "info", "pprint", "print", "repr", "str"})
"""What an event can be handed to without being looked into."""


def unguarded_records(source: Source, handler: str) -> list[Span]:
    """Where each run of the handler takes `event["Records"]` without looking whether it is there.

    None where the function tests its event for anything, catches the error, has a decorator, hands
    the event to what may test it, or is not a plain function of the module.
    """
    functions = [
        node
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef) and node.name == handler
    ]
    parameters = [one for node in functions for one in (*node.args.posonlyargs, *node.args.args)]
    if len(functions) != 1 or not parameters or functions[0].decorator_list:
        return []
    function, event = functions[0], parameters[0].arg
    taken = {
        node
        for node in of_type(source.tree, ast.Subscript)
        if _is_event(node.value, event) and _is_key(node.slice)
    }
    if not taken:
        return []
    inside = {node for statement in function.body for node in walk(statement)}
    if any(_may_guard(node, event) for node in inside):
        return []
    found = [
        source.span(node)
        for node, place in source.once(placed)
        if isinstance(node, ast.Subscript)
        and node in taken
        and node in inside
        and place.always
        and place.function == handler
    ]
    return sorted(found)


def _is_event(node: ast.AST, event: str) -> bool:
    return isinstance(node, ast.Name) and node.id == event


def _is_key(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value == _KEY


def _may_guard(node: ast.AST, event: str) -> bool:
    if isinstance(node, ast.Compare):
        return any(_is_event(part, event) or _is_key(part) for part in walk(node))
    if isinstance(node, ast.Call):
        is_test = (
            isinstance(node.func, ast.Attribute)
            and node.func.attr in _TESTING
            and _is_event(node.func.value, event)
        )
        given = (*node.args, *(keyword.value for keyword in node.keywords))
        return is_test or any(_is_handed_on(argument, event, node) for argument in given)
    if isinstance(node, ast.Subscript):
        return _is_event(node.value, event) and not isinstance(node.ctx, ast.Load)
    return isinstance(node, ast.Name) and node.id == event and not isinstance(node.ctx, ast.Load)


def _is_handed_on(argument: ast.expr, event: str, call: ast.Call) -> bool:
    """Whether the whole event goes to a function that is not known to only show it."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return _is_event(argument, event) and name not in _SHOWING
