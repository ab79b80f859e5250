"""Names as texts with holes: compared without knowing what the deployment fills in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, TypeAlias

from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of, get_att, sub_arguments, sub_parts
from auditor.template.resolve import parameter_value, scalar_text

_MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Hole:
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
    def parameters(self) -> Mapping[str, dict[str, Tree]]:
        """Parameters by name."""

    @property
    def resources(self) -> Mapping[str, Named]:
        """Resources by logical ID."""


class Equality(Enum):
    """What can be said of two names."""

    SAME = "same"
    DIFFERENT = "different"
    OPEN = "open"


def name_of(template: Definitions, value: Tree, depth: int = 0) -> Name | None:
    """The name that a value spells; None where it is no text."""
    text = scalar_text(value)
    if text is not None:
        return tuple(text)
    call = function_of(value)
    if call is None or depth > _MAX_DEPTH:
        return None
    function, argument = call
    if function == "Ref" and isinstance(argument, str):
        return _referred(template, argument, depth)
    if function == "Fn::Sub":
        return _substituted(template, argument, depth)
    if function == "Fn::Join":
        return _joined(template, argument, depth)
    pair = get_att(argument) if function == "Fn::GetAtt" else None
    if pair is not None:
        return (Hole(".".join(pair)),)
    return (Hole(json.dumps(value, sort_keys=True, default=str)),)


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
    if not any(isinstance(part, Hole) for part in (*one, *other)):
        return Equality.DIFFERENT
    return Equality.OPEN


def _referred(template: Definitions, target: str, depth: int) -> Name:
    parameter = template.parameters.get(target)
    value, certain = parameter_value(parameter)
    text = scalar_text(value)
    if text is not None and certain:
        return tuple(text)
    resource = template.resources.get(target)
    if resource is not None:
        given = resource.physical_name
        name = None if given is None else name_of(template, given, depth + 1)
        if name is not None:
            return name
    return (Hole(target),)


def _substituted(template: Definitions, argument: Tree, depth: int) -> Name | None:
    arguments = sub_arguments(argument)
    if arguments is None:
        return None
    text, variables, _ = arguments
    name: Name = ()
    for part in sub_parts(text):
        if not part.is_variable:
            name += tuple(part.text)
        elif part.text in variables:
            inner = name_of(template, variables[part.text], depth + 1)
            if inner is None:
                return None
            name += inner
        elif "." in part.text:
            name += (Hole(part.text),)
        else:
            name += _referred(template, part.text, depth + 1)
    return name


def _joined(template: Definitions, argument: Tree, depth: int) -> Name | None:
    if not (isinstance(argument, list) and len(argument) == 2 and isinstance(argument[1], list)):
        return (Hole(json.dumps(argument, sort_keys=True, default=str)),)
    delimiter = scalar_text(argument[0]) or ""
    name: Name = ()
    for index, piece in enumerate(argument[1]):
        inner = name_of(template, piece, depth + 1)
        if inner is None:
            return None
        name += (tuple(delimiter) if index else ()) + inner
    return name
