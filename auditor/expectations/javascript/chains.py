"""Assertions that begin with `expect(...)`, taken apart into their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from auditor.embedded.javascript.patterns import member_name
from auditor.model.text import Span

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item


class Chain(NamedTuple):
    """`expect(subject).not.toBe(expected)` taken apart; `words` ends with the matcher's name."""

    subject: Item
    words: tuple[str, ...]
    matcher: Item
    arguments: list[Item]

    @property
    def span(self) -> Span:
        """The matcher with its arguments."""
        member = self.matcher.parent
        above = None if member is None else member.parent
        is_called = above is not None and above.kind == "call_expression"
        if above is not None and is_called and member is not None and member.field == "function":
            return Span(self.matcher.start, above.end)
        return self.matcher.span


def chain_of(item: Item) -> Chain | None:
    """The assertion that an expression is; None for any other expression."""
    arguments: list[Item] = []
    here: Item | None = item
    if item.kind == "call_expression":
        here = item.child("function")
        arguments = (item.child("arguments") or item).children
    elif item.parent is None or item.parent.kind != "expression_statement":
        return None  # Chai's assertions without a call are statements
    words: list[str] = []
    matcher: Item | None = None
    while here is not None and here.kind == "member_expression":
        matcher = matcher or here.child("property")
        words.insert(0, member_name(here) or "")
        here = here.child("object")
    if here is None or here.kind != "call_expression" or matcher is None:
        return None
    function = here.child("function")
    given = here.child("arguments")
    is_expect = function is not None and function.text == "expect"
    if not is_expect or given is None or not given.children:
        return None
    return Chain(given.children[0], tuple(words), matcher, arguments)
