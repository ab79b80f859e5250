"""The mocks of a JavaScript test of a Pulumi program.

https://www.pulumi.com/docs/iac/concepts/testing/unit/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from auditor.embedded.javascript.patterns import key_of, member_name
from auditor.expectations.javascript.helpers import is_function, parameters
from auditor.expectations.stage import Mocked

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item

_NAME = "newResource"
_KEYED = frozenset({"pair", "method_definition", "shorthand_property_identifier"})


class Mocks(Struct, frozen=True):
    """What `newResource` does; `kept` is what it pushes to lists, by their names."""

    mocked: Mocked
    parameters: tuple[Item, ...]
    kept: dict[str, Item]


def mocks_of(items: Sequence[Item]) -> Mocks | None:
    """The mocks of a test file."""
    for item in items:
        function = None
        if item.kind == "pair" and key_of(item.child("key")) == _NAME:
            function = item.child("value")
        elif item.kind == "method_definition" and _named(item.child("name")) == _NAME:
            function = item
        if function is not None and (is_function(function) or function.kind == "method_definition"):
            return _read(items, function)
    return None


def _read(items: Sequence[Item], function: Item) -> Mocks | None:
    kept = dict(_pushed(function))
    passed = {index for value in kept.values() for index in range(value.index, value.last + 1)}
    own: set[str] = set()
    is_passed = False
    for item in items[function.index : function.last + 1]:
        if item.index in passed:
            continue
        is_passed |= item.text == "inputs" and not item.children
        if item.kind in _KEYED and item is not function:
            own.add(key_of(item.child("key")) or _named(item.child("name")) or item.text)
        elif item.kind == "assignment_expression":
            own.add(member_name(item.child("left") or item) or "")
    mocked = Mocked(frozenset(own - {""}))
    return Mocks(mocked, tuple(parameters(function)), kept) if is_passed else None


def _pushed(function: Item) -> Iterator[tuple[str, Item]]:
    """What is kept of every resource, by the name of the list."""
    body = function.child("body")
    for statement in () if body is None else body.children:
        call = statement.children[0] if statement.kind == "expression_statement" else None
        called = None if call is None else call.child("function")
        if call is None or called is None or member_name(called) != "push":
            continue
        holder, given = called.child("object"), (call.child("arguments") or call).children
        if holder is not None and holder.kind == "identifier" and len(given) == 1:
            yield holder.text, given[0]


def _named(name: Item | None) -> str:
    return "" if name is None else name.text
