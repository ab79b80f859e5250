"""What the matchers of Jest, Vitest and Chai expect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from auditor.expectations.expectation import Expectation, Relation, Wording
from auditor.expectations.javascript.asserts import Asserts
from auditor.expectations.javascript.callbacks import Callbacks
from auditor.expectations.javascript.wordings import equal_to, has_item, length, one
from auditor.expectations.patterns import Bound, Entries, Inside, OneOf, Side
from auditor.expectations.values import (
    UNDEFINED,
    CountOf,
    EachOf,
    InTemplate,
    KeysOf,
    Known,
    LengthOf,
    Listed,
    Named,
    Value,
)
from auditor.model.text import Span

if TYPE_CHECKING:
    from auditor.expectations.javascript.chains import Chain
    from auditor.expectations.javascript.reading import Given, Reading

_COMPARED = {
    "toBe": Relation.SAME,
    "toEqual": Relation.EQUAL,
    "toStrictEqual": Relation.EQUAL,
    "toMatchObject": Relation.PART,
    "toContain": Relation.ITEM,
    "toContainEqual": Relation.ITEM,
    "equal": Relation.SAME,
    "eql": Relation.EQUAL,
    "eqls": Relation.EQUAL,
    "equals": Relation.SAME,
    "eq": Relation.SAME,
    **dict.fromkeys(("include", "includes", "contain", "contains"), Relation.ITEM),
}
_JUDGED = {
    "toBeDefined": Relation.PRESENT,
    "toBeUndefined": Relation.ABSENT,
    "toBeTruthy": Relation.TRUTHY,
    "toBeFalsy": Relation.FALSY,
    "exist": Relation.SOME,
    "undefined": Relation.ABSENT,
    "ok": Relation.TRUTHY,
}
_CONSTANTS = {"toBeNull": None, "null": None, "true": True, "false": False}
_TRUTHS = {"toBeTruthy": True, "ok": True, "true": True, "toBeFalsy": False, "false": False}
_BOUNDS = {
    **dict.fromkeys(("toBeGreaterThan", "above", "gt", "greaterThan"), Side.ABOVE),
    **dict.fromkeys(("toBeGreaterThanOrEqual", "least", "gte"), Side.AT_LEAST),
    **dict.fromkeys(("toBeLessThan", "below", "lt", "lessThan"), Side.BELOW),
    **dict.fromkeys(("toBeLessThanOrEqual", "most", "lte"), Side.AT_MOST),
}
_ABSENT = frozenset({"not", "toBeUndefined", "toBeFalsy", "toBeNull", "undefined", "null", "false"})
"""What an assertion has that holds where nothing is found as well."""
_CHAINS = frozenset({"to", "be", "been", "is", "at", "that", "have", "has", "a", "an"})
_KINDS = frozenset({"deep", "nested"})


class Matchers:
    """Reads the assertions of one file that begin with `expect`."""

    def __init__(self, evaluator: Reading) -> None:
        self._evaluator = evaluator
        self._asserts = Asserts(evaluator)

    def of(self, chain: Chain, given: Given) -> Iterator[Expectation]:
        """What a chain expects, with the values of loop variables."""
        self._evaluator.picks.clear()
        subject = self._evaluator.of(chain.subject, given)
        picks = tuple(self._evaluator.picks)
        said = list(self._said(chain, subject, given))
        yield from said
        is_after = self._evaluator.look.is_after
        if picks and (said or is_after) and _ABSENT.isdisjoint(chain.words):
            yield from Callbacks(self._evaluator).picked(picks)

    def _said(self, chain: Chain, subject: Value, given: Given) -> Iterator[Expectation]:
        *words, name = chain.words
        negated = words.count("not") % 2 == 1
        kinds = [word for word in words if word != "not" and word not in _CHAINS]
        if not _KINDS.issuperset(kinds):
            return
        if subject is None:
            yield from self._truth(chain, name, given, negated=negated)
            return
        expected = self._evaluator.of(chain.arguments[0], given) if chain.arguments else None
        if isinstance(subject, Known):
            yield from self._one_of(subject, name, expected, chain.span, negated=negated)
        elif name in ("toHaveLength", "lengthOf"):
            yield from length(subject, expected, chain.span, negated=negated)
        elif name in ("toHaveProperty", "property") and isinstance(subject, InTemplate):
            is_path = name == "toHaveProperty" or "nested" in kinds
            yield from self._property(
                chain, subject, expected, given, is_path=is_path, negated=negated
            )
        elif not chain.arguments:
            yield from self._judged(subject, name, chain.span, negated=negated)
        elif isinstance(expected, Known):
            found = _expected(name, chain.arguments[0].kind, expected, is_deep="deep" in kinds)
            if found is not None:
                yield from self._compared(subject, *found, chain, negated=negated)

    def _truth(
        self, chain: Chain, name: str, given: Given, *, negated: bool
    ) -> Iterator[Expectation]:
        """`expect(listed.some((one) => one.Name === 'A')).toBe(true)`."""
        wanted = _TRUTHS.get(name)
        if name in _COMPARED and chain.arguments:
            expected = self._evaluator.of(chain.arguments[0], given)
            is_truth = isinstance(expected, Known) and isinstance(expected.value, bool)
            wanted = expected.value if isinstance(expected, Known) and is_truth else None
        if wanted is not None:
            negated = negated is wanted
            yield from self._asserts.stated(chain.subject, chain.span, given, negated=negated)

    @staticmethod
    def _judged(subject: Value, name: str, span: Span, *, negated: bool) -> Iterator[Expectation]:
        if not isinstance(subject, InTemplate):
            return
        if name in _JUDGED:
            wording = _judgement(name, span)
            yield one(subject, _JUDGED[name], span, negated=negated, wording=wording)
        elif name in _CONSTANTS:
            value = Known(_CONSTANTS[name])
            yield one(subject, Relation.SAME, span, value, negated=negated)

    @staticmethod
    def _one_of(
        listed: Known, name: str, subject: Value, span: Span, *, negated: bool
    ) -> Iterator[Expectation]:
        """`expect(['A', 'B']).toContain(value)`."""
        is_in = _COMPARED.get(name) is Relation.ITEM and isinstance(listed.value, list)
        if is_in and isinstance(subject, InTemplate):
            yield one(subject, Relation.EQUAL, span, Known(OneOf(listed.value)), negated=negated)

    def _compared(
        self, subject: Value, relation: Relation, expected: Known, chain: Chain, *, negated: bool
    ) -> Iterator[Expectation]:
        span = chain.span
        if isinstance(subject, EachOf | Listed | KeysOf | Named):
            if relation is Relation.EQUAL and not negated:
                yield from equal_to(subject, expected, span, self._evaluator.look)
            elif relation is Relation.ITEM:
                yield from has_item(subject, expected, span, self._evaluator.look, negated)
        elif isinstance(subject, LengthOf | CountOf):
            if relation in (Relation.SAME, Relation.EQUAL):
                yield from length(subject, expected, span, negated=negated)
        elif isinstance(subject, InTemplate) and expected.value is UNDEFINED:
            if relation in (Relation.SAME, Relation.EQUAL):
                yield one(subject, Relation.ABSENT, span, negated=negated)
        elif isinstance(subject, InTemplate):
            name = chain.matcher
            loose = (name.span, "toEqual") if name.text == "toBe" else None
            absent = (span, "toBeUndefined()") if name.text.startswith("to") else None
            wording = Wording(absent=absent, loose=loose)
            yield one(subject, relation, span, expected, negated=negated, wording=wording)

    def _property(
        self, chain: Chain, subject: InTemplate, key: Value, given: Given,
        *, is_path: bool, negated: bool,
    ) -> Iterator[Expectation]:  # fmt: skip
        if not isinstance(key, Known):
            return
        steps = key.value if isinstance(key.value, list) else None
        if isinstance(key.value, str):
            steps = key.value.split(".") if is_path else [key.value]
        if not steps or not all(type(step) in (str, int) for step in steps):
            return
        below = InTemplate((*subject.path, *steps))
        wording = Wording()
        if chain.matcher.text == "toHaveProperty" and not negated:
            absent = f"not.toHaveProperty({chain.arguments[0].text})"
            wording = Wording(absent=(chain.span, absent))
        if len(chain.arguments) == 1:
            yield one(below, Relation.PRESENT, chain.span, negated=negated, wording=wording)
        elif len(chain.arguments) == 2:
            expected = self._evaluator.of(chain.arguments[1], given)
            if isinstance(expected, Known) and expected.value is not UNDEFINED:
                yield one(
                    below, Relation.EQUAL, chain.span, expected, negated=negated, wording=wording
                )


def _expected(
    name: str, kind: str, expected: Known, *, is_deep: bool
) -> tuple[Relation, Known] | None:
    """The relation that a matcher asks for, and the value or pattern that is to fit."""
    value = expected.value
    if name in ("toMatch", "match"):
        if not isinstance(value, str):
            return None
        part = value if kind == "regex" else Inside(value)
        return Relation.EQUAL, Known(part)
    if name in _BOUNDS:
        is_number = type(value) in (int, float)
        return (Relation.EQUAL, Known(Bound(_BOUNDS[name], value))) if is_number else None
    if name == "oneOf":
        return (Relation.EQUAL, Known(OneOf(value))) if isinstance(value, list) else None
    relation = _COMPARED.get(name)
    if relation is None:
        return None
    if relation is Relation.ITEM and isinstance(value, dict) and name.startswith(("inc", "con")):
        # Chai looks for these keys of a mapping, or for the mapping in a list
        return (Relation.EQUAL, replace(expected, value=Entries(value))) if is_deep else None
    if is_deep and relation is Relation.SAME:
        relation = Relation.EQUAL
    return relation, expected


def _judgement(name: str, span: Span) -> Wording:
    if name == "toBeUndefined":
        return Wording(equal=(span, "toEqual(", ")"), present=(span, "toBeDefined()"))
    return Wording(absent=(span, "toBeUndefined()") if name.startswith("to") else None)
