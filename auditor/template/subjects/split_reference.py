"""Dynamic references that `Fn::Split` cuts, though they have no value by then.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.expression import expression
from auditor.model.path import Path
from auditor.model.tree import Tree, at
from auditor.template.contents import Call
from auditor.template.intrinsics import function_of, split_arguments, sub_arguments
from auditor.template.template import Template

_REFERENCE = expression(r"\{\{resolve:(?:\$\{[^{}]*\}|[^{}])*\}\}")
_MOST_DIGITS = 4
_IN_NAMES = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-/:")
"""What the names in a reference have, so that a variable may bring it."""


class SplitReference(Struct, frozen=True):
    """A dynamic reference as the source of `Fn::Split`, at the path of the call.

    `label` is what messages call the resource. `is_cut` says that the delimiter is in the reference
    itself; otherwise the list has one item. `selected` is the index by which `Fn::Select` looks for
    an item, None where it does not.
    """

    path: Path
    label: str
    delimiter: str
    is_cut: bool
    selected: int | None

    words: ClassVar[tuple[str, ...]] = ("{{resolve:",)

    @classmethod
    def find(cls, template: Template) -> Iterator[SplitReference]:
        """All in the resources of a template."""
        if template.is_open or template.is_filled_in:
            return
        for contents in template.walked.section("Resources"):
            for call in contents.calls:
                found = _split(call) if call.function == "Fn::Split" else None
                if found is not None:
                    label = template.label_at(call.path)
                    yield cls(call.path, label, *found, _selected(template, call.path))


def _split(call: Call) -> tuple[str, bool] | None:
    """The delimiter, and whether it is in the reference, where the source is a reference alone."""
    arguments = None if call.is_foreign else split_arguments({call.function: call.argument})
    text = None if arguments is None else _text(arguments[1])
    if arguments is None or text is None or _REFERENCE.fullmatch(text.strip()) is None:
        return None
    delimiter = arguments[0]
    if "${" in text and not _IN_NAMES.isdisjoint(delimiter):
        return None
    return delimiter, delimiter in text


def _text(source: Tree) -> str | None:
    if isinstance(source, str):
        return source
    call = function_of(source)
    arguments = sub_arguments(call[1]) if call is not None and call[0] == "Fn::Sub" else None
    return None if arguments is None else arguments[0]


def _selected(template: Template, path: Path) -> int | None:
    """The index of the `Fn::Select` whose list the call at a path is."""
    if path[-2:] != ("Fn::Select", 1):
        return None
    index = at(template.tree, (*path[:-1], 0))
    text = str(index)
    is_plain = not isinstance(index, bool) and text.isascii() and text.isdigit()
    return int(text) if is_plain and len(text) <= _MOST_DIGITS else None
