"""The texts that a Python file gives to names."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from auditor.embedded.python.parse import Source, parse
from auditor.expectations.expectation import Written
from auditor.expectations.python.module import dotted_name

_READS = ("environ.get", "getenv")


def named_texts(text: str) -> Iterator[tuple[str, Written]]:
    """Each text literal with the variable, argument, key or environment variable that it is for."""
    source = parse(text)
    for node in ast.walk(source.tree) if source is not None else ():
        for name, value in _pairs(node):
            if source is not None and isinstance(value, ast.Constant):
                yield from _written(source, name, value)


def _written(source: Source, name: str, value: ast.Constant) -> Iterator[tuple[str, Written]]:
    if isinstance(value.value, str):
        yield name, Written(value.value, source.span(value))


def _pairs(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Assign):
        yield from ((_name(target), node.value) for target in node.targets)
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        yield _name(node.target), node.value
    elif isinstance(node, ast.keyword) and node.arg:
        yield node.arg, node.value
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant):
                yield str(key.value), value
    elif isinstance(node, ast.Call) and dotted_name(node).endswith(_READS):
        variable = node.args[0] if len(node.args) == 2 else None
        if isinstance(variable, ast.Constant):
            yield str(variable.value), node.args[1]


def _name(target: ast.expr) -> str:
    match target:
        case ast.Name():
            return target.id
        case ast.Attribute():
            return target.attr
        case ast.Subscript(slice=ast.Constant(value=str() as key)):
            return key
    return ""
