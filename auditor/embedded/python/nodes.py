"""The nodes of a module of Python: what stands in each is listed once, for all analyses.

Contexts (`Load`, `Store`) and operators are left out: Python has one of each for all places, and
the node that they belong to names them.
"""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterator
from typing import Any, TypeVar

Kind = TypeVar("Kind", bound=ast.AST)

_CHILDREN = "_children_"
_ALL = "_all_"
_BY_TYPE = "_by_type_"
_PLAIN = frozenset({"ctx", "op", "ops", "id", "attr", "arg", "kind", "type_comment"})
_MIXED = frozenset({"keys", "kw_defaults", "kwd_attrs", "names"})
"""Lists that may hold texts, or nothing in a place: all others hold nodes alone."""
_NONE: list[ast.AST] = []
"""What stands in a node that can hold none; nobody adds to lists of children."""
_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {ast.Constant: ()}
"""The fields of each type that may hold nodes."""


LEAVES = frozenset({ast.Name, ast.Constant})
"""The frequent ones of those that nothing stands in."""


def children(node: ast.AST) -> list[ast.AST]:
    """As `ast.iter_child_nodes`, listed when it is first asked for: trees are never changed."""
    values = node.__dict__
    known: list[ast.AST] | None = values.get(_CHILDREN)
    if known is not None:
        return known
    fields = _FIELDS.get(type(node))
    if fields is None:
        fields = _fields(type(node))
    if not fields:
        return _NONE
    found: list[ast.AST] = []
    for field in fields:
        value = values.get(field)
        if value.__class__ is list:
            is_mixed = field in _MIXED
            found += [item for item in value if isinstance(item, ast.AST)] if is_mixed else value
        elif isinstance(value, ast.AST):
            found.append(value)
    values[_CHILDREN] = found
    return found


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """As `ast.walk`: a node and all below it, those nearer to it first."""
    yield node
    if isinstance(node, ast.Module):
        yield from _below(node)
        return
    waiting = deque(children(node))
    while waiting:
        here = waiting.popleft()
        waiting.extend(children(here))
        yield here


def of_type(tree: ast.Module, kind: type[Kind]) -> list[Kind]:
    """The nodes of a module that are of exactly one type, in the order of `walk`."""
    known: dict[type[ast.AST], list[Any]] | None = tree.__dict__.get(_BY_TYPE)
    if known is None:
        known = {}
        for node in _below(tree):
            known.setdefault(type(node), []).append(node)
        tree.__dict__[_BY_TYPE] = known
    return known.get(kind, [])


def _below(tree: ast.Module) -> list[ast.AST]:
    """All nodes below a module; listed without itself, which would hold on to itself."""
    known: list[ast.AST] | None = tree.__dict__.get(_ALL)
    if known is None:
        known = list(children(tree))
        for node in known:
            if type(node) not in LEAVES:
                known += children(node)
        tree.__dict__[_ALL] = known
    return known


def _fields(kind: type[ast.AST]) -> tuple[str, ...]:
    known = tuple(field for field in kind._fields if field not in _PLAIN)
    _FIELDS[kind] = known
    return known
