"""The texts that a JavaScript file gives to names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.embedded.javascript.items import read
from auditor.embedded.javascript.patterns import key_of, member_name
from auditor.expectations.expectation import Written

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item

_DEFAULTS = frozenset({"||", "??"})


def named_texts(text: str, *, typescript: bool) -> Iterator[tuple[str, Written]]:
    """Each text literal with the variable, property or environment variable that it is for."""
    for item in read(text, typescript=typescript) or ():
        if item.kind == "string":
            value, name = key_of(item), _name(item)
            if value is not None and name:
                yield name, Written(value, item.span)


def _name(item: Item) -> str:
    above = item.parent
    if above is None:
        return ""
    if above.kind == "variable_declarator" and item.field == "value":
        name = above.child("name")
        return name.text if name is not None and name.kind == "identifier" else ""
    if above.kind == "pair" and item.field == "value":
        return key_of(above.child("key")) or ""
    if above.kind == "assignment_expression" and item.field == "right":
        return _target(above.child("left"))
    if above.kind == "binary_expression" and item.field == "right":
        return _target(above.child("left")) if _DEFAULTS.intersection(above.words) else ""
    return ""


def _target(item: Item | None) -> str:
    if item is None:
        return ""
    return item.text if item.kind == "identifier" else member_name(item) or ""
