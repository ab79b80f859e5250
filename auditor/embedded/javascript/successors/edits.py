"""All edits that move one file to version 3."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor.embedded.javascript import syntax
from auditor.embedded.javascript.items import FUNCTIONS, Item
from auditor.embedded.javascript.meanings import Meanings, arguments_of
from auditor.embedded.javascript.patterns import key_of, member_name
from auditor.embedded.javascript.scopes import Binding, scopes_of
from auditor.embedded.javascript.successors.answers import Answers
from auditor.embedded.javascript.successors.clients import Clients, Made
from auditor.embedded.javascript.successors.errors import error_edits
from auditor.embedded.javascript.successors.flow import Flow, parameters_of
from auditor.embedded.javascript.successors.nouns import Changes, Edit, NotPlain, Successor
from auditor.model.text import Span

_PROMISE = "promise"


def successor_edits(source: str, successors: Mapping[str, Successor]) -> tuple[Edit, ...] | None:
    """The edits that move JavaScript from `aws-sdk` to the packages of version 3, in order.

    `successors` are the clients by their names in version 2, in lower case. None where some use
    of the SDK might change its meaning.
    """
    scopes = scopes_of(source)
    if scopes is None:
        return None
    meanings = Meanings(scopes.items, scopes)
    try:
        return tuple(sorted(_File(scopes.items, meanings, successors).edits))
    except NotPlain:
        return None


class _File:
    """One file on its way to version 3."""

    def __init__(
        self, items: Sequence[Item], meanings: Meanings, successors: Mapping[str, Successor]
    ) -> None:
        self._items = items
        self._scopes = meanings.scopes
        self._errors: list[Binding] = []
        clients = Clients(items, meanings, successors)
        self.edits = list(clients.edits)
        for made in clients.made:
            for mention in made.binding.mentions:
                self._use(made, mention)
        called = [made.successor for made in clients.made]
        self.edits.extend(error_edits(items, meanings, called, self._errors))

    def _use(self, made: Made, mention: Item) -> None:
        """One mention of a client: it must be a call of an operation."""
        callee = mention.parent
        call = None if callee is None else callee.parent
        if callee is None or call is None or mention.field != "object":
            raise NotPlain
        if callee.kind not in syntax.MEMBERS or callee.field != "function":
            raise NotPlain
        method = member_name(callee) or ""
        changes = made.successor.changes(method)
        if changes is None or call.kind != "call_expression" or "?." in callee.words:
            raise NotPlain
        self._check_names(changes)
        answers = Answers(self._scopes, made.successor.name, method, changes)
        flow = Flow(self._scopes, answers.read)
        given = arguments_of(call)
        if any(one.kind == "spread_element" for one in given):
            raise NotPlain
        promised = _promised(call)
        if promised is not None and len(given) <= 1:
            self._promise(call, promised, flow)
        elif promised is None and len(given) == 2:
            self._callback(call, given[1], flow)
        else:
            raise NotPlain
        self.edits.extend(answers.edits)

    def _promise(self, call: Item, promised: Item, flow: Flow) -> None:
        arguments = call.child("arguments")
        if arguments is not None and not arguments.children:
            self.edits.append((arguments.span, "({})"))
        self.edits.append((Span(call.end, promised.end), ""))
        flow.follow(promised)

    def _callback(self, call: Item, callback: Item, flow: Flow) -> None:
        """Version 3 calls back as version 2 does, but swallows what the callback throws."""
        above = call.parent
        if above is None or above.kind != "expression_statement":
            raise NotPlain
        if callback.kind not in FUNCTIONS or "async" in callback.words:
            raise NotPlain
        inside = self._items[callback.index : callback.last + 1]
        if any(item.kind in ("throw_statement", "this") for item in inside):
            raise NotPlain
        flow.parameter(callback, 1)
        error = next(iter(parameters_of(callback)), None)
        binding = self._scopes.binding(error)
        if binding is not None:
            self._errors.append(binding)

    def _check_names(self, changes: Changes) -> None:
        """No name may be read that stands for another kind of value deep in the answer."""
        deep = changes.nested_lists | changes.nested_blobs
        if not deep and not changes.times:
            return
        for item in self._items:
            if item.kind in syntax.MEMBERS and member_name(item) in deep | changes.times:
                raise NotPlain
            if item.kind == "shorthand_property_identifier" and item.text in changes.times:
                raise NotPlain
            if item.kind == "shorthand_property_identifier_pattern" and item.text in deep:
                raise NotPlain
            if item.kind in ("pair", "pair_pattern"):
                name = key_of(item.child("key"))
                value = item.child("value")
                if item.kind == "pair_pattern" and name in deep:
                    raise NotPlain
                if item.kind == "pair" and name in changes.times and not _is_date(value):
                    raise NotPlain


def _promised(call: Item) -> Item | None:
    """The call `operation(...).promise()` around a call."""
    member = call.parent
    if member is None or call.field != "object" or member.kind != "member_expression":
        return None
    outer = member.parent
    if member_name(member) != _PROMISE or outer is None or member.field != "function":
        return None
    return outer if outer.kind == "call_expression" and not arguments_of(outer) else None


def _is_date(value: Item | None) -> bool:
    if value is None or value.kind != "new_expression":
        return False
    constructor = value.child("constructor")
    return constructor is not None and constructor.text == "Date"
