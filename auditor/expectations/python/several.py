"""What the assertions of a Python test say of lists, sets and mappings that it puts together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from auditor.expectations.comparing import Comparing
from auditor.expectations.expectation import PYTHON, Aspect, Expectation, Relation
from auditor.expectations.gathered import is_ordered, items, some
from auditor.expectations.looking import Looking
from auditor.expectations.values import (
    EachOf,
    InTemplate,
    KeysOf,
    Known,
    Listed,
    Missing,
    Named,
    Value,
    expectation,
    shared,
)
from auditor.model.text import Span

_one = partial(expectation, PYTHON)


class Several:
    """Reads one assertion about several values, which stands at `span`."""

    def __init__(self, look: Looking, span: Span) -> None:
        self._look = look
        self._span = span
        self._comparing = Comparing(PYTHON, look, span)

    def equal(
        self, subject: Listed | EachOf | Named | KeysOf | Missing, expected: Known
    ) -> Iterator[Expectation]:
        """`subject == expected`."""
        wanted, literal = expected.value, expected.literal
        if isinstance(subject, Missing):
            if isinstance(wanted, list | tuple | frozenset) and not wanted:
                yield from self.none_missing(subject)
        elif isinstance(subject, KeysOf):
            if isinstance(wanted, frozenset | list):
                keys = Known(sorted(map(str, wanted)))
                found = _one(InTemplate(subject.path), Relation.EQUAL, self._span, keys)
                yield replace(found, aspect=Aspect.KEYS)
        elif isinstance(subject, Named):
            yield from self._comparing.all_equal(subject, wanted, literal)
        elif isinstance(wanted, list | tuple | frozenset):
            listed = items(subject, self._look)
            if listed is None:
                return
            if isinstance(wanted, frozenset) or not is_ordered(subject):
                yield from self._same_items(listed, expected)
            else:
                yield from self._comparing.all_equal(Listed(listed), wanted, literal)

    def same_items(self, subject: Value, expected: Known) -> Iterator[Expectation]:
        """`assertCountEqual(subject, expected)`."""
        listed = items(subject, self._look)
        if listed is not None and isinstance(expected.value, list | tuple):
            yield from self._same_items(listed, expected)

    def _same_items(self, listed: tuple[Value, ...], expected: Known) -> Iterator[Expectation]:
        literal = expected.literal
        values = list(expected.value) if literal is None else [one.value for one in literal.items]
        found = self._comparing.same_items(listed, values, literal)
        # what is sorted may come to another place when it changes
        yield from found if isinstance(expected.value, frozenset) else map(shared, found)

    def has(self, subject: Listed, expected: Known, *, negated: bool) -> Iterator[Expectation]:
        """`expected in subject`."""
        found = self._comparing.each_equal(subject.items, expected.value)
        yield from some([one or [] for one in found], self._look, negated=negated)

    def has_all(self, subject: Value, expected: Known) -> Iterator[Expectation]:
        """`expected <= subject`, of sets."""
        if not isinstance(expected.value, list | tuple | frozenset):
            return
        if isinstance(subject, InTemplate) and not self._look.is_list(subject.path):
            subject = KeysOf(subject.path)
        if isinstance(subject, KeysOf):
            for key in sorted(expected.value, key=str):
                if isinstance(key, str):
                    below = InTemplate((*subject.path, key))
                    yield shared(_one(below, Relation.PRESENT, self._span))
            return
        listed = items(subject, self._look)
        if listed is not None:
            yield from self._comparing.has_items(listed, sorted(expected.value, key=str))

    def none_missing(self, subject: Missing) -> Iterator[Expectation]:
        """That there is nothing that is missing."""
        yield from self.has_all(subject.others, Known(subject.wanted))
