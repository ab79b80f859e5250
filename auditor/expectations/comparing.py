"""What it says of parts of the template that something put together of them equals a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from auditor.expectations.expectation import Expectation, Relation, Style, Written
from auditor.expectations.looking import Looking
from auditor.expectations.values import (
    InTemplate,
    Known,
    Listed,
    MaybeAt,
    Named,
    Value,
    expectation,
    shared,
)
from auditor.model.text import Span

_MOST_PAIRS = 10_000


class Differs(Exception):
    """It is certainly not equal, whatever the template has."""


class Unread(Exception):
    """A part of it is not known."""


class Comparing:
    """Compares for one assertion, which stands at `span`."""

    def __init__(self, style: Style, look: Looking, span: Span) -> None:
        self._style = style
        self._look = look
        self._span = span

    def equal(
        self, found: Value, wanted: Any, literal: Written | None = None
    ) -> Iterator[Expectation]:
        """What has to hold so that a value is another one. Raises Differs and Unread."""
        match found:
            case Known():
                if type(found.value) is not type(wanted) or found.value != wanted:
                    raise Differs
            case InTemplate() | MaybeAt():
                expected = Known(wanted, literal)
                yield expectation(self._style, found, Relation.EQUAL, self._span, expected)
            case Listed() if found.is_ordered:
                if not isinstance(wanted, list | tuple) or len(wanted) != len(found.items):
                    raise Differs
                parts = _items(literal, len(wanted))
                for one, other, part in zip(found.items, wanted, parts, strict=True):
                    yield from self.equal(one, other, part)
            case Named():
                if not isinstance(wanted, dict) or dict(found.entries).keys() != wanted.keys():
                    raise Differs
                entries = {} if literal is None else {e.key: e.value for e in literal.entries}
                for key, one in found.entries:
                    yield from self.equal(one, wanted[key], entries.get(key))
            case _:
                raise Unread

    def all_equal(
        self, found: Value, wanted: Any, literal: Written | None = None
    ) -> list[Expectation]:
        """As `equal`; nothing where it is not known, or does not hold."""
        try:
            return list(self.equal(found, wanted, literal))
        except (Differs, Unread):
            return []

    def each_equal(self, found: Sequence[Value], wanted: Any) -> list[list[Expectation] | None]:
        """What has to hold so that each of several is a value; None for one that is not known.

        One that certainly is another value is left out.
        """
        outcomes: list[list[Expectation] | None] = []
        for one in found:
            try:
                outcomes.append(list(self.equal(one, wanted)) or None)
            except Unread:
                outcomes.append(None)
            except Differs:
                continue
        return outcomes

    def same_items(
        self, found: Sequence[Value], wanted: Sequence[Any], literal: Written | None
    ) -> Iterator[Expectation]:
        """An assertion that several values are these, in any order, as it holds now."""
        matches = self._matches(found, wanted)
        if matches is None:
            return
        parts = _items(literal, len(wanted))
        counts = [number for one in matches for number in one]
        is_whole = all(len(one) == 1 for one in matches) and len(set(counts)) == len(wanted)
        if not is_whole:
            yield from self._perhaps(found, [*zip(wanted, parts, strict=True)])
            return
        for one, (number,) in zip(found, matches, strict=True):
            part = parts[number] if counts.count(number) == 1 else None
            said = self.all_equal(one, wanted[number], part)
            yield from said if part is not None else map(shared, said)

    def has_items(self, found: Sequence[Value], wanted: Sequence[Any]) -> Iterator[Expectation]:
        """An assertion that these are among several values: of each the only one that it is."""
        matches = self._matches(found, wanted)
        for number, value in enumerate(wanted) if matches is not None else ():
            fitting = [
                one for one, other in zip(found, matches or (), strict=True) if number in other
            ]
            if len(fitting) == 1:
                yield from map(shared, self.all_equal(fitting[0], value))
            elif not fitting:
                yield from self._perhaps(found, [(value, None)])

    def _perhaps(
        self, found: Sequence[Value], wanted: Sequence[tuple[Any, Written | None]]
    ) -> Iterator[Expectation]:
        """After a change, what may have been said of each value before it."""
        if not self._look.is_after:
            return
        for one in found:
            for value, part in (*wanted, *((value, None) for value, _ in wanted[:1])):
                yield from self.all_equal(one, value, part)

    def _matches(self, found: Sequence[Value], wanted: Sequence[Any]) -> list[list[int]] | None:
        """The numbers of the values that each one is; None where that is not known."""
        if len(found) * len(wanted) > _MOST_PAIRS:
            return None
        matches: list[list[int]] = []
        for one in found:
            matches.append([])
            for number, value in enumerate(wanted):
                truth = self._is_equal(one, value)
                if truth is None:
                    return None
                if truth:
                    matches[-1].append(number)
        return matches

    def _is_equal(self, found: Value, wanted: Any) -> bool | None:
        try:
            said = list(self.equal(found, wanted))
        except Differs:
            return False
        except Unread:
            return None
        return self._look.would_hold(said) if said else True


def _items(literal: Written | None, count: int) -> Sequence[Written | None]:
    found = () if literal is None else literal.items
    return found if len(found) == count else (None,) * count
