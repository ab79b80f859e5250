"""What the assertions of node:assert, Chai's `assert` and CDK expect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from auditor.embedded.javascript.patterns import key_of, member_name
from auditor.expectations.expectation import Aspect, Expectation, Relation
from auditor.expectations.javascript.matchers import length, one
from auditor.expectations.values import UNDEFINED, CdkTemplate, InTemplate, Known, LengthOf, Value

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item
    from auditor.embedded.javascript.scopes import Scopes, Write
    from auditor.expectations.javascript.evaluate import Evaluator, Given
    from auditor.model.text import Span


class _Way(NamedTuple):
    """How two values are compared."""

    relation: Relation
    negated: bool = False


_COMPARED = {
    **dict.fromkeys(("equal", "strictEqual"), _Way(Relation.SAME)),
    **dict.fromkeys(("deepEqual", "deepStrictEqual"), _Way(Relation.EQUAL)),
    **dict.fromkeys(("notEqual", "notStrictEqual"), _Way(Relation.SAME, negated=True)),
    **dict.fromkeys(("notDeepEqual", "notDeepStrictEqual"), _Way(Relation.EQUAL, negated=True)),
    "include": _Way(Relation.ITEM),
    "notInclude": _Way(Relation.ITEM, negated=True),
}
_OPERATORS = {
    **dict.fromkeys(("==", "==="), _Way(Relation.SAME)),
    **dict.fromkeys(("!=", "!=="), _Way(Relation.SAME, negated=True)),
}
_TRUE = frozenset({"ok", "isTrue", "isOk"})
_MATCHED = frozenset({"match"})
_MODULES = frozenset({"assert", "node:assert", "assert/strict", "node:assert/strict"})
_CDK = {
    "hasResourceProperties": Aspect.RESOURCES,
    "hasResource": Aspect.RESOURCES,
    "resourceCountIs": Aspect.COUNT,
}


class Asserts:
    """Reads the assertions of one file that are calls of functions."""

    def __init__(self, scopes: Scopes, evaluator: Evaluator) -> None:
        self._scopes = scopes
        self._evaluator = evaluator

    def of(self, call: Item, given: Given) -> Iterator[Expectation]:
        """What a call expects, with the values of loop variables."""
        function = call.child("function")
        arguments = (call.child("arguments") or call).children
        if function is None or not arguments:
            return
        name = self._assertion(function)
        if name is not None:
            yield from self._asserted(name, arguments, call.span, given)
            return
        base, method = function.child("object"), member_name(function)
        if base is not None and method in _CDK and len(arguments) == 2:
            yield from self._of_cdk(call, base, method, arguments, given)

    def _assertion(self, function: Item) -> str | None:
        """The name of the assertion that a function is, as its module has it."""
        if function.kind == "identifier":
            binding = self._scopes.binding(function)
            write = None if binding is None else binding.only_write
            if write is not None and write.path and _module(write) in _MODULES:
                return "ok" if write.path == ("default",) else write.path[-1]
            return "ok" if function.text == "assert" else None
        base = function.child("object")
        is_assert = base is not None and base.kind == "identifier" and base.text == "assert"
        return member_name(function) if is_assert else None

    def _asserted(
        self, name: str, arguments: list[Item], span: Span, given: Given
    ) -> Iterator[Expectation]:
        if name in _TRUE:
            yield from self.stated(arguments[0], span, given)
            return
        if len(arguments) < 2:
            return
        left, right = (self._evaluator.of(argument, given) for argument in arguments[:2])
        if name in _COMPARED:
            yield from _compared(_COMPARED[name], left, right, span)
        elif name in _MATCHED and isinstance(left, InTemplate) and isinstance(right, Known):
            yield one(left, Relation.EQUAL, span, Known(right.value))

    def stated(self, item: Item, span: Span, given: Given) -> Iterator[Expectation]:
        """What an expression says that has to be true."""
        if item.kind == "binary_expression":
            operator = next(iter(item.words), "")
            left, right = item.child("left"), item.child("right")
            if operator == "&&":
                for part in item.children:
                    yield from self.stated(part, span, given)
            elif operator in _OPERATORS:
                values = (self._evaluator.of(left, given), self._evaluator.of(right, given))
                yield from _compared(_OPERATORS[operator], *values, span)
            return
        function = item.child("function") if item.kind == "call_expression" else None
        if function is not None and member_name(function) == "includes":
            subject = self._evaluator.of(function.child("object"), given)
            wanted = self._evaluator.of((item.child("arguments") or item).children[0], given)
            if isinstance(subject, InTemplate) and isinstance(wanted, Known):
                yield one(subject, Relation.ITEM, span, Known(wanted.value))
            return
        found = self._evaluator.of(item, given)
        if isinstance(found, InTemplate):
            yield one(found, Relation.TRUTHY, span)

    def _of_cdk(
        self, call: Item, base: Item, method: str, arguments: list[Item], given: Given
    ) -> Iterator[Expectation]:
        if self._evaluator.of(base, given) != CdkTemplate() or method not in _CDK:
            return
        kind, expected = (self._evaluator.of(argument, given) for argument in arguments)
        if isinstance(kind, Known) and isinstance(expected, Known):
            found = one(InTemplate(("Resources",)), Relation.PART, call.span, expected)
            is_whole = method == "hasResource"
            yield replace(found, aspect=_CDK[method], type=str(kind.value), whole=is_whole)


def _module(write: Write) -> str | None:
    """The module that a name is taken out of, by `import` or by `require`."""
    call = write.value
    if write.source is not None or call is None or call.kind != "call_expression":
        return write.source
    function, arguments = call.child("function"), (call.child("arguments") or call).children
    is_require = function is not None and function.text == "require" and len(arguments) == 1
    return key_of(arguments[0]) if is_require else None


def _compared(way: _Way, left: Value, right: Value, span: Span) -> Iterator[Expectation]:
    if isinstance(left, Known):
        left, right = right, left
    if not isinstance(right, Known):
        return
    if right.value is UNDEFINED:
        if isinstance(left, InTemplate) and way.relation is Relation.SAME:
            yield one(left, Relation.ABSENT, span, negated=way.negated)
    elif isinstance(left, LengthOf):
        yield from length(left, right, span, negated=way.negated)
    elif isinstance(left, InTemplate):
        yield one(left, way.relation, span, right, negated=way.negated)
