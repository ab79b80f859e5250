"""The texts that a Python file gives to names."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from auditor.embedded.python.nodes import children
from auditor.embedded.python.parse import Source, parse
from auditor.expectations.expectation import Written
from auditor.expectations.python.module import dotted_name
from auditor.expectations.stand_ins import is_double, settings

_READS = ("environ.get", "getenv")


def named_texts(text: str) -> Iterator[tuple[str, Written]]:
    """Each text literal with the variable, argument, key or environment variable that it is for."""
    source = parse(text)
    for node in _nodes(source.tree) if source is not None else ():
        for name, value in _pairs(node):
            if source is not None and isinstance(value, ast.Constant):
                yield from _written(source, name, value)


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those in classes that stand for something of AWS."""
    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.ClassDef) and is_double(node.name):
            continue
        yield node
        pending += reversed(children(node))


def _written(source: Source, name: str, value: ast.Constant) -> Iterator[tuple[str, Written]]:
    if isinstance(value.value, str):
        yield name, Written(value.value, source.span(value))


def _pairs(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Assign):
        yield from ((_name(target), node.value) for target in node.targets)
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        yield _name(node.target), node.value
    elif isinstance(node, ast.Dict):
        keys = zip(node.keys, node.values, strict=True)
        yield from settings(
            [(str(key.value), value) for key, value in keys if isinstance(key, ast.Constant)]
        )
    elif isinstance(node, ast.Call):
        yield from settings([(one.arg, one.value) for one in node.keywords if one.arg])
        if dotted_name(node).endswith(_READS) and len(node.args) == 2:
            variable = node.args[0]
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
