"""Names as texts with holes: compared without knowing what the deployment fills in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Protocol, TypeAlias

from msgspec import Struct

from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of, get_att, sub_arguments, sub_parts
from auditor.template.resolve import parameter_value, scalar_text

_MAX_DEPTH = 8
_MAX_PARTS = 1000


class Hole(Struct, frozen=True, gc=False):
    """A value that only the deployment knows, by the expression that gives it."""

    expression: str


Name: TypeAlias = tuple[str | Hole, ...]
"""Single characters and holes, so that any two names can be laid side by side."""


class Named(Protocol):
    """A resource that may have a name of the author's choice."""

    @property
    def physical_name(self) -> Tree | None:
        """The value of the property that sets it."""


class Definitions(Protocol):
    """The parts of a template that names are made of."""

    @property
    def deployed_parameters(self) -> Mapping[str, dict[str, Tree]]:
        """Parameters by name, as they are deployed."""

    @property
    def resources(self) -> Mapping[str, Named]:
        """Resources by logical ID."""


class Equality(Enum):
    """What can be said of two names."""

    SAME = "same"
    DIFFERENT = "different"
    OPEN = "open"


def name_of(template: Definitions, value: Tree) -> Name | None:
    """The name that a value spells; None where it is not a text."""
    return _Speller(template).spell(value, 0)


def compare(one: Name, other: Name) -> Equality:
    """Whether two names are the same whatever the deployment fills in, or never the same."""
    if one == other:
        return Equality.SAME
    for left, right in ((one, other), (one[::-1], other[::-1])):
        for first, second in zip(left, right, strict=False):
            if first != second:
                if isinstance(first, str) and isinstance(second, str):
                    return Equality.DIFFERENT
                break
    left, right = _without_ends(one, other)
    holes = [any(isinstance(part, Hole) for part in rest) for rest in (left, right)]
    if not any(holes):
        return Equality.DIFFERENT
    for rest, opposite in ((left, right), (right, left)):
        if not opposite and any(isinstance(part, str) for part in rest):
            return Equality.DIFFERENT
    return Equality.OPEN


def _without_ends(one: Name, other: Name) -> tuple[Name, Name]:
    """What is left of two names without the beginning and the end that they share."""
    shortest = min(len(one), len(other))
    start = next((at for at in range(shortest) if one[at] != other[at]), shortest)
    one, other = one[start:], other[start:]
    shortest = min(len(one), len(other))
    end = next((at for at in range(shortest) if one[-1 - at] != other[-1 - at]), shortest)
    return one[: len(one) - end], other[: len(other) - end]


class _Speller:
    """Spells one name; gives up, with a hole, on one made of more parts than any name has."""

    def __init__(self, template: Definitions) -> None:
        self._template = template
        self._left = _MAX_PARTS

    def spell(self, value: Tree, depth: int) -> Name | None:
        """The name that a value spells at a depth; None where it is not a text."""
        text = scalar_text(value)
        if text is not None:
            return tuple(text)
        call = function_of(value)
        if call is None or depth > _MAX_DEPTH:
            return None
        function, argument = call
        if function == "Ref" and isinstance(argument, str):
            return self._referred(argument, depth)
        if function == "Fn::Sub":
            return self._substituted(argument, depth)
        if function == "Fn::Join":
            return self._joined(argument, depth)
        pair = get_att(argument) if function == "Fn::GetAtt" else None
        return (Hole(".".join(pair) if pair is not None else _label(value)),)

    def _referred(self, target: str, depth: int) -> Name:
        self._left -= 1
        value, certain = parameter_value(self._template.deployed_parameters.get(target))
        text = scalar_text(value)
        if text is not None and certain:
            return tuple(text)
        resource = self._template.resources.get(target)
        if resource is not None and self._left > 0:
            given = resource.physical_name
            name = None if given is None else self.spell(given, depth + 1)
            if name is not None:
                return name
        return (Hole(target),)

    def _substituted(self, argument: Tree, depth: int) -> Name | None:
        arguments = sub_arguments(argument)
        if arguments is None:
            return None
        text, variables, _ = arguments
        name: list[str | Hole] = []
        for part in sub_parts(text):
            if self._left < 0:
                return (Hole(_label(argument)),)
            if not part.is_variable:
                name += part.text
            elif part.text in variables:
                inner = self.spell(variables[part.text], depth + 1)
                if inner is None:
                    return None
                name += inner
            elif "." in part.text:
                name.append(Hole(part.text))
            else:
                name += self._referred(part.text, depth + 1)
        return tuple(name)

    def _joined(self, argument: Tree, depth: int) -> Name | None:
        pieces = argument[1] if isinstance(argument, list) and len(argument) == 2 else None
        if not isinstance(pieces, list):
            return (Hole(_label(argument)),)
        delimiter = scalar_text(argument[0]) or ""
        name: list[str | Hole] = []
        for index, piece in enumerate(pieces):
            if self._left < 0:
                return (Hole(_label(argument)),)
            inner = self.spell(piece, depth + 1)
            if inner is None:
                return None
            name += delimiter if index else ""
            name += inner
        return tuple(name)


def _label(value: Tree) -> str:
    import json

    return json.dumps(value, sort_keys=True, default=str)
