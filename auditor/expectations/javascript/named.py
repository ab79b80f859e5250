"""The texts that a JavaScript file gives to names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.embedded.javascript.items import CLASSES, read
from auditor.embedded.javascript.patterns import key_of, member_name
from auditor.expectations.expectation import Written
from auditor.expectations.stand_ins import is_double, names_region, settings

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item

_DEFAULTS = frozenset({"||", "??"})
_NAMED = CLASSES | {"variable_declarator"}
_DEEPEST = 60


def named_texts(text: str, *, typescript: bool) -> Iterator[tuple[str, Written]]:
    """Each text literal with the variable, property or environment variable that it is for."""
    for item in read(text, typescript=typescript) or ():
        if item.kind == "string":
            value, name = key_of(item), _name(item)
            if value is not None and name and not (names_region(name) and _is_in_double(item)):
                yield name, Written(value, item.span)


def _is_in_double(item: Item) -> bool:
    """Whether it stands in a class or a value that takes the place of something of AWS."""
    here, depth = item.parent, 0
    while here is not None and depth < _DEEPEST:
        if here.kind in _NAMED:
            name = here.child("name")
            if name is not None and is_double(name.text):
                return True
        here, depth = here.parent, depth + 1
    return False


def _name(item: Item) -> str:
    above = item.parent
    if above is None:
        return ""
    if above.kind == "variable_declarator" and item.field == "value":
        target = above.child("name")
        return target.text if target is not None and target.kind == "identifier" else ""
    if above.kind == "pair" and item.field == "value":
        name = key_of(above.child("key")) or ""
        siblings = above.parent.children if above.parent is not None else [above]
        listed = [(key_of(one.child("key")) or "", one) for one in siblings]
        return name if (name, above) in settings(listed) else ""
    if above.kind == "assignment_expression" and item.field == "right":
        return _target(above.child("left"))
    if above.kind == "binary_expression" and item.field == "right":
        return _target(above.child("left")) if _DEFAULTS.intersection(above.words) else ""
    return ""


def _target(item: Item | None) -> str:
    if item is None:
        return ""
    return item.text if item.kind == "identifier" else member_name(item) or ""
