"""What the assertions of node:assert, Chai's `assert` and CDK expect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from auditor.embedded.javascript.patterns import member_name
from auditor.expectations.expectation import Aspect, Expectation, Relation
from auditor.expectations.gathered import each, some
from auditor.expectations.javascript.callbacks import Callbacks
from auditor.expectations.javascript.helpers import module_of, returned
from auditor.expectations.javascript.wordings import has_item, length, one
from auditor.expectations.patterns import Beginning, Bound, Ending, Side
from auditor.expectations.values import (
    UNDEFINED,
    CdkTemplate,
    CountOf,
    InTemplate,
    Known,
    LengthOf,
    Listed,
    Value,
)

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item
    from auditor.expectations.javascript.reading import Given, Reading
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
_BOUNDS = {">": Side.ABOVE, ">=": Side.AT_LEAST, "<": Side.BELOW, "<=": Side.AT_MOST}
_ON_TEXT: dict[str, type[Beginning | Ending]] = {"startsWith": Beginning, "endsWith": Ending}
_OF_SEVERAL = frozenset({"some", "every"})
_TRUE = frozenset({"ok", "isTrue", "isOk"})
_FALSE = frozenset({"isFalse", "isNotOk", "notOk"})
_MATCHED = frozenset({"match"})
_DEEPEST = 5
"""Names that stand for names."""
_MODULES = frozenset({"assert", "node:assert", "assert/strict", "node:assert/strict"})
_CDK = {
    "hasResourceProperties": Aspect.RESOURCES,
    "hasResource": Aspect.RESOURCES,
    "resourceCountIs": Aspect.COUNT,
}
_SECTIONS = {
    "hasOutput": "Outputs",
    "hasParameter": "Parameters",
    "hasMapping": "Mappings",
    "hasCondition": "Conditions",
}


class Asserts:
    """Reads the assertions of one file that are calls of functions."""

    def __init__(self, reading: Reading) -> None:
        self._scopes = reading.scopes
        self._evaluator = reading
        self._depth = 0

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
        is_of_cdk = method in _CDK or method in _SECTIONS
        if base is not None and method is not None and is_of_cdk and len(arguments) == 2:
            yield from self._of_cdk(call, base, method, arguments, given)

    def _assertion(self, function: Item) -> str | None:
        """The name of the assertion that a function is, as its module has it."""
        if function.kind == "identifier":
            binding = self._scopes.binding(function)
            write = None if binding is None else binding.only_write
            if write is not None and write.path and module_of(write) in _MODULES:
                return "ok" if write.path == ("default",) else write.path[-1]
            return "ok" if function.text == "assert" else None
        base = function.child("object")
        is_assert = base is not None and base.kind == "identifier" and base.text == "assert"
        return member_name(function) if is_assert else None

    def _asserted(
        self, name: str, arguments: list[Item], span: Span, given: Given
    ) -> Iterator[Expectation]:
        if name in _TRUE or name in _FALSE:
            yield from self.stated(arguments[0], span, given, negated=name in _FALSE)
            return
        if len(arguments) < 2:
            return
        left, right = (self._evaluator.of(argument, given) for argument in arguments[:2])
        if name in _COMPARED:
            yield from _compared(_COMPARED[name], left, right, span)
        elif name in _MATCHED and isinstance(left, InTemplate) and isinstance(right, Known):
            yield one(left, Relation.EQUAL, span, Known(right.value))

    def stated(
        self, item: Item, span: Span, given: Given, *, negated: bool = False
    ) -> Iterator[Expectation]:
        """What an expression says that has to be true, or false where it is negated."""
        word = next(iter(item.words), "")
        if item.kind == "unary_expression" and word == "!":
            inner = item.child("argument")
            if inner is not None:
                yield from self.stated(inner, span, given, negated=not negated)
        elif item.kind == "binary_expression":
            yield from self._operation(item, word, span, given, negated=negated)
        else:
            found = self._evaluator.of(item, given)
            if isinstance(found, InTemplate):
                yield one(found, Relation.TRUTHY, span, negated=negated)
            elif item.kind == "call_expression":
                yield from self._called(item, span, given, negated=negated)
            elif item.kind == "identifier":
                yield from self._named(item, span, given, negated=negated)

    def _named(
        self, name: Item, span: Span, given: Given, *, negated: bool
    ) -> Iterator[Expectation]:
        """What it says that a name stands for what is true: `const has = listed.some(...)`."""
        binding = self._scopes.binding(name)
        write = None if binding is None else binding.only_write
        if write is None or write.value is None or write.path or self._depth >= _DEEPEST:
            return
        self._depth += 1
        try:
            yield from self.stated(write.value, span, given, negated=negated)
        finally:
            self._depth -= 1

    def _operation(
        self, item: Item, word: str, span: Span, given: Given, *, negated: bool
    ) -> Iterator[Expectation]:
        if word == ("||" if negated else "&&"):
            for part in item.children:
                yield from self.stated(part, span, given, negated=negated)
            return
        left, right = (self._evaluator.of(item.child(one), given) for one in ("left", "right"))
        if word in _OPERATORS:
            way = _OPERATORS[word]
            way = way._replace(negated=way.negated is not negated)
            yield from _compared(way, left, right, span)
        elif word == "in" and isinstance(left, Known) and isinstance(right, InTemplate):
            below = InTemplate((*right.path, left.value))
            if isinstance(left.value, str):
                yield one(below, Relation.PRESENT, span, negated=negated)
        elif word in _BOUNDS and isinstance(right, Known) and type(right.value) in (int, float):
            wanted = Known(Bound(_BOUNDS[word], right.value))
            yield from _compared(_Way(Relation.EQUAL, negated), left, wanted, span)

    def _called(
        self, call: Item, span: Span, given: Given, *, negated: bool
    ) -> Iterator[Expectation]:
        """What a call says whose result counts as true."""
        function, arguments = call.child("function"), (call.child("arguments") or call).children
        name = "" if function is None else member_name(function) or ""
        if function is None or len(arguments) != 1:
            return
        subject = self._evaluator.of(function.child("object"), given)
        if name in _OF_SEVERAL:
            turns = Callbacks(self._evaluator).turns(subject, arguments[0], given)
            result = returned(arguments[0]) if turns is not None else None
            found = [
                list(self.stated(result, span, turn)) for turn in turns or () if result is not None
            ]
            if name == "some":
                yield from some(found, self._evaluator.look, negated=negated)
            elif not negated:
                yield from each(found)
            return
        wanted = self._evaluator.of(arguments[0], given)
        if not isinstance(wanted, Known):
            return
        if name == "includes" or (name == "has" and isinstance(subject, Listed)):
            yield from has_item(subject, Known(wanted.value), span, self._evaluator.look, negated)
        elif name in _ON_TEXT and isinstance(subject, InTemplate) and isinstance(wanted.value, str):
            part = Known(_ON_TEXT[name](wanted.value))
            yield one(subject, Relation.EQUAL, span, part, negated=negated)

    def refused(self, branch: Item, given: Given) -> Iterator[Expectation]:
        """What `if (condition) done(new Error(...))` says: the condition does not hold."""
        condition = branch.child("condition")
        if condition is not None:
            yield from self.stated(condition, condition.span, given, negated=True)

    def _of_cdk(
        self, call: Item, base: Item, method: str, arguments: list[Item], given: Given
    ) -> Iterator[Expectation]:
        if self._evaluator.of(base, given) != CdkTemplate():
            return
        kind, expected = (self._evaluator.of(argument, given) for argument in arguments)
        if not isinstance(kind, Known) or not isinstance(expected, Known):
            return
        if method in _SECTIONS:
            # any output may be meant by a star
            if isinstance(kind.value, str) and kind.value != "*":
                place = InTemplate((_SECTIONS[method], kind.value))
                yield one(place, Relation.PART, call.span, expected)
        else:
            found = one(InTemplate(("Resources",)), Relation.PART, call.span, expected)
            is_whole = method == "hasResource"
            yield replace(found, aspect=_CDK[method], type=str(kind.value), whole=is_whole)


def _compared(way: _Way, left: Value, right: Value, span: Span) -> Iterator[Expectation]:
    if isinstance(left, Known):
        left, right = right, left
    if not isinstance(right, Known):
        return
    if right.value is UNDEFINED:
        if isinstance(left, InTemplate) and way.relation is Relation.SAME:
            yield one(left, Relation.ABSENT, span, negated=way.negated)
    elif isinstance(left, LengthOf | CountOf):
        yield from length(left, right, span, negated=way.negated)
    elif isinstance(left, InTemplate):
        yield one(left, way.relation, span, right, negated=way.negated)


def refusal(item: Item) -> Item | None:
    """The `if` whose condition fails the test by an error that is thrown or handed to `done`."""
    if item.kind == "call_expression":
        function, given = item.child("function"), (item.child("arguments") or item).children
        is_error = bool(given) and given[0].kind == "new_expression"
        if function is None or function.text != "done" or not is_error or item.parent is None:
            return None
        item = item.parent
    elif item.kind != "throw_statement":
        return None
    above = item.parent
    here = item
    if above is not None and above.kind == "statement_block" and above.children[-1] is item:
        here, above = above, above.parent
    is_branch = above is not None and above.kind == "if_statement" and here.field == "consequence"
    return above if is_branch else None
