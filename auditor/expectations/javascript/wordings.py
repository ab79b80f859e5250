"""Assertions that Jest, Chai and node:assert have in common, however they are written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from auditor.expectations.expectation import JAVASCRIPT, Aspect, Expectation, Relation
from auditor.expectations.gathered import count, counted, items_equal, some
from auditor.expectations.looking import Looking
from auditor.expectations.patterns import Bound
from auditor.expectations.values import (
    CountOf,
    EachOf,
    InTemplate,
    KeysOf,
    Known,
    LengthOf,
    Listed,
    Value,
    expectation,
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
    elif isinstance(subject, Listed):
        equal = items_equal(JAVASCRIPT, subject, expected, span)
        yield from some(equal, look, negated=negated)
    elif isinstance(subject, InTemplate):
        yield one(subject, Relation.ITEM, span, expected, negated=negated)
