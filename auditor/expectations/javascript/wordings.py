"""Assertions that Jest, Chai and node:assert have in common, however they are written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from auditor.expectations.comparing import Comparing
from auditor.expectations.expectation import JAVASCRIPT, Aspect, Expectation, Relation
from auditor.expectations.gathered import count, counted, is_ordered, items, some
from auditor.expectations.looking import Looking
from auditor.expectations.patterns import Bound, Items
from auditor.expectations.values import (
    CountOf,
    EachOf,
    InTemplate,
    KeysOf,
    Known,
    LengthOf,
    Listed,
    Named,
    Value,
    expectation,
    shared,
)
from auditor.model.text import Span

one = partial(expectation, JAVASCRIPT)


def length(subject: Value, expected: Value, span: Span, *, negated: bool) -> Iterator[Expectation]:
    """An assertion about the number of entries at a path, or of resources of a type."""
    if not isinstance(expected, Known) or type(expected.value) not in (int, Bound):
        return
    about = counted(subject) if isinstance(subject, Listed) else subject
    if isinstance(about, CountOf):
        yield count(JAVASCRIPT, about, expected, span, negated=negated)
    elif isinstance(about, InTemplate | KeysOf | LengthOf):
        found = one(InTemplate(about.path), Relation.EQUAL, span, expected, negated=negated)
        yield replace(found, aspect=Aspect.LENGTH)


def has_item(
    subject: Value, expected: Known, span: Span, look: Looking, negated: bool
) -> Iterator[Expectation]:
    """An assertion that a list has an item, a mapping a key, or a text a part."""
    if isinstance(subject, EachOf):
        at, value = InTemplate(subject.path), Known(expected.value)
        found = one(at, Relation.ITEM, span, value, negated=negated)
        yield replace(found, each=subject.each)
    elif isinstance(subject, KeysOf):
        if isinstance(expected.value, str):
            below = InTemplate((*subject.path, expected.value))
            yield one(below, Relation.PRESENT, span, negated=negated)
    elif isinstance(subject, Listed):
        equal = Comparing(JAVASCRIPT, look, span).each_equal(subject.items, expected.value)
        yield from some([one or [] for one in equal], look, negated=negated)
    elif isinstance(subject, InTemplate):
        yield one(subject, Relation.ITEM, span, expected, negated=negated)


def equal_to(subject: Value, expected: Known, span: Span, look: Looking) -> Iterator[Expectation]:
    """An assertion that a list, a set or a mapping that a test puts together is another one."""
    comparing = Comparing(JAVASCRIPT, look, span)
    wanted, literal = expected.value, expected.literal
    if isinstance(subject, KeysOf) and isinstance(wanted, Items):
        for key in wanted:
            yield from map(shared, has_item(subject, Known(key), span, look, negated=False))
        return
    if isinstance(subject, KeysOf):
        if isinstance(wanted, list | frozenset) and all(isinstance(key, str) for key in wanted):
            keys = Known(sorted(wanted))
            found = one(InTemplate(subject.path), Relation.EQUAL, span, keys)
            yield replace(found, aspect=Aspect.KEYS)
        return
    if isinstance(subject, Named):
        yield from comparing.all_equal(subject, wanted, literal)
        return
    listed = items(subject, look)
    if listed is None or not isinstance(wanted, list | frozenset):
        return
    if isinstance(wanted, Items):
        yield from comparing.has_items(listed, wanted)
    elif isinstance(wanted, frozenset) or not is_ordered(subject):
        values = list(wanted) if literal is None else [part.value for part in literal.items]
        same = comparing.same_items(listed, values, literal)
        # what is sorted may come to another place when it changes
        yield from same if isinstance(wanted, frozenset) else map(shared, same)
    else:
        yield from comparing.all_equal(Listed(listed), wanted, literal)
