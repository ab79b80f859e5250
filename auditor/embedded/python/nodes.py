"""The nodes of a module of Python: what stands in each is listed once, for all analyses."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterator

_CHILDREN = "_children_"


def children(node: ast.AST) -> list[ast.AST]:
    """As `ast.iter_child_nodes`, listed when it is first asked for: trees are never changed."""
    known: list[ast.AST] | None = node.__dict__.get(_CHILDREN)
    if known is not None:
        return known
    found: list[ast.AST] = []
    values = node.__dict__
    for field in node._fields:
        value = values.get(field)
        if isinstance(value, ast.AST):
            found.append(value)
        elif isinstance(value, list):
            found += [item for item in value if isinstance(item, ast.AST)]
    values[_CHILDREN] = found
    return found


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """As `ast.walk`: a node and all below it, those nearer to it first."""
    waiting = deque([node])
    while waiting:
        here = waiting.popleft()
        waiting.extend(children(here))
        yield here
