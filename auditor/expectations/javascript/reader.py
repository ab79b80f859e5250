"""Reads the assertions of a JavaScript or TypeScript test."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from auditor.embedded.javascript import items as tree
from auditor.embedded.javascript.patterns import member_name
from auditor.embedded.javascript.scopes import Scopes
from auditor.expectations.expectation import (
    JAVASCRIPT,
    UNREADABLE,
    Aspect,
    Expectation,
    Expectations,
    Relation,
    Snapshot,
    Wording,
)
from auditor.expectations.javascript.evaluate import Evaluator, Given
from auditor.expectations.javascript.runs import DEEPEST, Runs, Unsure
from auditor.expectations.values import (
    UNDEFINED,
    CdkTemplate,
    InTemplate,
    KeysOf,
    Known,
    LengthOf,
    Value,
    expectation,
    shared,
)
from auditor.model.text import Span

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item

_COMPARED = {
    "toBe": Relation.SAME,
    "toEqual": Relation.EQUAL,
    "toStrictEqual": Relation.EQUAL,
    "toMatchObject": Relation.PART,
    "toContain": Relation.ITEM,
    "toContainEqual": Relation.ITEM,
    "equal": Relation.SAME,
    "eql": Relation.EQUAL,
    "equals": Relation.SAME,
    "eq": Relation.SAME,
    "include": Relation.ITEM,
    "contain": Relation.ITEM,
}
_JUDGED = {
    "toBeDefined": Relation.PRESENT,
    "toBeUndefined": Relation.ABSENT,
    "toBeTruthy": Relation.TRUTHY,
    "toBeFalsy": Relation.FALSY,
    "exist": Relation.SOME,
    "undefined": Relation.ABSENT,
}
_CHAINS = frozenset({"to", "be", "been", "is", "that", "have", "has", "a", "an"})
_ASSERTS = {
    "equal": Relation.SAME,
    "strictEqual": Relation.SAME,
    "deepEqual": Relation.EQUAL,
    "deepStrictEqual": Relation.EQUAL,
}
_CDK = {
    "hasResourceProperties": Aspect.RESOURCES,
    "hasResource": Aspect.RESOURCES,
    "resourceCountIs": Aspect.COUNT,
}
_one = partial(expectation, JAVASCRIPT)
_SNAPSHOTS = frozenset({"toMatchSnapshot", "toMatchInlineSnapshot"})
_WRITES = frozenset({"assignment_expression", "augmented_assignment_expression"})
_CHANGES = frozenset({"push", "pop", "shift", "unshift", "splice", "sort", "reverse", "assign"})


class _Chain(NamedTuple):
    """`expect(subject).not.toBe(expected)` taken apart."""

    subject: Item
    words: tuple[str, ...]
    matcher: Item
    arguments: list[Item]


def read(
    text: str, file: str, template: str, renewal: str, *, typescript: bool = False
) -> Expectations:
    """What the test at `file` expects of the template at `template`, both from the project's root.

    `renewal` is the command that renews its snapshots. Assertions about a template that the test
    changes are left out.
    """
    items = tree.read(text, typescript=typescript)
    if items is None:
        return UNREADABLE
    return _Reader(items, file, template, renewal).read()


class _Reader:
    def __init__(self, items: tuple[Item, ...], file: str, template: str, renewal: str) -> None:
        self._items = items
        scopes = Scopes(items)
        self._evaluator = Evaluator(scopes, file, template)
        self._runs = Runs(scopes, self._evaluator)
        self._renewal = renewal

    def read(self) -> Expectations:
        found: list[Expectation] = []
        snapshots: list[Snapshot] = []
        for item in self._items:
            if self._changes_template(item):
                return Expectations()
            if item.kind not in ("call_expression", "member_expression"):
                continue
            chain = _chain(item)
            if chain is not None and _SNAPSHOTS.intersection(chain.words[-1:]):
                snapshots += self._snapshot(item, chain)
            elif chain is not None:
                found += self._expected(item, lambda given, c=chain: self._matched(c, given))
            elif item.kind == "call_expression":
                found += self._expected(item, lambda given, i=item: self._called(i, given))
        return Expectations(True, tuple(found), tuple(snapshots))

    def _changes_template(self, item: Item) -> bool:
        """Whether a test writes into the template, and so looks at another one."""
        target: Item | None = None
        if item.kind in _WRITES:
            target = item.child("left")
        elif item.kind == "unary_expression" and "delete" in item.words:
            target = item.child("argument")
        elif item.kind == "call_expression":
            function = item.child("function")
            if function is not None and member_name(function) in _CHANGES:
                base = function.child("object")
                given = item.child("arguments")
                target = base
                if base is not None and base.text == "Object" and given and given.children:
                    target = given.children[0]
                return isinstance(self._evaluator.of(target), InTemplate)
        is_member = target is not None and target.kind in (
            "member_expression",
            "subscript_expression",
        )
        return is_member and isinstance(self._evaluator.of(target), InTemplate)

    def _expected(self, item: Item, read: Any) -> Iterator[Expectation]:
        """The expectations of a statement, one for each of its runs."""
        first = next(iter(read({})), None)
        is_in_loop = False
        runs: list[Given] = [{}]
        if first is None and not self._may_be_in_loop(item):
            return
        try:
            runs = self._runs.of(item)
        except Unsure:
            return
        is_in_loop = len(runs) > 1
        for given in runs:
            for one in read(given):
                yield shared(one) if is_in_loop else one

    @staticmethod
    def _may_be_in_loop(item: Item) -> bool:
        above, depth = item.parent, 0
        while above is not None and depth < DEEPEST:
            depth += 1
            if above.kind == "for_in_statement":
                return True
            function = above.child("function") if above.kind == "call_expression" else None
            if function is not None and member_name(function) == "forEach":
                return True
            if function is not None and function.kind == "call_expression":
                return True
            above = above.parent
        return False

    def _snapshot(self, item: Item, chain: _Chain) -> Iterator[Snapshot]:
        found = self._evaluator.of(chain.subject)
        if not isinstance(found, InTemplate) or "not" in chain.words:
            return
        try:
            self._runs.of(item)
        except Unsure:
            return
        yield Snapshot(found.path, item.span, self._renewal)

    def _matched(self, chain: _Chain, given: Given) -> Iterator[Expectation]:
        subject = self._evaluator.of(chain.subject, given)
        *words, name = chain.words
        negated = words.count("not") % 2 == 1
        others = [word for word in words if word != "not" and word not in _CHAINS]
        is_deep = "deep" in others
        if any(word != "deep" for word in others):
            return
        expected = self._evaluator.of(chain.arguments[0], given) if chain.arguments else None
        span = Span(chain.matcher.start, _end(chain))
        if name in _JUDGED and isinstance(subject, InTemplate) and not chain.arguments:
            wording = _judgement(name, span)
            yield _one(subject, _JUDGED[name], span, negated=negated, wording=wording)
        elif name in ("toHaveLength", "lengthOf"):
            yield from self._length(subject, expected, span, negated=negated)
        elif name in ("toHaveProperty", "property") and isinstance(subject, InTemplate):
            yield from self._property(chain, subject, expected, given, span, negated=negated)
        elif name in _COMPARED and isinstance(expected, Known):
            relation = _COMPARED[name]
            if is_deep and relation is Relation.SAME:
                relation = Relation.EQUAL
            yield from self._compared(subject, relation, expected, chain, span, negated=negated)

    def _compared(
        self, subject: Value, relation: Relation, expected: Known, chain: _Chain, span: Span,
        *, negated: bool,
    ) -> Iterator[Expectation]:  # fmt: skip
        if isinstance(subject, KeysOf):
            if relation is Relation.ITEM and isinstance(expected.value, str):
                below = InTemplate((*subject.path, expected.value))
                yield _one(below, Relation.PRESENT, span, negated=negated)
        elif isinstance(subject, LengthOf):
            if relation in (Relation.SAME, Relation.EQUAL):
                yield from self._length(subject, expected, span, negated=negated)
        elif isinstance(subject, InTemplate):
            if expected.value is UNDEFINED:
                if relation in (Relation.SAME, Relation.EQUAL):
                    yield _one(subject, Relation.ABSENT, span, negated=negated)
                return
            name = chain.matcher
            loose = (name.span, "toEqual") if name.text == "toBe" else None
            absent = (span, "toBeUndefined()") if name.text.startswith("to") else None
            wording = Wording(absent=absent, loose=loose)
            yield _one(subject, relation, span, expected, negated=negated, wording=wording)

    def _length(
        self, subject: Value, expected: Value, span: Span, *, negated: bool
    ) -> Iterator[Expectation]:
        if not isinstance(subject, InTemplate | KeysOf | LengthOf):
            return
        if isinstance(expected, Known) and type(expected.value) is int:
            found = _one(InTemplate(subject.path), Relation.EQUAL, span, expected, negated=negated)
            yield _with_aspect(found, Aspect.LENGTH)

    def _property(
        self, chain: _Chain, subject: InTemplate, key: Value, given: Given, span: Span,
        *, negated: bool,
    ) -> Iterator[Expectation]:  # fmt: skip
        if not isinstance(key, Known):
            return
        steps = key.value if isinstance(key.value, list) else None
        if isinstance(key.value, str):
            is_path = chain.matcher.text == "toHaveProperty"
            steps = key.value.split(".") if is_path else [key.value]
        if not steps or not all(type(step) in (str, int) for step in steps):
            return
        below = InTemplate((*subject.path, *steps))
        wording = Wording()
        if chain.matcher.text == "toHaveProperty" and not negated:
            absent = f"not.toHaveProperty({chain.arguments[0].text})"
            wording = Wording(absent=(span, absent))
        if len(chain.arguments) == 1:
            yield _one(below, Relation.PRESENT, span, negated=negated, wording=wording)
        elif len(chain.arguments) == 2:
            expected = self._evaluator.of(chain.arguments[1], given)
            if isinstance(expected, Known):
                yield _one(below, Relation.EQUAL, span, expected, negated=negated, wording=wording)

    def _called(self, call: Item, given: Given) -> Iterator[Expectation]:
        """Assertions of node:assert, Chai's `assert`, and CDK."""
        function = call.child("function")
        base = None if function is None else function.child("object")
        name = None if function is None else member_name(function)
        arguments = (call.child("arguments") or call).children
        if base is None or name is None or len(arguments) < 2:
            return
        if base.kind == "identifier" and base.text == "assert" and name in _ASSERTS:
            yield from self._asserted(_ASSERTS[name], arguments, call.span, given)
        elif name in _CDK and self._evaluator.of(base, given) == CdkTemplate():
            kind = self._evaluator.of(arguments[0], given)
            expected = self._evaluator.of(arguments[1], given)
            if isinstance(kind, Known) and isinstance(expected, Known):
                found = _one(InTemplate(("Resources",)), Relation.PART, call.span, expected)
                yield _of_type(found, _CDK[name], str(kind.value), whole=name == "hasResource")

    def _asserted(
        self, relation: Relation, arguments: list[Item], span: Span, given: Given
    ) -> Iterator[Expectation]:
        one, other = (self._evaluator.of(argument, given) for argument in arguments[:2])
        if isinstance(one, Known):
            one, other = other, one
        if isinstance(other, Known) and other.value is not UNDEFINED:
            if isinstance(one, LengthOf):
                yield from self._length(one, other, span, negated=False)
            elif isinstance(one, InTemplate):
                yield _one(one, relation, span, other)


def _chain(item: Item) -> _Chain | None:
    """An assertion that begins with `expect(...)`; None for any other expression."""
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
    return _Chain(given.children[0], tuple(words), matcher, arguments)


def _end(chain: _Chain) -> int:
    """Where a matcher with its arguments ends."""
    call = chain.matcher.parent
    above = None if call is None else call.parent
    is_called = above is not None and above.kind == "call_expression" and call is not None
    is_called = is_called and call is not None and call.field == "function"
    return above.end if above is not None and is_called else chain.matcher.end


def _judgement(name: str, span: Span) -> Wording:
    if name == "toBeUndefined":
        return Wording(equal=(span, "toEqual(", ")"), present=(span, "toBeDefined()"))
    return Wording(absent=(span, "toBeUndefined()") if name.startswith("to") else None)


def _with_aspect(one: Expectation, aspect: Aspect) -> Expectation:
    return replace(one, aspect=aspect)


def _of_type(one: Expectation, aspect: Aspect, type: str, *, whole: bool) -> Expectation:
    return replace(one, aspect=aspect, type=type, whole=whole)
