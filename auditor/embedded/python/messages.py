"""Handlers that take it for granted that each message they are sent has `Records` in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from auditor.embedded.python.nodes import walk
from auditor.embedded.python.parse import Source
from auditor.model.text import Span

_KEY = "Records"
_BODIES = frozenset({"body", "Message"})
_TEST = "TestEvent"


def records_of_messages(source: Source, handler: str) -> list[Span]:
    """Where a handler takes `["Records"]` of the JSON of each message, and looks for nothing.

    None where anything in the file may be a test, or where the handler is not a plain function.
    """
    functions = [
        node
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef) and node.name == handler
    ]
    if len(functions) != 1 or _TEST in source.text or any(map(_may_test, walk(source.tree))):
        return []
    parsed = set(_parsed_names(functions[0]))
    return [
        source.span(node)
        for node in _always(functions[0].body)
        if isinstance(node, ast.Subscript)
        and _is_key(node.slice)
        and (_is_message(node.value) or getattr(node.value, "id", None) in parsed)
    ]


def _always(body: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    """All nodes that each message comes to, up to where the turn may be left."""
    for statement in body:
        if isinstance(statement, ast.For | ast.With):
            heads = (
                [statement.iter]
                if isinstance(statement, ast.For)
                else [item.context_expr for item in statement.items]
            )
            for head in heads:
                yield from walk(head)
            yield from _always(statement.body)
        elif isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr | ast.Return):
            if statement.value is not None:
                yield from walk(statement.value)
        else:
            return


def _parsed_names(function: ast.FunctionDef) -> Iterator[str]:
    """The names that are given the JSON of a message, and nothing else."""
    given: dict[str, list[ast.expr | None]] = {}
    for node in walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    given.setdefault(target.id, []).append(node.value)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            given.setdefault(node.id, [])
    for name, values in given.items():
        if len(values) == 1 and values[0] is not None and _is_message(values[0]):
            yield name


def _is_message(node: ast.expr) -> bool:
    """`json.loads(record["body"])`, or of the message of SNS."""
    if not isinstance(node, ast.Call) or len(node.args) != 1:
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    given = node.args[0]
    key = given.slice if isinstance(given, ast.Subscript) else None
    return name == "loads" and isinstance(key, ast.Constant) and key.value in _BODIES


def _is_key(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value == _KEY


def _may_test(node: ast.AST) -> bool:
    """Whether it may look for the records, or catch that there are none."""
    if isinstance(node, ast.Compare):
        return any(map(_is_key, (node.left, *node.comparators)))
    if isinstance(node, ast.Call):
        is_asked = isinstance(node.func, ast.Attribute) and node.func.attr in ("get", "pop")
        return is_asked and any(map(_is_key, node.args))
    return isinstance(node, ast.Try | ast.While | ast.Match)
