"""Whether the conditions of a JavaScript test hold for a template."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from auditor.embedded.javascript.patterns import member_name
from auditor.expectations.javascript.asserts import Asserts
from auditor.expectations.values import UNDEFINED, InTemplate, Known, Listed, Named

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item
    from auditor.expectations.expectation import Expectation
    from auditor.expectations.javascript.reading import Given, Reading

_COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    **dict.fromkeys(("===", "=="), operator.eq),
    **dict.fromkeys(("!==", "!="), operator.ne),
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ON_TEXT: dict[str, Callable[[str, str], bool]] = {
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "includes": str.__contains__,
}


class Conditions:
    """Answers with the template at hand, and what the test itself has."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def truth(self, item: Item | None, given: Given) -> bool | None:
        """Whether a condition holds; None where that is not known."""
        if item is None:
            return None
        word = next(iter(item.words), "")
        if item.kind == "unary_expression" and word == "!":
            inner = self.truth(item.child("argument"), given)
            return None if inner is None else not inner
        if item.kind == "binary_expression" and word in ("&&", "||"):
            decides = word == "||"
            for side in (item.child("left"), item.child("right")):
                inner = self.truth(side, given)
                if inner is None or inner is decides:
                    return inner
            return not decides
        found = self.stated(item, given)
        if found:
            return self._reading.look.all_hold(found)
        return self._of_known(item, word, given)

    def stated(self, item: Item, given: Given) -> list[Expectation]:
        """What a condition asks for."""
        return list(Asserts(self._reading).stated(item, item.span, given))

    def _of_known(self, item: Item, word: str, given: Given) -> bool | None:
        if item.kind == "binary_expression" and word in _COMPARED:
            sides = [self._reading.of(item.child(name), given) for name in ("left", "right")]
            known = [side.value for side in sides if isinstance(side, Known)]
            if len(known) < 2:
                is_none = known in ([None], [UNDEFINED])
                is_some = any(isinstance(side, InTemplate | Listed | Named) for side in sides)
                return word.startswith("!") if is_none and is_some and "=" in word else None
            try:
                return bool(_COMPARED[word](*known))
            except TypeError:
                return None
        if item.kind == "call_expression":
            return self._on_text(item, given)
        found = self._reading.of(item, given)
        if isinstance(found, Listed | Named):
            return True
        return (
            bool(found.value) and found.value is not UNDEFINED if isinstance(found, Known) else None
        )

    def _on_text(self, call: Item, given: Given) -> bool | None:
        function, arguments = call.child("function"), (call.child("arguments") or call).children
        asked = None if function is None else _ON_TEXT.get(member_name(function) or "")
        if asked is None or function is None or len(arguments) != 1:
            return None
        text = self._reading.of(function.child("object"), given)
        part = self._reading.of(arguments[0], given)
        if not isinstance(text, Known) or not isinstance(part, Known):
            return None
        if isinstance(text.value, list):
            return part.value in text.value if member_name(function) == "includes" else None
        is_text = isinstance(text.value, str) and isinstance(part.value, str)
        return asked(text.value, part.value) if is_text else None
