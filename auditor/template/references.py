"""Which resources a resource refers to: `Ref`, `Fn::GetAtt`, `Fn::Sub`, `DependsOn`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.contents import Call, Contents
from auditor.template.intrinsics import get_att, sub_arguments, sub_parts


class Reference(Struct, frozen=True, gc=False):
    """A mention of a logical ID: which, by what function, and where."""

    target: str
    function: str
    path: Path


def references(value: Tree, path: Path) -> list[Reference]:
    """The references in a value by intrinsic functions; pseudo parameters are left out."""
    return list(references_of_calls(Contents(value, path).calls))


def references_of_calls(calls: Iterable[Call]) -> Iterator[Reference]:
    """The references of calls of intrinsic functions."""
    for call in calls:
        yield from _of_call(call.function, call.argument, call.path)


def depends_on(value: Tree, path: Path) -> Iterator[Reference]:
    """The references of a `DependsOn`, one text or a list of them."""
    if isinstance(value, str):
        yield Reference(value, "DependsOn", path)
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            if isinstance(entry, str):
                yield Reference(entry, "DependsOn", (*path, index))


def _of_call(name: str, argument: Tree, path: Path) -> Iterator[Reference]:
    if name == "Ref" and isinstance(argument, str):
        if not argument.startswith("AWS::"):
            yield Reference(argument, name, path)
    elif name == "Fn::GetAtt":
        pair = get_att(argument)
        if pair is not None:
            yield Reference(pair[0], name, path)
    elif name == "Fn::Sub":
        arguments = sub_arguments(argument)
        if arguments is None:
            return
        for part in sub_parts(arguments[0]):
            if part.is_variable and part.text not in arguments[1]:
                target = part.text.partition(".")[0]
                if not target.startswith("AWS::"):
                    yield Reference(target, name, path)
