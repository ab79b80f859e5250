"""What the assertions of pytest, unittest and CDK expect."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from auditor.expectations.expectation import PYTHON, Aspect, Expectation, Relation, Wording
from auditor.expectations.gathered import count, each, some
from auditor.expectations.patterns import Beginning, Bound, Ending, OneOf, Side
from auditor.expectations.python.module import Scope, dotted_name
from auditor.expectations.python.reading import Given, Reading
from auditor.expectations.python.several import Several
from auditor.expectations.python.wordings import absence
from auditor.expectations.values import (
    CdkTemplate,
    CountOf,
    EachOf,
    InTemplate,
    KeysOf,
    Known,
    LengthOf,
    Listed,
    MaybeAt,
    Missing,
    Named,
    Subject,
    Value,
    expectation,
)
from auditor.model.text import Span

_CALLED_EQUAL = {
    **dict.fromkeys(("assertEqual", "assertEquals", "assertIs"), False),
    **dict.fromkeys(("assertDictEqual", "assertListEqual", "assertSetEqual"), False),
    **dict.fromkeys(("assertNotEqual", "assertIsNot"), True),
}
_CALLED_IN = {"assertIn": False, "assertNotIn": True}
_CALLED_TRUE = {"assertTrue": False, "assertFalse": True}
_CALLED_NONE = {"assertIsNone": Relation.NONE, "assertIsNotNone": Relation.SOME}
_CALLED_BOUND = {
    "assertGreater": Side.ABOVE,
    "assertGreaterEqual": Side.AT_LEAST,
    "assertLess": Side.BELOW,
    "assertLessEqual": Side.AT_MOST,
}
_BOUNDS: dict[type[ast.cmpop], Side] = {
    ast.Gt: Side.ABOVE,
    ast.GtE: Side.AT_LEAST,
    ast.Lt: Side.BELOW,
    ast.LtE: Side.AT_MOST,
}
_MIRRORED = {
    Side.ABOVE: Side.BELOW,
    Side.AT_LEAST: Side.AT_MOST,
    Side.BELOW: Side.ABOVE,
    Side.AT_MOST: Side.AT_LEAST,
}
_ON_TEXT: dict[str, type[Beginning | Ending]] = {"startswith": Beginning, "endswith": Ending}
_CDK = {
    "has_resource_properties": Aspect.RESOURCES,
    "has_resource": Aspect.RESOURCES,
    "resource_count_is": Aspect.COUNT,
}
_SECTIONS = {
    "has_output": "Outputs",
    "has_parameter": "Parameters",
    "has_mapping": "Mappings",
    "has_condition": "Conditions",
}
_one = partial(expectation, PYTHON)


class Asserts:
    """Reads the assertions in one function, with the values of its loop variables."""

    def __init__(self, evaluator: Reading, scope: Scope, given: Given) -> None:
        self._evaluator = evaluator
        self._scope = scope
        self._given = given
        self._source = scope.module.source

    def stated(self, test: ast.expr, *, negated: bool = False) -> Iterator[Expectation]:
        """What an expression says that has to be true, or false where it is negated."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            yield from self.stated(test.operand, negated=not negated)
        elif isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) and not negated:
            for part in test.values:
                yield from self.stated(part)
        elif isinstance(test, ast.Compare) and len(test.ops) == 1:
            yield from self._compared(test, negated=negated)
        elif isinstance(test, ast.Compare) and not negated:
            # 1 <= value <= 60
            sides = (test.left, *test.comparators)
            for left, operation, right in zip(sides, test.ops, sides[1:], strict=False):
                part = ast.copy_location(ast.Compare(left, [operation], [right]), test)
                yield from (
                    replace(one, wording=Wording()) for one in self._compared(part, negated=False)
                )
        elif isinstance(test, ast.Call) and isinstance(test.func, ast.Attribute):
            yield from self._on_text(test, test.func, negated=negated)
        elif isinstance(test, ast.Call) and dotted_name(test) in ("any", "all"):
            yield from self._of_several(test, negated=negated)
        else:
            yield from self._true(self._of(test), self._span(test), negated=negated)

    def called(self, call: ast.Call) -> Iterator[Expectation]:
        """The assertions of unittest and of CDK."""
        if not isinstance(call.func, ast.Attribute) or not call.args:
            return
        name, arguments, span = call.func.attr, call.args, self._span(call)
        first, second = arguments[0], arguments[1] if len(arguments) > 1 else None
        if name in _CALLED_TRUE:
            found = self.stated(first, negated=_CALLED_TRUE[name])
            yield from (replace(one, wording=Wording()) for one in found)
        elif name in _CALLED_NONE:
            yield from self._none(self._of(first), _CALLED_NONE[name], span)
        elif second is None:
            return
        elif name in _CALLED_EQUAL:
            negated = _CALLED_EQUAL[name]
            yield from self._equal(first, second, span, negated=negated, is_call=True)
        elif name in _CALLED_IN:
            negated = _CALLED_IN[name]
            yield from self._has(first, second, span, negated=negated, is_call=True)
        elif name == "assertCountEqual":
            sides = self._of(first), self._of(second)
            subject, expected = reversed(sides) if isinstance(sides[0], Known) else sides
            if isinstance(expected, Known):
                yield from Several(self._evaluator.look, span).same_items(subject, expected)
        elif name in _CALLED_BOUND:
            yield from self._bound(first, second, _CALLED_BOUND[name], span, negated=False)
        elif (name in _CDK or name in _SECTIONS) and len(arguments) == 2:
            yield from self._of_cdk(call.func.value, name, arguments, span)

    def _compared(self, test: ast.Compare, *, negated: bool) -> Iterator[Expectation]:
        left, operation, right = test.left, test.ops[0], test.comparators[0]
        whole = self._span(test)
        if isinstance(operation, ast.In | ast.NotIn):
            negated ^= isinstance(operation, ast.NotIn)
            yield from self._has(left, right, whole, negated=negated)
        elif isinstance(operation, ast.Is | ast.IsNot):
            negated ^= isinstance(operation, ast.IsNot)
            if isinstance(right, ast.Constant) and right.value is None:
                relation = Relation.SOME if negated else Relation.NONE
                yield from self._none(self._of(left), relation, whole)
            elif isinstance(right, ast.Constant) and isinstance(right.value, bool):
                yield from self._equal(left, right, whole, negated=negated)
        elif isinstance(operation, ast.Eq | ast.NotEq):
            negated ^= isinstance(operation, ast.NotEq)
            yield from self._equal(left, right, whole, negated=negated)
        else:
            yield from self._bound(left, right, _BOUNDS[type(operation)], whole, negated=negated)

    @staticmethod
    def _none(found: Value, relation: Relation, span: Span) -> Iterator[Expectation]:
        if isinstance(found, MaybeAt):
            yield _one(found, relation, span)
        elif isinstance(found, InTemplate):
            # a key that is missing is an error here
            is_some = relation is Relation.SOME
            yield _one(found, Relation.EQUAL, span, Known(None), negated=is_some)

    def _true(self, found: Value, span: Span, *, negated: bool) -> Iterator[Expectation]:
        """What it says that a value counts as true."""
        if isinstance(found, Subject):
            yield _one(found, Relation.TRUTHY, span, negated=negated)
        elif isinstance(found, Listed | Named) and found.type is not None:
            wanted = Known(Bound(Side.AT_LEAST, 1))
            yield count(PYTHON, CountOf(found.type), wanted, span, negated=negated)
        elif isinstance(found, Missing) and negated:
            yield from Several(self._evaluator.look, span).none_missing(found)

    def _equal(
        self, one: ast.expr, other: ast.expr, whole: Span, *, negated: bool, is_call: bool = False
    ) -> Iterator[Expectation]:
        subject, expected, node = self._of(one), self._of(other), one
        if isinstance(subject, Known):
            subject, expected, node = expected, subject, other
        if expected in (Listed(()), Listed((), is_ordered=False)):
            expected = Known([])
        if not isinstance(expected, Known):
            return
        if isinstance(subject, LengthOf | CountOf):
            yield from self._length(subject, expected, whole, negated=negated)
        elif isinstance(subject, Listed | EachOf | Named | KeysOf | Missing):
            if not negated:
                yield from Several(self._evaluator.look, whole).equal(subject, expected)
        elif isinstance(subject, Subject):
            is_plain = not (is_call or negated)
            absent = absence(self._source, node, subject, whole) if is_plain else None
            wording = Wording(absent=absent)
            yield _one(subject, Relation.EQUAL, whole, expected, negated=negated, wording=wording)

    def _bound(
        self, one: ast.expr, other: ast.expr, side: Side, whole: Span, *, negated: bool
    ) -> Iterator[Expectation]:
        subject, number = self._of(one), self._of(other)
        if isinstance(subject, Known):
            subject, number, side = number, subject, _MIRRORED[side]
        if isinstance(number, Known) and isinstance(number.value, frozenset) and not negated:
            if side is Side.AT_LEAST:
                yield from Several(self._evaluator.look, whole).has_all(subject, number)
            return
        if not isinstance(number, Known) or type(number.value) not in (int, float):
            return
        expected = Known(Bound(side, number.value))
        if isinstance(subject, LengthOf | CountOf):
            yield from self._length(subject, expected, whole, negated=negated)
        elif isinstance(subject, Subject):
            yield _one(subject, Relation.EQUAL, whole, expected, negated=negated)

    @staticmethod
    def _length(
        subject: LengthOf | CountOf, expected: Known, whole: Span, *, negated: bool
    ) -> Iterator[Expectation]:
        if isinstance(subject, CountOf):
            if type(expected.value) in (int, Bound):
                yield count(PYTHON, subject, expected, whole, negated=negated)
        elif type(expected.value) in (int, Bound):
            found = _one(InTemplate(subject.path), Relation.EQUAL, whole, expected, negated=negated)
            yield replace(found, aspect=Aspect.LENGTH)

    def _has(
        self, one: ast.expr, other: ast.expr, whole: Span, *, negated: bool, is_call: bool = False
    ) -> Iterator[Expectation]:
        expected, subject = self._of(one), self._of(other)
        if isinstance(expected, Subject) and isinstance(subject, Known):
            if isinstance(subject.value, list | tuple | frozenset):
                wanted = Known(OneOf(subject.value))
                yield _one(expected, Relation.EQUAL, whole, wanted, negated=negated)
            return
        if isinstance(expected, Known) and isinstance(subject, EachOf):
            yield self._in_each(subject, expected, whole, negated=negated)
            return
        if isinstance(expected, Known) and isinstance(subject, Listed):
            several = Several(self._evaluator.look, whole)
            yield from several.has(subject, expected, negated=negated)
            return
        if not isinstance(expected, Known) or not isinstance(subject, InTemplate | KeysOf):
            return
        text = self._source.text
        key, holder = (text[span.start : span.end] for span in (self._span(one), self._span(other)))
        wording = Wording()
        if not is_call:
            is_added = negated and isinstance(subject, InTemplate)
            wording = Wording(
                absent=None if negated else (whole, f"{key} not in {holder}"),
                equal=(whole, f"{holder}[{key}] == ", "") if is_added else None,
                present=(whole, f"{key} in {holder}") if negated else None,
            )
        yield _one(
            InTemplate(subject.path),
            Relation.ITEM,
            whole,
            expected,
            negated=negated,
            wording=wording,
        )

    @staticmethod
    def _in_each(subject: EachOf, expected: Known, whole: Span, *, negated: bool) -> Expectation:
        at = InTemplate(subject.path)
        found = _one(at, Relation.ITEM, whole, Known(expected.value), negated=negated)
        return replace(found, each=subject.each)

    def _of_several(self, call: ast.Call, *, negated: bool) -> Iterator[Expectation]:
        """`any(item["Key"] == value for item in listed)`, and `all` of them."""
        node = call.args[0] if len(call.args) == 1 else None
        if not isinstance(node, ast.GeneratorExp | ast.ListComp):
            return
        test, is_any = node.elt, dotted_name(call) == "any"
        is_equal = isinstance(test, ast.Compare) and len(test.ops) == 1
        if isinstance(test, ast.Compare) and is_equal and isinstance(test.ops[0], ast.Eq):
            subject = self._evaluator.each(node, test.left, self._scope, self._given)
            expected = self._of(test.comparators[0])
            if is_any and isinstance(subject, EachOf) and isinstance(expected, Known):
                yield self._in_each(subject, expected, self._span(call), negated=negated)
                return
        turns = self._evaluator.turns(node.generators, self._scope, self._given)
        found = [
            list(Asserts(self._evaluator, self._scope, turn).stated(test)) for turn in turns or ()
        ]
        if is_any:
            yield from some(found, self._evaluator.look, negated=negated)
        elif not negated:
            yield from each(found)

    def _on_text(
        self, call: ast.Call, function: ast.Attribute, *, negated: bool
    ) -> Iterator[Expectation]:
        """What `value.startswith("x")` says of a value, or a call whose result counts as true."""
        kind = _ON_TEXT.get(function.attr)
        if function.attr in ("issubset", "issuperset") and len(call.args) == 1 and not negated:
            sides = [self._of(one) for one in (function.value, call.args[0])]
            part, whole = sides if function.attr == "issubset" else reversed(sides)
            if isinstance(part, Known):
                several = Several(self._evaluator.look, self._span(call))
                yield from several.has_all(whole, part)
            return
        if kind is None or len(call.args) != 1:
            yield from self._true(self._of(call), self._span(call), negated=negated)
            return
        subject, part = self._of(function.value), self._of(call.args[0])
        if not isinstance(subject, InTemplate) or not isinstance(part, Known):
            return
        if isinstance(part.value, str):
            wanted = Known(kind(part.value))
            yield _one(subject, Relation.EQUAL, self._span(call), wanted, negated=negated)

    def _of_cdk(
        self, base: ast.expr, name: str, arguments: list[ast.expr], span: Span
    ) -> Iterator[Expectation]:
        if not isinstance(self._of(base), CdkTemplate):
            return
        kind, expected = map(self._of, arguments)
        if not isinstance(kind, Known) or not isinstance(expected, Known):
            return
        if name in _SECTIONS:
            # any output may be meant by a star
            if isinstance(kind.value, str) and kind.value != "*":
                place = InTemplate((_SECTIONS[name], kind.value))
                yield _one(place, Relation.PART, span, expected)
        else:
            found = _one(InTemplate(("Resources",)), Relation.PART, span, expected)
            yield replace(
                found, aspect=_CDK[name], type=str(kind.value), whole=name == "has_resource"
            )

    def _of(self, node: ast.expr) -> Value:
        return self._evaluator.of(node, self._scope, self._given)

    def _span(self, node: ast.expr) -> Span:
        return self._source.span(node)
