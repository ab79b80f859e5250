"""Comprehensions of Python: one inside of the other where there are several `for`s."""

from __future__ import annotations

import ast
from typing import Protocol

from auditor.programs import syntax as s


class Reader(Protocol):
    """What reads expressions."""

    def of(self, node: ast.expr) -> s.Node:
        """The expression."""

    def span(self, node: ast.AST) -> tuple[s.File, int, int]:
        """Where a node stands."""


def comprehension(
    reader: Reader, node: ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp
) -> s.Node:
    """The comprehension, whose innermost `for` has the value."""
    span = reader.span(node)
    key = reader.of(node.key) if isinstance(node, ast.DictComp) else None
    value: s.Node = reader.of(node.value if isinstance(node, ast.DictComp) else node.elt)
    is_flat = False
    for one in reversed(node.generators):
        target, source = reader.of(one.target), reader.of(one.iter)
        tests = tuple(map(reader.of, one.ifs))
        value = s.Comprehension(*span, target, source, key, value, tests, is_flat)
        is_flat = True
    return value
