"""The helper functions of a JavaScript test: what they return for their arguments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from auditor.embedded.javascript.items import FUNCTIONS
from auditor.embedded.javascript.patterns import key_of, leaves
from auditor.expectations.values import Value, below

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item
    from auditor.embedded.javascript.scopes import Scopes, Write

_CALLED = frozenset({"function_declaration", "function_expression", "arrow_function"})
_LEAVING = frozenset({"return_statement", "continue_statement", "break_statement"})
_BEFORE = frozenset({"lexical_declaration", "variable_declaration", "expression_statement"})
"""What may stand before the one `return`."""


def module_of(write: Write) -> str | None:
    """The module that a name is taken out of, by `import` or by `require`."""
    call = write.value
    if write.source is not None or call is None or call.kind != "call_expression":
        return write.source
    function, arguments = call.child("function"), (call.child("arguments") or call).children
    is_require = function is not None and function.text == "require" and len(arguments) == 1
    return key_of(arguments[0]) if is_require else None


def is_function(item: Item | None) -> bool:
    """Whether a value is a function that can be called by its name."""
    return item is not None and item.kind in _CALLED


def returned(function: Item) -> Item | None:
    """What a function returns, where it has one return and comes to it in every run."""
    body = function.child("body")
    if body is None or "*" in function.words:
        return None
    if body.kind != "statement_block":
        return body
    last = body.children[-1] if body.children else None
    if last is None or last.kind != "return_statement" or not last.children:
        return None
    is_straight = all(
        child.kind in _BEFORE or (child.kind == "if_statement" and not may_leave(child))
        for child in body.children[:-1]
    )
    return last.children[0] if is_straight else None


def may_leave(top: Item) -> bool:
    """Whether a statement may end its function, or the turn of a loop, other than by an error."""
    pending = [top]
    while pending:
        item = pending.pop()
        if item.kind in _LEAVING:
            return True
        if item.kind not in FUNCTIONS:
            pending += item.children
    return False


def parameters(function: Item) -> list[Item]:
    """The parameters of a function, as they are declared."""
    single = function.child("parameter")
    if single is not None:
        return [single]
    found = function.child("parameters")
    return [] if found is None else found.children


def positions(pattern: Item) -> list[int]:
    """The numbers of the items that the parts of `[one, , other]` stand for."""
    found: list[int] = []
    number, end = 0, pattern.start
    for child in pattern.children:
        number += pattern.source.count(",", end, child.start)
        found.append(number)
        end = child.end
    return found


def bound(
    scopes: Scopes, names: Sequence[Item], values: Sequence[Value]
) -> Iterator[tuple[int, Value]]:
    """The values that parameters get, by the identities of their bindings.

    A name without a value, or with one that is not known, is left out.
    """
    for name, value in zip(names, values, strict=False):
        pattern = name.child("pattern") or name
        if pattern.kind == "array_pattern":
            items = [below(value, index) for index in positions(pattern)]
            yield from bound(scopes, pattern.children, items)
            continue
        for leaf in leaves(pattern, None):
            binding = scopes.binding(leaf.target)
            found = value
            for step in leaf.path or ():
                found = below(found, step)
            if binding is not None and leaf.path is not None and found is not None:
                yield id(binding), found
