"""What a text begins with: the reference that stands first in it, and edits of just that."""

from __future__ import annotations

from msgspec import Struct

from auditor.data.return_values import Returned
from auditor.model.edit import Edit, ReplaceText, SetValue
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of, get_att, sub_arguments, sub_parts
from auditor.template.template import Resource, Template
from auditor.template.values import Special


class Leading(Struct, frozen=True):
    """A reference at the beginning of a value.

    `attribute` is "" for `Ref`. `path` leads to the call, or to the string of a `Fn::Sub` in which
    it stands from `start` to `end`. `rest` is the text of that string after it, None where what
    follows is no plain text; "" where the value is the reference and nothing else.
    """

    logical_id: str
    attribute: str
    path: Path
    start: int | None = None
    end: int = 0
    rest: str | None = ""

    def with_attribute(self, attribute: str) -> Edit:
        """Asks for another attribute of the same resource."""
        if self.start is not None:
            text = f"${{{self.logical_id}.{attribute}}}"
            return ReplaceText(self.path, self.start, self.end, text)
        return SetValue(self.path, {"Fn::GetAtt": [self.logical_id, attribute]})

    def as_arn(self, values: Returned, whole: Path) -> Edit | None:
        """Asks for the ARN of the same resource; `whole` is the path of the value that begins so.

        None where neither an attribute nor a text before the reference makes it one.
        """
        if values.arn:
            if values.end and self.rest == values.end:
                return SetValue(whole, {"Fn::GetAtt": [self.logical_id, values.arn]})
            return self.with_attribute(values.arn)
        return self.with_prefix(values.before) if values.before and not self.attribute else None

    def with_prefix(self, prefix: str) -> Edit:
        """Puts a text, which may have variables of `Fn::Sub`, before a `Ref`."""
        if self.start is not None:
            return ReplaceText(self.path, self.start, self.start, prefix)
        return SetValue(self.path, {"Fn::Sub": f"{prefix}${{{self.logical_id}}}"})


def leading(value: Tree, path: Path) -> Leading | None:
    """The reference that a value begins with, None where it begins with something else."""
    call = function_of(value)
    if call is None:
        return None
    function, argument = call
    if function == "Ref" and isinstance(argument, str):
        return Leading(argument, "", path)
    if function == "Fn::GetAtt":
        pair = get_att(argument)
        return None if pair is None else Leading(*pair, path)
    if function == "Fn::Sub":
        return _of_sub(argument, (*path, function))
    if function == "Fn::Join" and isinstance(argument, list) and len(argument) == 2:
        pieces = argument[1]
        if isinstance(pieces, list) and pieces:
            found = leading(pieces[0], (*path, function, 1, 0))
            is_only = len(pieces) == 1
            return found if found is None or is_only else _followed(found)
    return None


def leading_resource(template: Template, value: Tree | Special, *types: str) -> Resource | None:
    """The resource that a value begins with a reference to, where it is one of the types.

    Without types it may be any.
    """
    return _of_types(template, None if isinstance(value, Special) else leading(value, ()), types)


def referred_resource(template: Template, value: Tree | Special, *types: str) -> Resource | None:
    """The resource that a value is a reference to, with nothing after it."""
    first = None if isinstance(value, Special) else leading(value, ())
    is_whole = first is not None and first.rest == ""
    return _of_types(template, first if is_whole else None, types)


def only_referred(resource: Resource, name: str, *types: str) -> Resource | None:
    """The resource to which a property is a reference under every condition."""
    cases = resource.written(name)
    if len(cases) != 1:
        return None
    return referred_resource(resource.template, cases[0].value, *types)


def _of_types(template: Template, first: Leading | None, types: tuple[str, ...]) -> Resource | None:
    found = None if first is None else template.resources.get(first.logical_id)
    return None if found is None or (types and found.type not in types) else found


def _of_sub(argument: Tree, path: Path) -> Leading | None:
    arguments = sub_arguments(argument)
    if arguments is None:
        return None
    text, variables, is_list = arguments
    first = next(iter(sub_parts(text)), None)
    if first is None or not first.is_variable:
        return None
    if first.text in variables:
        found = leading(variables[first.text], (*path, 1, first.text))
        return found if found is None or first.end == len(text) else _followed(found)
    logical_id, _, attribute = first.text.partition(".")
    place = (*path, 0) if is_list else path
    rest = text[first.end :]
    plain = None if "${" in rest else rest
    return Leading(logical_id, attribute, place, first.start, first.end, plain)


def _followed(found: Leading) -> Leading:
    return Leading(found.logical_id, found.attribute, found.path, found.start, found.end, rest=None)
