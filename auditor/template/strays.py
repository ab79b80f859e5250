"""Keys that no shape of a resource type has, in mappings as they are written."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from auditor.data.resource_types import ResourceType
from auditor.data.shapes import Shape
from auditor.model.path import Path
from auditor.model.tree import HOLDERS, Tree
from auditor.template.intrinsics import is_plain_mapping

_MOST_STRAYS = 20
"""Stray keys that are told of one mapping: with more of them it is another thing altogether."""


class Stray(Struct, frozen=True):
    """A key of a `mapping`, at a path, that the shape does not have.

    `holder` says what the mapping is, as in "VpcConfig of AWS::Lambda::Function".
    """

    path: Path
    key: str
    mapping: Mapping[str, Tree]
    shape: Shape
    holder: str


def stray_keys(
    kind: ResourceType, mapping: dict[str, Tree], shape: Shape, path: Path, holder: str
) -> list[Stray]:
    """The stray keys of a mapping, and of what lies below its other keys.

    As far as the shapes are known; `kind` is the type by whose schema they go on.
    """
    found: list[Stray] = []
    if is_plain_mapping(mapping):
        _note(kind, mapping, shape, path, holder, found)
    return found


def _note(
    kind: ResourceType,
    mapping: dict[str, Tree],
    shape: Shape,
    path: Path,
    holder: str,
    found: list[Stray],
) -> None:
    strays = 0
    others = shape.get("*")
    for key, value in mapping.items():
        held = shape.get(key) or others
        if held is None:
            strays += 1
            if strays > _MOST_STRAYS:
                return
            found.append(Stray((*path, key), key, mapping, shape, holder))
        elif len(held) > 1 and isinstance(value, HOLDERS):
            _value(kind, value, held, (*path, key), key, found)


def _value(
    kind: ResourceType, value: Tree, held: str, path: Path, name: str, found: list[Stray]
) -> None:
    """What is stray in a value; one of another kind than it must be is another fault."""
    if isinstance(value, list):
        if held[0] in "la":
            for index, item in enumerate(value):
                if isinstance(item, dict):
                    _value(kind, item, f"a{held[1:]}", (*path, index), name, found)
    elif not isinstance(value, dict):
        return
    elif is_plain_mapping(value):
        shape = kind.shape(held) if held[0] in "oa" else None
        if shape is not None:
            _note(kind, value, shape, path, f"{name} of {kind.name}", found)
    elif isinstance(branches := value.get("Fn::If"), list) and len(value) == 1:
        for index, branch in enumerate(branches[1:3], start=1):
            _value(kind, branch, held, (*path, "Fn::If", index), name, found)
