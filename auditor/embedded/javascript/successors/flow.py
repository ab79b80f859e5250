"""Where the answer of a call goes: each member that is read of it, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, NamedTuple

from auditor.embedded.javascript import syntax
from auditor.embedded.javascript.items import FUNCTIONS, Item
from auditor.embedded.javascript.meanings import arguments_of
from auditor.embedded.javascript.patterns import leaves, member_name
from auditor.embedded.javascript.scopes import Binding, Scopes
from auditor.embedded.javascript.successors.nouns import NotPlain

_DEEPEST = 60
_TESTS = frozenset({"===", "!==", "==", "!="})
_PROMISES = frozenset({"then", "catch", "finally"})
_TOGETHER = frozenset({"all", "allSettled"})


class Read(NamedTuple):
    """A member of the answer that the code reads.

    `place` is `answer.Member`, or the name that a pattern binds; `is_bound` for the latter.
    `is_only` says that nothing but this answer is ever there.
    """

    name: str
    place: Item
    is_bound: bool
    is_only: bool


class Flow:
    """Follows answers; raises NotPlain where one goes out of sight as a whole."""

    def __init__(self, scopes: Scopes, note: Callable[[Read], None]) -> None:
        self._scopes = scopes
        self._note = note
        self._seen: set[int] = set()

    def follow(self, item: Item, *, only: bool = True, depth: int = 0) -> None:
        """Follow an expression whose value is the answer, or a promise of it."""
        if item.index in self._seen:
            return
        if depth > _DEEPEST:
            raise NotPlain
        self._seen.add(item.index)
        above, field = item.parent, item.field
        if above is None:
            raise NotPlain
        if above.kind == "expression_statement" or _is_test(above, field):
            return
        if above.kind == "await_expression" or _passes(above, field):
            self.follow(above, only=only and above.kind == "await_expression", depth=depth + 1)
            return
        go_on = self._WAYS.get((above.kind, field))
        if go_on is None:
            raise NotPlain
        go_on(self, item, above, only=only, depth=depth)

    def _declared(self, item: Item, declarator: Item, *, only: bool, depth: int) -> None:
        self._pattern(declarator.child("name"), item, only=only, depth=depth)

    def _assigned(self, item: Item, assignment: Item, *, only: bool, depth: int) -> None:
        del only
        if assignment.parent is None or assignment.parent.kind != "expression_statement":
            raise NotPlain
        self._pattern(assignment.child("left"), item, only=False, depth=depth)

    def _returned(self, item: Item, above: Item, *, only: bool, depth: int) -> None:
        function = above if item.field == "body" else above.position.function.item
        self._result(function, only=only, depth=depth)

    def bound(self, binding: Binding | None, *, only: bool = True, depth: int = 0) -> None:
        """Follow all that mentions a name which the answer is bound to."""
        if binding is None:
            raise NotPlain
        is_only = only and len(binding.writes) <= 1
        for mention in binding.mentions:
            above = mention.parent
            is_target = above is not None and above.kind == "assignment_expression"
            if not (is_target and mention.field == "left"):
                self.follow(mention, only=is_only, depth=depth + 1)

    def parameter(self, function: Item, place: int, *, depth: int = 0) -> None:
        """Follow the answer into a parameter of a function that is called with it."""
        parameters = parameters_of(function)
        if len(parameters) <= place:
            if any(child.kind == "rest_pattern" for child in parameters):
                raise NotPlain
            return
        self._pattern(parameters[place], None, only=True, depth=depth)

    def _pattern(self, pattern: Item | None, value: Item | None, *, only: bool, depth: int) -> None:
        if pattern is None:
            raise NotPlain
        if pattern.kind == "identifier":
            self.bound(self._scopes.binding(pattern), only=only, depth=depth)
            return
        if pattern.kind != "object_pattern":
            raise NotPlain
        for leaf in leaves(pattern, value):
            if not leaf.path or leaf.default or leaf.target.kind in syntax.MEMBERS:
                raise NotPlain
            if len(leaf.path) == 1:
                self._note(Read(leaf.path[0], leaf.target, is_bound=True, is_only=only))
            else:
                self._note(Read(leaf.path[0], leaf.target, is_bound=False, is_only=False))

    def _member(self, item: Item, member: Item, *, only: bool, depth: int) -> None:
        del item
        name = member_name(member)
        if name is None:
            raise NotPlain
        call = member.parent
        if name not in _PROMISES or call is None or member.field != "function":
            self._note(Read(name, member, is_bound=False, is_only=only))
            return
        given = arguments_of(call)
        if name == "then":
            if not given or given[0].kind not in FUNCTIONS:
                raise NotPlain
            self.parameter(given[0], 0, depth=depth + 1)
        else:
            self.follow(call, only=only, depth=depth + 1)

    def _result(self, function: Item, *, only: bool, depth: int) -> None:
        above = function.parent
        if above is not None and above.kind == "arguments" and above.parent is not None:
            callee = above.parent.child("function")
            name = member_name(callee) if callee is not None else None
            if name in _PROMISES:
                self.follow(above.parent, only=False, depth=depth + 1)
                return
            if name == "map" and _is_for_nothing(above.parent):
                return
            raise NotPlain
        named = function.child("name")
        if above is not None and above.kind == "variable_declarator":
            named = above.child("name")
        binding = self._scopes.binding(named) if function.kind in FUNCTIONS else None
        if binding is None or binding.only_write is None or "*" in function.words:
            raise NotPlain
        for mention in binding.mentions:
            if mention.field != "function" or mention.parent is None:
                raise NotPlain
            self.follow(mention.parent, only=only, depth=depth + 1)

    def _gathered(self, item: Item, array: Item, *, only: bool, depth: int) -> None:
        """An element of `Promise.all([...])`."""
        del only
        call = array.parent.parent if array.parent is not None else None
        if call is None or not _is_together(call) or arguments_of(call)[:1] != [array]:
            raise NotPlain
        if _is_discarded(call):
            return
        wait = call.parent
        declarator = wait.parent if wait is not None and wait.kind == "await_expression" else None
        pattern = declarator.child("name") if declarator is not None else None
        is_plain = pattern is not None and pattern.kind == "array_pattern"
        if not is_plain or pattern is None or "allSettled" in call.text[:20]:
            raise NotPlain
        if any("spread" in child.kind for child in array.children) or ",," in pattern.text:
            raise NotPlain
        place = array.children.index(item)
        if place < len(pattern.children):
            self._pattern(pattern.children[place], None, only=True, depth=depth)

    def _given(self, item: Item, arguments: Item, *, only: bool, depth: int) -> None:
        """An argument: what is only printed is nothing that the code depends on."""
        del item, only, depth
        call = arguments.parent
        if call is None or not (_is_printing(call) or _is_printed_text(call)):
            raise NotPlain

    # methods that a flow held itself would be a circle, which only a search for such frees
    _WAYS: ClassVar[Mapping[tuple[str, str], Callable[..., None]]] = {
        ("variable_declarator", "value"): _declared,
        ("assignment_expression", "right"): _assigned,
        ("member_expression", "object"): _member,
        ("subscript_expression", "object"): _member,
        ("return_statement", ""): _returned,
        ("arrow_function", "body"): _returned,
        ("array", ""): _gathered,
        ("arguments", ""): _given,
    }


def parameters_of(function: Item) -> list[Item]:
    """The parameters of a function."""
    single = function.child("parameter")
    if single is not None:
        return [single]
    parameters = function.child("parameters")
    return [] if parameters is None else parameters.children


def _is_test(above: Item, field: str) -> bool:
    """Whether an expression is only compared, or asked whether it is there."""
    if field == "condition":
        return above.kind in ("if_statement", "ternary_expression")
    if above.kind == "unary_expression":
        return "!" in above.words
    if above.kind != "binary_expression":
        return False
    return not _TESTS.isdisjoint(above.words) or ("&&" in above.words and field == "left")


def _passes(above: Item, field: str) -> bool:
    """Whether the value of the expression above is this one, or another."""
    if above.kind == "ternary_expression":
        return field != "condition"
    return above.kind == "binary_expression" and not {"||", "??", "&&"}.isdisjoint(above.words)


def _is_discarded(item: Item) -> bool:
    above = item.parent
    if above is not None and above.kind == "await_expression":
        above = above.parent
    return above is not None and above.kind == "expression_statement"


def _is_together(call: Item) -> bool:
    callee = call.child("function")
    base = None if callee is None else callee.child("object")
    if callee is None or base is None or base.text != "Promise":
        return False
    return member_name(callee) in _TOGETHER


def _is_for_nothing(call: Item) -> bool:
    """Whether `items.map(...)` stands in `await Promise.all(...)` of which nothing is read."""
    outer = call.parent.parent if call.parent is not None else None
    return outer is not None and _is_together(outer) and _is_discarded(outer)


def _is_printing(call: Item) -> bool:
    callee = call.child("function")
    base = None if callee is None else callee.child("object")
    return base is not None and base.kind == "identifier" and base.text == "console"


def _is_printed_text(call: Item) -> bool:
    """`JSON.stringify(answer)` in an argument of `console.log`."""
    callee = call.child("function")
    outer = call.parent.parent if call.parent is not None else None
    is_text = callee is not None and callee.text == "JSON.stringify"
    return is_text and outer is not None and outer.kind == "call_expression" and _is_printing(outer)
