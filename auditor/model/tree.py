"""The values of a document as plain Python: what CloudFormation reads, whatever the format.

Mappings are dicts with string keys in source order, sequences are lists, scalars are str, int,
float, bool or None. A short intrinsic function of YAML (`!Sub x`) is its long form
(`{"Fn::Sub": "x"}`).
"""

from __future__ import annotations

from typing import Any

from auditor.model.path import Path

Tree = Any
UNKNOWN_KEY = "Fn::Unknown"
"""A function that CloudFormation does not have: no rule can say what it returns."""
HOLDERS = (dict, list)
"""What holds other values, for `isinstance`: twice as fast as `dict | list`, and asked of each."""


class Missing(LookupError):
    """Nothing stands at the path."""


def at(tree: Tree, path: Path) -> Tree:
    """The value at a path. Raises Missing where there is none."""
    for step in path:
        if isinstance(tree, dict):
            is_there = step in tree
        else:
            is_there = isinstance(tree, list) and isinstance(step, int) and 0 <= step < len(tree)
        if not is_there:
            raise Missing(path)
        tree = tree[step]
    return tree


def same(one: Tree, other: Tree) -> bool:
    """Whether two trees are alike in values, types and the order of keys."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float):
        return repr(one) == repr(other)
    return bool(one == other)
