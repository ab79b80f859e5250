"""Intrinsic functions in their long form, and the small language of `Fn::Sub`.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from auditor.expression import expression
from auditor.model.tree import Tree

_VARIABLE = expression(r"\$\{([A-Za-z0-9]{1,255}|AWS::[A-Za-z]{1,32})(\.[A-Za-z0-9.]{1,255})?\}")
_LONGEST_VALUE = 200
_BEGINS = "Fn::"
"""How the names of functions begin. That a text has it nowhere is seen in a third of the time."""


def function_of(value: Tree) -> tuple[str, Tree] | None:
    """The name and the argument if a value is a call of an intrinsic function or a macro."""
    if isinstance(value, dict) and len(value) == 1:
        for name in value:  # its only key
            if name == "Ref" or (_BEGINS in name and name.startswith(_BEGINS)):
                return name, value[name]
    return None


def is_plain_mapping(value: Tree) -> bool:
    """Whether a value is a mapping whose keys are all seen: no function, no transform in it."""
    if not isinstance(value, dict) or (len(value) == 1 and "Ref" in value):
        return False
    for key in value:  # noqa: SIM110 - a generator takes twice as long, and all properties ask
        if _BEGINS in key and key.startswith(_BEGINS):
            return False
    return True


def get_att(argument: Tree) -> tuple[str, str] | None:
    """The logical ID and the attribute of a `Fn::GetAtt`, where both are texts."""
    if isinstance(argument, str) and "." in argument:
        resource, _, attribute = argument.partition(".")
        return resource, attribute
    if (
        isinstance(argument, list)
        and len(argument) > 1
        and all(isinstance(part, str) for part in argument)
    ):
        return argument[0], ".".join(argument[1:])
    return None


class SubPart(Struct, frozen=True, gc=False):
    """A run of text in a `Fn::Sub`, or one of its variables, with its place in the string."""

    text: str
    start: int
    end: int
    is_variable: bool


@lru_cache(maxsize=256)
def sub_parts(template: str) -> tuple[SubPart, ...]:
    """Splits the string of a `Fn::Sub`, which many rules ask for; `${!x}` is the text `${x}`."""
    return tuple(_parts(template))


def _parts(template: str) -> Iterator[SubPart]:
    here = 0
    while (start := template.find("${", here)) >= 0 and (end := template.find("}", start) + 1) > 0:
        if start > here:
            yield SubPart(template[here:start], here, start, False)
        if template[start + 2] == "!":
            yield SubPart("${", start, start + 3, False)
            yield SubPart(template[start + 3 : end], start + 3, end, False)
        else:
            yield SubPart(template[start + 2 : end - 1].strip(), start, end, True)
        here = end
    if here < len(template):
        yield SubPart(template[here:], here, len(template), False)


def sub_arguments(argument: Tree) -> tuple[str, dict[str, Tree], bool] | None:
    """The string and the variables of a `Fn::Sub`, and whether it has the form of a list."""
    if isinstance(argument, str):
        return argument, {}, False
    if isinstance(argument, list) and argument and isinstance(argument[0], str):
        variables = argument[1] if len(argument) > 1 else {}
        if isinstance(variables, dict):
            return argument[0], variables, True
    return None


def split_arguments(value: Tree) -> tuple[str, Tree] | None:
    """The delimiter and the source of a `Fn::Split`; None where the value is no such call."""
    call = function_of(value)
    pair = call[1] if call is not None and call[0] == "Fn::Split" else None
    if not isinstance(pair, list) or len(pair) != 2:
        return None
    delimiter, source = pair
    return (delimiter, source) if isinstance(delimiter, str) and delimiter else None


def variables_in(text: str) -> Iterator[re.Match[str]]:
    """What has the form of a variable of `Fn::Sub`, in any text: its name and its attribute."""
    return _VARIABLE.finditer(text)


def is_one_value(text: str) -> bool:
    """Whether a text can be an id, a name or the like, and no script or document."""
    return len(text) < _LONGEST_VALUE and not any(letter.isspace() for letter in text)
