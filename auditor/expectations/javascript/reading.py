"""What the parts of a reader of JavaScript tests may ask of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from auditor.expectations.values import Value

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item
    from auditor.embedded.javascript.scopes import Scopes
    from auditor.expectations.expectation import Expectation
    from auditor.expectations.looking import Looking

Given = Mapping[int, Value]
"""The values of loop variables and parameters, by the identities of their bindings."""
NOTHING_GIVEN: Given = {}


class Pick(NamedTuple):
    """A search in a list, `listed.find(test)`: its result decides what an assertion is about."""

    items: Sequence[Value]
    test: Item
    given: Given
    found: Sequence[int]
    """The numbers of the items that fit."""


class Reading(Protocol):
    """Reads the expressions of one file."""

    scopes: Scopes
    look: Looking
    picks: list[Pick]
    """The searches that what was read last came through."""

    def of(self, item: Item | None, given: Given = NOTHING_GIVEN) -> Value:
        """What an expression stands for; None where that is not known."""

    def forget(self) -> None:
        """What was found so far is not so."""

    def truth(self, item: Item | None, given: Given) -> bool | None:
        """Whether a condition holds; None where that is not known."""

    def stated(self, item: Item, given: Given) -> list[Expectation]:
        """What a condition asks for."""
