"""Reads the assertions of a Python test."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from auditor.embedded.python.parse import parse
from auditor.expectations.expectation import (
    PYTHON,
    UNREADABLE,
    Aspect,
    Expectation,
    Expectations,
    Relation,
    Snapshot,
    Wording,
)
from auditor.expectations.python.evaluate import Evaluator, Given
from auditor.expectations.python.module import Module, Scope, dotted_name, own_nodes
from auditor.expectations.values import (
    CdkTemplate,
    InTemplate,
    KeysOf,
    Known,
    LengthOf,
    MaybeAt,
    Subject,
    expectation,
    shared,
)
from auditor.model.text import Span

_CALLED_EQUAL = {
    "assertEqual": False,
    "assertEquals": False,
    "assertNotEqual": True,
    "assertDictEqual": False,
    "assertListEqual": False,
}
_CALLED_IN = {"assertIn": False, "assertNotIn": True}
_CALLED_TRUE = {"assertTrue": False, "assertFalse": True}
_CALLED_NONE = {"assertIsNone": Relation.NONE, "assertIsNotNone": Relation.SOME}
_CDK = {
    "has_resource_properties": Aspect.RESOURCES,
    "has_resource": Aspect.RESOURCES,
    "resource_count_is": Aspect.COUNT,
}
_CHANGES = frozenset(
    {"pop", "update", "append", "clear", "setdefault", "remove", "insert", "extend"}
)
_MOST_RUNS = 100
_one = partial(expectation, PYTHON)


def read(
    text: str, file: str, template: str, renewal: str, conftests: Sequence[tuple[str, str]] = ()
) -> Expectations:
    """What the test at `file` expects of the template at `template`, both from the project's root.

    `conftests` are the places and texts of the files that pytest takes fixtures from, the nearest
    first, and `renewal` is the command that renews snapshots. Assertions about a template that the
    test changes are left out.
    """
    source = parse(text)
    if source is None:
        return UNREADABLE
    outer = [(place, parse(other)) for place, other in conftests]
    modules = [Module(found, place) for place, found in outer if found is not None]
    reader = _Reader(Module(source, file, modules), template, renewal)
    return reader.read()


class _Reader:
    def __init__(self, module: Module, template: str, renewal: str) -> None:
        self._module = module
        self._evaluator = Evaluator(template)
        self._renewal = renewal
        self._snapshots: list[Snapshot] = []

    def read(self) -> Expectations:
        found: list[Expectation] = []
        for scope in self._module.tests:
            if scope.function is None or self._changes_template(scope):
                continue
            runs = self._parameters(scope)
            for given in runs:
                some = self._in(scope.function.body, scope, given)
                found += map(shared, some) if len(runs) > 1 else some
        return Expectations(True, tuple(found), tuple(self._snapshots))

    def _changes_template(self, scope: Scope) -> bool:
        """Whether a test writes into the template, and so looks at another one."""
        for node in own_nodes(scope.function or scope.module.source.tree):
            targets: list[ast.expr] = []
            if isinstance(node, ast.Assign | ast.Delete):
                targets = node.targets
            elif isinstance(node, ast.AugAssign):
                targets = [node.target]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                is_change = node.func.attr in _CHANGES
                if is_change and isinstance(self._evaluator.of(node.func.value, scope), Subject):
                    return True
            for target in targets:
                if isinstance(target, ast.Subscript) and isinstance(
                    self._evaluator.of(target.value, scope), Subject
                ):
                    return True
        return False

    def _parameters(self, scope: Scope) -> list[Given]:
        """The runs of a test by `parametrize`; none where they are not known."""
        runs: list[Given] = [{}]
        for decorator in scope.function.decorator_list if scope.function else ():
            if not isinstance(decorator, ast.Call):
                continue
            if not dotted_name(decorator).endswith("mark.parametrize"):
                continue
            values = [self._evaluator.of(one, self._module.scope) for one in decorator.args[:2]]
            known = [one.value for one in values if isinstance(one, Known)]
            if len(known) != 2 or not isinstance(known[0], str) or not isinstance(known[1], list):
                return []
            names = [name.strip() for name in known[0].split(",")]
            if len(names) != 1 or len(runs) * len(known[1]) > _MOST_RUNS:
                return []
            runs = [{**run, names[0]: Known(value)} for run in runs for value in known[1]]
        return runs

    def _in(self, body: Sequence[ast.stmt], scope: Scope, given: Given) -> Iterator[Expectation]:
        """The expectations of statements that certainly run, up to where they may be left."""
        for node in body:
            if isinstance(node, ast.Assert):
                yield from self._stated(node.test, scope, given, negated=False)
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                yield from self._called(node.value, scope, given)
            elif isinstance(node, ast.With | ast.AsyncWith):
                if not any(
                    "raises" in dotted_name(item.context_expr).lower() for item in node.items
                ):
                    yield from self._in(node.body, scope, given)
            elif isinstance(node, ast.For) and isinstance(node.target, ast.Name):
                yield from self._in_loop(node, node.target.id, scope, given)
            if any(isinstance(inner, ast.Return) for inner in (node, *own_nodes(node))):
                return

    def _in_loop(
        self, loop: ast.For, name: str, scope: Scope, given: Given
    ) -> Iterator[Expectation]:
        values = self._evaluator.of(loop.iter, scope, given)
        if not isinstance(values, Known) or not isinstance(values.value, list):
            return
        for value in values.value[:_MOST_RUNS]:
            for one in self._in(loop.body, scope, {**given, name: Known(value)}):
                yield shared(one)

    def _stated(
        self, test: ast.expr, scope: Scope, given: Given, *, negated: bool
    ) -> Iterator[Expectation]:
        """What an expression says that has to be true, or false where it is negated."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            yield from self._stated(test.operand, scope, given, negated=not negated)
        elif isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) and not negated:
            for part in test.values:
                yield from self._stated(part, scope, given, negated=False)
        elif isinstance(test, ast.Compare) and len(test.ops) == 1:
            yield from self._compared(test, scope, given, negated=negated)
        else:
            found = self._evaluator.of(test, scope, given)
            if isinstance(found, InTemplate | MaybeAt):
                yield _one(found, Relation.TRUTHY, self._span(test), negated=negated)

    def _compared(
        self, test: ast.Compare, scope: Scope, given: Given, *, negated: bool
    ) -> Iterator[Expectation]:
        left, operation, right = test.left, test.ops[0], test.comparators[0]
        whole = self._span(test)
        if isinstance(operation, ast.Eq | ast.NotEq):
            negated ^= isinstance(operation, ast.NotEq)
            yield from self._equal(left, right, whole, scope, given, negated=negated)
        elif isinstance(operation, ast.In | ast.NotIn):
            negated ^= isinstance(operation, ast.NotIn)
            yield from self._has(left, right, whole, scope, given, negated=negated)
        elif isinstance(right, ast.Constant) and right.value is None:
            found = self._evaluator.of(left, scope, given)
            is_none = isinstance(operation, ast.Is) is not negated
            if isinstance(found, MaybeAt):
                yield _one(found, Relation.NONE if is_none else Relation.SOME, whole)

    def _equal(
        self, one: ast.expr, other: ast.expr, whole: Span, scope: Scope, given: Given,
        *, negated: bool, is_call: bool = False,
    ) -> Iterator[Expectation]:  # fmt: skip
        subject, expected = (
            self._evaluator.of(one, scope, given),
            self._evaluator.of(other, scope, given),
        )
        node = one
        if isinstance(subject, Known):
            subject, expected, node = expected, subject, other
        if "snapshot" in (getattr(one, "id", ""), getattr(other, "id", "")):
            if isinstance(subject, InTemplate):
                self._snapshots.append(Snapshot(subject.path, whole, self._renewal))
            return
        if not isinstance(expected, Known):
            return
        if isinstance(subject, LengthOf) and type(expected.value) is int:
            found = _one(InTemplate(subject.path), Relation.EQUAL, whole, expected, negated=negated)
            yield replace(found, aspect=Aspect.LENGTH)
        elif isinstance(subject, InTemplate | MaybeAt) and not isinstance(expected.value, tuple):
            absent = None if is_call or negated else self._absence(node, whole)
            wording = Wording(absent=absent)
            yield _one(subject, Relation.EQUAL, whole, expected, negated=negated, wording=wording)

    def _absence(self, subject: ast.expr, whole: Span) -> tuple[Span, str] | None:
        """`"Key" not in mapping`, of an assertion about `mapping["Key"]`."""
        text = self._module.source.text
        base = key = None
        if isinstance(subject, ast.Subscript):
            base, key = subject.value, subject.slice
        elif isinstance(subject, ast.Call) and isinstance(subject.func, ast.Attribute):
            base, key = subject.func.value, subject.args[0] if subject.args else None
        if base is None or not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            return None
        spans = self._span(key), self._span(base)
        written, holder = (text[span.start : span.end] for span in spans)
        return whole, f"{written} not in {holder}"

    def _has(
        self, one: ast.expr, other: ast.expr, whole: Span, scope: Scope, given: Given,
        *, negated: bool, is_call: bool = False,
    ) -> Iterator[Expectation]:  # fmt: skip
        expected, subject = (
            self._evaluator.of(one, scope, given),
            self._evaluator.of(other, scope, given),
        )
        if not isinstance(expected, Known) or not isinstance(subject, InTemplate | KeysOf):
            return
        text = self._module.source.text
        key, holder = (text[span.start : span.end] for span in (self._span(one), self._span(other)))
        wording = Wording()
        is_added = negated and isinstance(subject, InTemplate)
        if not is_call:
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

    def _called(self, call: ast.Call, scope: Scope, given: Given) -> Iterator[Expectation]:
        """The assertions of unittest and of CDK."""
        if not isinstance(call.func, ast.Attribute) or not call.args:
            return
        name, arguments, span = call.func.attr, call.args, self._span(call)
        if name in _CALLED_EQUAL and len(arguments) >= 2:
            negated = _CALLED_EQUAL[name]
            yield from self._equal(
                arguments[0], arguments[1], span, scope, given, negated=negated, is_call=True
            )
        elif name in _CALLED_IN and len(arguments) >= 2:
            negated = _CALLED_IN[name]
            yield from self._has(
                arguments[0], arguments[1], span, scope, given, negated=negated, is_call=True
            )
        elif name in _CALLED_TRUE:
            yield from map(
                _without_wording,
                self._stated(arguments[0], scope, given, negated=_CALLED_TRUE[name]),
            )
        elif name in _CALLED_NONE:
            found = self._evaluator.of(arguments[0], scope, given)
            if isinstance(found, MaybeAt):
                yield _one(found, _CALLED_NONE[name], span)
        elif name in _CDK and len(arguments) == 2:
            yield from self._of_cdk(call, name, scope, given)

    def _of_cdk(
        self, call: ast.Call, name: str, scope: Scope, given: Given
    ) -> Iterator[Expectation]:
        base = call.func.value if isinstance(call.func, ast.Attribute) else None
        if not isinstance(self._evaluator.of(base, scope, given), CdkTemplate):
            return
        kind, expected = (self._evaluator.of(one, scope, given) for one in call.args)
        if isinstance(kind, Known) and isinstance(expected, Known):
            subject = InTemplate(("Resources",))
            found = _one(subject, Relation.PART, self._span(call), expected)
            yield replace(
                found, aspect=_CDK[name], type=str(kind.value), whole=name == "has_resource"
            )

    def _span(self, node: ast.expr) -> Span:
        return self._module.source.span(node)


def _without_wording(one: Expectation) -> Expectation:
    return replace(one, wording=Wording())
