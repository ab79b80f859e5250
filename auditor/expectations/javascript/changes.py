"""Whether a test changes in place what a name stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.embedded.javascript.patterns import member_name

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item
    from auditor.embedded.javascript.scopes import Binding

_METHODS = frozenset(
    {
        *("push", "pop", "shift", "unshift", "splice", "sort", "reverse", "fill", "copyWithin"),
        *("add", "set", "delete", "clear"),
    }
)


def is_changed(binding: Binding) -> bool:
    """Whether items or entries may be added, taken away or brought into another order."""
    return any(map(_changes, binding.mentions))


def _changes(mention: Item) -> bool:
    above = mention.parent
    if above is None:
        return False
    if above.kind == "arguments":
        call = above.parent
        function = None if call is None else call.child("function")
        return function is not None and function.text == "Object.assign"
    is_holder = above.kind in ("member_expression", "subscript_expression")
    whole = above.parent if is_holder and mention.field == "object" else None
    if whole is None:
        return False
    if whole.kind == "call_expression" and above.field == "function":
        return member_name(above) in _METHODS
    is_written = whole.kind in ("assignment_expression", "augmented_assignment_expression")
    is_deleted = whole.kind == "unary_expression" and "delete" in whole.words
    return (is_written and above.field == "left") or is_deleted
