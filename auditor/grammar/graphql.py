"""Schemas of GraphQL: which fields each type has.

https://spec.graphql.org/October2021/#sec-Type-System
"""

from __future__ import annotations

import re

from auditor.expression import expression

_TOKEN = expression(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|#[^\n]*"
    r"|[A-Za-z_][A-Za-z0-9_]*"
    r"|[{}()\[\]:@]",
    re.DOTALL,
)
_WITH_FIELDS = frozenset({"type", "interface"})
_OTHERS = frozenset({"directive", "enum", "input", "scalar", "schema", "union"})
_DEPTHS = {"(": 1, "[": 1, ")": -1, "]": -1}


def fields_of_types(text: str) -> dict[str, set[str]] | None:
    """The fields of the object types and interfaces of a schema; None where it cannot be read."""
    tokens = _outside_of_brackets([one for one in _TOKEN.findall(text) if one[0] not in '"#'])
    found: dict[str, set[str]] = {}
    fields: set[str] | None = None
    is_inside = False
    before = ""
    for token, after in tokens or ():
        if token in "{}":
            if is_inside == (token == "{"):
                return None
            is_inside = token == "{"
            fields = fields if is_inside else None
        elif is_inside:
            if fields is not None and before != "@" and after in ("(", ":"):
                fields.add(token)
        elif before in _WITH_FIELDS:
            fields = found.setdefault(token, set())
        elif token in _OTHERS:
            fields = None
        before = token
    return None if tokens is None or is_inside else found


def _outside_of_brackets(tokens: list[str]) -> list[tuple[str, str]] | None:
    """The tokens in no brackets, each with what follows it; None where brackets are not closed."""
    found: list[tuple[str, str]] = []
    depth = 0
    for token, after in zip(tokens, [*tokens[1:], ""], strict=False):
        if depth == 0 and token not in _DEPTHS:
            found.append((token, after))
        depth += _DEPTHS.get(token, 0)
        if depth < 0:
            return None
    return found if depth == 0 else None
