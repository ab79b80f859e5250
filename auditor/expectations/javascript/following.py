"""Follows the statements of a function of a JavaScript test, as far as is certain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.embedded.javascript.patterns import leaves, member_name
from auditor.expectations import gathered
from auditor.expectations.javascript.helpers import bound, is_function, may_leave, parameters
from auditor.expectations.values import UNDEFINED, InTemplate, Known, Listed, Named, Value

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item
    from auditor.expectations.javascript.reading import Given, Reading
    from auditor.expectations.looking import Looking

_DECLARATIONS = frozenset({"lexical_declaration", "variable_declaration"})
_PASSED = frozenset({"empty_statement", "function_declaration"})
_CHANGING = frozenset({"push", "add", "forEach", "set"})
_SAYING = ("expect(", "expect.", "assert.", "assert(", "console.")
_WRITES = frozenset(
    {
        *("assignment_expression", "augmented_assignment_expression"),
        *("update_expression", "for_in_statement"),
    }
)
_DEEPEST = 40
_MOST_TURNS = 1_000


class Returned(Exception):
    """The function returns what an expression stands for."""

    def __init__(self, item: Item | None) -> None:
        super().__init__()
        self.item = item


class Lost(Exception):
    """Nobody knows what is run, or with what."""


class _Turn(Exception):
    """The turn of a loop ends, or with `is_last` the loop."""

    def __init__(self, *, is_last: bool) -> None:
        super().__init__()
        self.is_last = is_last


def now(binding: object) -> int:
    """Under what the value is kept that a name has at a point of its function."""
    return ~id(binding)


class Following:
    """Follows one run of a function. Its names have what they were given last."""

    def __init__(self, reading: Reading, given: Given) -> None:
        self._reading = reading
        self.given: dict[int, Value] = dict(given)

    def returned(self, function: Item) -> Item | None:
        """The expression that is returned, to be read with `given`. Raises Lost."""
        body = function.child("body")
        if body is None or "*" in function.words:
            raise Lost
        if body.kind != "statement_block":
            return body
        try:
            self._block(body.children)
        except Returned as returned:
            return returned.item
        except _Turn:
            raise Lost from None
        return None

    def pass_to(self, statements: Sequence[Item]) -> None:
        """Follows statements that come before another one. Raises Lost."""
        try:
            self._block(statements)
        except (Returned, _Turn):
            raise Lost from None

    def _block(self, statements: Sequence[Item]) -> None:
        for statement in statements:
            self._statement(statement)

    def _statement(self, item: Item) -> None:
        if item.kind in _DECLARATIONS:
            for one in item.children:
                self._bind(one.child("name"), one.child("value"))
        elif item.kind == "expression_statement":
            self._evaluate(item.children[0])
        elif item.kind == "if_statement":
            self._if(item)
        elif item.kind == "for_in_statement":
            self._for(item)
        elif item.kind in ("statement_block", "else_clause"):
            self._block(item.children)
        elif item.kind == "return_statement":
            raise Returned(item.children[0] if item.children else None)
        elif item.kind in ("continue_statement", "break_statement"):
            raise _Turn(is_last=item.kind == "break_statement")
        elif item.kind not in _PASSED:
            raise Lost

    def _bind(self, pattern: Item | None, value: Item | None) -> None:
        if pattern is None:
            raise Lost
        for leaf in leaves(pattern, None):
            self._set(leaf.target, None)
        found = Known(UNDEFINED) if value is None else self._of(value)
        self._take_apart(pattern, found)

    def _take_apart(self, pattern: Item, found: Value) -> None:
        taken = dict(bound(self._reading.scopes, [pattern], [found]))
        self.given.update({~key: value for key, value in taken.items()})

    def _set(self, name: Item | None, value: Value) -> None:
        binding = self._reading.scopes.binding(name)
        if binding is None:
            raise Lost
        self.given[now(binding)] = Known(value.value) if isinstance(value, Known) else value

    def _evaluate(self, item: Item) -> None:
        if item.kind == "assignment_expression":
            self._assign(item.child("left"), self._of(item.child("right")))
        elif item.kind == "call_expression":
            self._call(item)
        elif item.kind in ("augmented_assignment_expression", "update_expression"):
            target = item.child("left", "argument")
            self._set(target if target is not None else None, None)
        elif item.kind == "await_expression" and item.children:
            self._evaluate(item.children[0])
        else:
            self._pass_over(item)

    def _assign(self, target: Item | None, value: Value) -> None:
        if target is None:
            raise Lost
        if target.kind == "identifier":
            self._set(target, value)
            return
        holder = target.child("object")
        held = self._of(holder)
        key: Value = Known(member_name(target))
        if target.kind == "subscript_expression" and key == Known(None):
            key = gathered.known(self._of(target.child("index")), self._reading.look)
        is_new = isinstance(held, Named) or _is_empty(held, dict)
        if holder is None or holder.kind != "identifier" or not is_new:
            raise Lost
        if not isinstance(key, Known) or not isinstance(key.value, str):
            self._set(holder, None)
            return
        entries = held.entries if isinstance(held, Named) else ()
        self._change(holder, held, Named(tuple({**dict(entries), key.value: value}.items())))

    def _change(self, holder: Item, held: Value, made: Value) -> None:
        """Gives a name what becomes of its value; other names of the same are not known then."""
        for key, other in self.given.items():
            if other is held or (
                isinstance(held, Known) and isinstance(other, Known) and other.value is held.value
            ):
                self.given[key] = None
        self._set(holder, made)

    def _call(self, call: Item) -> None:
        function, arguments = call.child("function"), (call.child("arguments") or call).children
        name = None if function is None else member_name(function)
        holder = None if function is None else function.child("object")
        if function is None or holder is None or name not in _CHANGING:
            self._pass_over(call)
            return
        if name == "forEach" and len(arguments) == 1:
            self._each(self._of(holder), arguments[0])
            return
        held = self._of(holder)
        if holder.kind != "identifier":
            raise Lost
        if name == "set" and len(arguments) == 2:
            self._put(holder, held, *map(self._of, arguments))
            return
        items = held.items if isinstance(held, Listed) else () if _is_empty(held, list) else None
        more = self._more(arguments)
        if items is None or more is None:
            self._set(holder, None)
        else:
            is_ordered = gathered.is_ordered(held)
            self._change(holder, held, Listed((*items, *more), None, is_ordered))

    def _pass_over(self, item: Item) -> None:
        """Goes on behind what changes none of the names. Raises Lost where it may."""
        if item.text.startswith(_SAYING):
            return
        pending = [item]
        while pending:
            one = pending.pop()
            binding = self._reading.scopes.binding(one)
            if binding is not None and now(binding) in self.given:
                raise Lost
            pending += one.children

    def _put(self, holder: Item, held: Value, key: Value, value: Value) -> None:
        key = gathered.known(key, self._reading.look)
        if isinstance(held, Named) and isinstance(key, Known) and isinstance(key.value, str):
            entries = {**dict(held.entries), key.value: value}
            self._change(holder, held, Named(tuple(entries.items())))
        else:
            self._set(holder, None)

    def _more(self, arguments: list[Item]) -> tuple[Value, ...] | None:
        more: list[Value] = []
        for one in arguments:
            if one.kind != "spread_element":
                more.append(self._of(one))
                continue
            items = gathered.items(self._of(one.children[0]), self._reading.look)
            if items is None:
                return None
            more += items
        return tuple(more)

    def _if(self, item: Item) -> None:
        truth = self._reading.truth(item.child("condition"), self.given)
        if truth is None:
            if may_leave(item):
                raise Lost
            self._forget(item)
            return
        branch = item.child("consequence" if truth else "alternative")
        if branch is not None:
            self._statement(branch)

    def _forget(self, item: Item) -> None:
        """What a statement that may run gives to names, or puts into them, is not known then."""
        pending = [item]
        while pending:
            one = pending.pop()
            pending += one.children
            binding = self._reading.scopes.binding(one)
            if binding is None or now(binding) not in self.given:
                continue
            value = self.given[now(binding)]
            kept = value.value if isinstance(value, Known) else value
            is_holder = isinstance(kept, Listed | Named | list | dict)
            if is_holder or _is_written(one):
                self.given[now(binding)] = None

    def _for(self, item: Item) -> None:
        name, body = item.child("left"), item.child("body")
        items = looped(item, self._of(item.child("right")), self._reading.look)
        if name is None or body is None or items is None or len(items) > _MOST_TURNS:
            raise Lost
        for one in items:
            self._turn(name, one)
            try:
                self._statement(body)
            except _Turn as turn:
                if turn.is_last:
                    return

    def _turn(self, name: Item, value: Value) -> None:
        for leaf in leaves(name, None):
            self._set(leaf.target, None)
        self._take_apart(name, value)

    def _each(self, found: Value, function: Item) -> None:
        items = gathered.items(found, self._reading.look)
        body = function.child("body") if is_function(function) else None
        if items is None or body is None or len(items) > _MOST_TURNS:
            raise Lost
        names = parameters(function)
        for at, one in enumerate(items):
            for name, value in zip(names, (one, Known(at)), strict=False):
                self._turn(name.child("pattern") or name, value)
            try:
                if body.kind == "statement_block":
                    self._block(body.children)
                else:
                    self._evaluate(body)
            except Returned:
                continue
            except _Turn:
                raise Lost from None

    def _of(self, item: Item | None) -> Value:
        return self._reading.of(item, self.given)


def _is_written(name: Item) -> bool:
    """Whether a name is given another value, maybe among others that are taken apart."""
    here, depth = name, 0
    while here.parent is not None and depth < _DEEPEST:
        above = here.parent
        is_target = here.field == "left" or above.kind == "update_expression"
        if is_target and above.kind in _WRITES:
            return True
        if not above.kind.endswith("pattern"):
            return False
        here, depth = above, depth + 1
    return True


def _is_empty(found: Value, kind: type) -> bool:
    return isinstance(found, Known) and isinstance(found.value, kind) and not found.value


def looped(loop: Item, found: Value, look: Looking) -> tuple[Value, ...] | None:
    """What a loop goes through: with `in` the keys of a mapping."""
    if "in" not in loop.words:
        return gathered.items(found, look)
    is_list = isinstance(found, InTemplate) and look.is_list(found.path)
    return None if is_list else gathered.items(gathered.keys(found), look)


def followed(reading: Reading, function: Item, given: Given) -> tuple[Item, Given] | None:
    """The expression that a function returns, and the names to read it with.

    None where it is not certain, and where nothing is returned.
    """
    following = Following(reading, given)
    try:
        item = following.returned(function)
    except Lost:
        return None
    return None if item is None else (item, following.given)
