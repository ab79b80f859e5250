"""The literals of a Python test, with the patterns of CDK and unittest.mock inside of them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from auditor.embedded.python.parse import Source
from auditor.expectations.expectation import Entry, Written
from auditor.expectations.patterns import Special, Subsequence
from auditor.expectations.python.module import dotted_name

Read = Callable[[ast.expr], "Written | None"]
"""Reads what stands inside of a literal."""

_WRAPPERS: dict[str, Callable[[Any], Any]] = {"object_like": dict, "array_with": Subsequence}
_SPECIAL = {"any_value": Special.ANYTHING, "absent": Special.ABSENCE}


def literal(node: ast.expr, source: Source, inside: Read) -> Written | None:
    """A literal with all that is inside of it; None where something in it is not known.

    A tuple is one, and a set is a frozenset of what it has, where that can be in one.
    """
    span = source.span(node)
    match node:
        case ast.Constant(value=str() | bool() | int() | float() | None):
            return Written(node.value, span)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return Written(-value, span)
        case ast.List() | ast.Tuple() | ast.Set():
            return _sequence(node, source, inside)
        case ast.Dict():
            return _mapping(node, source, inside)
        case ast.Call():
            return _pattern(node, source, inside)
    return None


def _sequence(node: ast.List | ast.Tuple | ast.Set, source: Source, inside: Read) -> Written | None:
    items = [inside(item) for item in node.elts]
    known = [item for item in items if item is not None]
    if len(known) < len(items):
        return None
    values = [item.value for item in known]
    span = source.span(node)
    if isinstance(node, ast.List):
        return Written(values, span, items=tuple(known))
    if isinstance(node, ast.Tuple):
        return Written(tuple(values), span, items=tuple(known))
    try:
        made = frozenset(values)
    except TypeError:
        return None
    return Written(made, span, items=tuple(map(_hashed, known)))


def _hashed(one: Written) -> Written:
    return replace(one, in_set=True, items=tuple(map(_hashed, one.items)))


def _mapping(node: ast.Dict, source: Source, inside: Read) -> Written | None:
    entries: list[Entry] = []
    for key, value in zip(node.keys, node.values, strict=True):
        written = inside(value)
        is_text = isinstance(key, ast.Constant) and isinstance(key.value, str)
        if key is None or written is None or not is_text or not isinstance(key, ast.Constant):
            return None
        entries.append(Entry(str(key.value), written, source.between(key, value)))
    values = {entry.key: entry.value.value for entry in entries}
    return Written(values, source.span(node), entries=tuple(entries))


def _pattern(node: ast.Call, source: Source, inside: Read) -> Written | None:
    """What fits CDK's `Match.object_like(...)` and its like."""
    owner, _, name = dotted_name(node).rpartition(".")
    if not owner.endswith("Match") or node.keywords:
        return None
    if name in _SPECIAL and not node.args:
        return Written(_SPECIAL[name], source.span(node))
    wrap = _WRAPPERS.get(name)
    written = inside(node.args[0]) if wrap is not None and len(node.args) == 1 else None
    if wrap is None or written is None:
        return None
    return Written(wrap(written.value), written.span, written.items, written.entries)
