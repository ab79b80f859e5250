"""The bodies of `Fn::ForEach` over lists that are written out: resources, each told once.

What the loop fills in is not known: a text with its variable is a function that no rule can
resolve, so that whatever is said of a body holds for every turn of the loop.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.model.path import Path, entry_path
from auditor.model.tree import Tree

LOOP = "Fn::ForEach"
_FILLED_IN = "Fn::ForEach::Value"
_DEEPEST = 5
"""Loops within loops that CloudFormation allows."""


def bodies(section: Tree) -> Iterator[tuple[str, Path, dict[str, Tree]]]:
    """The names, the paths below a section, and the bodies that its loops have.

    A loop over a list that only the deployment knows may have no turn, and is left out.
    """
    yield from _bodies(section, (), (), 0)


def named_by(path: Path) -> str:
    """The name of the entry of a section that a path lies in, which loops may hold."""
    return str(entry_path(path)[-1])


def _bodies(
    section: Tree, path: Path, variables: tuple[str, ...], depth: int
) -> Iterator[tuple[str, Path, dict[str, Tree]]]:
    if not isinstance(section, dict) or depth > _DEEPEST:
        return
    for key, value in section.items():
        if not key.startswith(LOOP):
            if depth and isinstance(value, dict):
                masked = _masked(value, variables)
                yield key, (*path, key), masked if isinstance(masked, dict) else {}
        elif _is_written(value):
            yield from _bodies(value[2], (*path, key, 2), (*variables, value[0]), depth + 1)


def _is_written(loop: Tree) -> bool:
    is_loop = isinstance(loop, list) and len(loop) == 3 and isinstance(loop[0], str)
    if not is_loop or not isinstance(loop[1], list) or not loop[1]:
        return False
    return all(isinstance(item, str | int | float) for item in loop[1])


def _masked(value: Tree, variables: tuple[str, ...]) -> Tree:
    if isinstance(value, str):
        is_filled = any(f"${{{name}}}" in value or f"&{{{name}}}" in value for name in variables)
        return {_FILLED_IN: value} if is_filled else value
    if isinstance(value, list):
        return [_masked(item, variables) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"Ref"} and value["Ref"] in variables:
        return {_FILLED_IN: value["Ref"]}
    masked: dict[str, Tree] = {}
    for key, inner in value.items():
        is_filled = isinstance(_masked(key, variables), dict)
        masked[f"{LOOP}::{key}" if is_filled else key] = _masked(inner, variables)
    return masked


def is_filled_in(value: Tree) -> bool:
    """Whether a value has a part that a loop fills in."""
    if isinstance(value, dict):
        return any(key.startswith(LOOP) or is_filled_in(inner) for key, inner in value.items())
    return isinstance(value, list) and any(map(is_filled_in, value))
