"""Identifiers that stand for one that somebody was to fill in.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from auditor.expression import expression
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.template import Template

_IDENTIFIER = expression(r"(ami|vpc|subnet|sg|eni|rtb|igw|eipalloc|vpce)-([A-Za-z0-9_-]+)")
_HEXADECIMAL = expression(r"[0-9a-f]{8}|[0-9a-f]{17}")
_EXAMPLES = (
    "0123456789abcdef0",
    "01234567890abcdef",
    "0abcdef1234567890",
    "0abcd1234efgh5678",
    "0a1b2c3d4e5f67890",
    "1234567890abcdef0",
    "12345678",
    "1a2b3c4d",
    "87654321",
    "abcd1234",
    "abcdef01",
    "abcdef12",
)
"""Those of the documentation, and what people type in their place."""
_KEYS = ("Id", "Ids", "AMI", "Ami", "SecurityGroups", "Subnets")
_FREE = (
    "AWS::CloudFormation::CustomResource",
    "AWS::CloudFormation::Stack",
    "AWS::Serverless::Application",
)
_REGION = expression(r"[a-z]{2}(-[a-z]+){1,2}-[0-9]")


class Placeholder(Struct, frozen=True):
    """A value that nothing has; `is_sure` where no identifier can look like that."""

    path: Path
    value: str
    kind: str
    is_sure: bool
    is_handed_on: bool = False
    """Whether it is for a nested stack or a custom resource, which may make anything of it."""


class SharedImage(Struct, frozen=True):
    """An image that a mapping has for several Regions, though each Region has its own."""

    path: Path
    value: str
    regions: tuple[str, ...]


def placeholders(template: Template) -> Iterator[Placeholder]:
    """Those in properties that take identifiers, and in mappings."""
    for resource in template.resources.values():
        for path, value in resource.contents.texts_below("Properties"):
            found = _judged(value, path) if _key(path).endswith(_KEYS) else None
            if found is not None:
                yield replace(found, is_handed_on=_is_free(resource.type))
    for name, mapping in template.mappings.items():
        for path, value in _images(mapping, ("Mappings", name)):
            found = _judged(value, path)
            if found is not None:
                yield found


def is_placeholder(value: str, path: Path) -> bool:
    """Whether a text in a property that takes an identifier is none that EC2 assigns."""
    found = _judged(value, path) if _key(path).endswith(_KEYS) else None
    return found is not None and found.is_sure


def shared_images(template: Template) -> Iterator[SharedImage]:
    """The images that stand in a mapping for more than one Region."""
    for name, mapping in template.mappings.items():
        found: dict[str, list[Path]] = {}
        for path, value in _images(mapping, ("Mappings", name)):
            if len(path) > 2 and _REGION.fullmatch(str(path[2])):
                found.setdefault(value, []).append(path)
        for value, paths in found.items():
            regions = tuple(dict.fromkeys(str(path[2]) for path in paths))
            if len(regions) > 1:
                yield SharedImage(paths[1], value, regions)


def _is_free(type_name: str) -> bool:
    """Whether the properties of a type are what its author wants."""
    return type_name in _FREE or type_name.startswith("Custom::")


def _key(path: Path) -> str:
    """The property that a value stands in, on its own, in a list or in a branch of `Fn::If`."""
    steps = (step for step in reversed(path) if isinstance(step, str) and step != "Fn::If")
    return next(steps, "")


def _images(value: Tree, path: Path) -> Iterator[tuple[Path, str]]:
    waiting: list[tuple[Tree, Path]] = [(value, path)]
    while waiting:
        value, path = waiting.pop()
        if isinstance(value, str) and value.startswith("ami-"):
            yield path, value
        elif isinstance(value, dict):
            waiting += [(value[name], (*path, name)) for name in reversed(value)]


def _judged(value: str, path: Path) -> Placeholder | None:
    found = _IDENTIFIER.fullmatch(value)
    if found is None:
        return None
    kind, rest = found.groups()
    is_sure = not _HEXADECIMAL.fullmatch(rest)
    if is_sure or rest in _EXAMPLES or len(set(rest)) == 1:
        return Placeholder(path, value, kind, is_sure)
    return None
