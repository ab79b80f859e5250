"""Handlers that take `event.Records` for granted.

Only events of some services have it, and a test event from the console need not:
https://docs.aws.amazon.com/lambda/latest/dg/with-s3.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditor.embedded.javascript import syntax
from auditor.embedded.javascript.meanings import arguments_of
from auditor.embedded.javascript.objects import is_logged
from auditor.embedded.javascript.patterns import key_of, member_name
from auditor.embedded.javascript.scopes import Binding, Scopes, scopes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from auditor.embedded.javascript.items import Item
    from auditor.model.text import Span

_RECORDS = "Records"
_WALKS = frozenset({"forEach", "map", "filter", "reduce", "flatMap", "entries", "slice", "pop"})
_FUNCTIONS = frozenset({"arrow_function", "function_expression", "function_declaration"})
_OWN_TEST = "?."
_TEST = "TestEvent"
_MESSAGE = re.compile(r"JSON\.parse\(\s*[\w$.\[\]]+\.(?:body|Message)\s*\)")
_CONDITIONS = frozenset(
    {"if_statement", "ternary_expression", "switch_statement", "try_statement", "while_statement"}
)
_SHORT = frozenset({"&&", "||", "??"})


def unguarded_records(source: str) -> list[Span]:
    """Places where a handler uses the list `event.Records` in every run, and nothing tests it.

    Empty where anything in the file may be a test of `Records`, of any object.
    """
    if _RECORDS not in source:
        return []
    scopes = scopes_of(source)
    if scopes is None:
        return []
    uses: list[Item] = []
    for item in scopes.items:
        if _names_records(item):
            found = _uses(item, scopes)
            if found is None:
                return []
            uses.extend(found)
    events = _events(scopes.items, scopes)
    return [item.span for item in uses if _is_certain(item, scopes, events)]


def records_of_messages(source: str) -> list[Span]:
    """Places where the list `JSON.parse(record.body).Records` is used, and nothing tests it.

    Empty where anything in the file may be a test of `Records`, or of what kind a message is.
    """
    scopes = scopes_of(source) if _RECORDS in source and _TEST not in source else None
    uses: list[Item] = []
    for item in () if scopes is None else scopes.items:
        if scopes is not None and _names_records(item):
            found = _uses(item, scopes)
            if found is None:
                return []
            uses.extend(found)
    return [item.span for item in uses if scopes is not None and _is_of_message(item, scopes)]


def _is_of_message(use: Item, scopes: Scopes) -> bool:
    """Whether a use is of the JSON of a message, under no condition."""
    source = _holder(use, scopes)
    binding = scopes.binding(source)
    write = None if binding is None else binding.only_write
    if write is not None and not write.path:
        source = write.value
    is_parsed = source is not None and _MESSAGE.fullmatch(source.text) is not None
    return is_parsed and not use.position.tried and not _is_conditional(use)


def _is_conditional(use: Item) -> bool:
    """Whether something decides if a place is come to: a condition, or what left before it."""
    here = use
    while here.parent is not None:
        above = here.parent
        if above.kind in _CONDITIONS or (above.kind == "binary_expression" and _may_skip(above)):
            return True
        if above.kind == "statement_block":
            before = above.children[: above.children.index(here)]
            if any(one.kind in _CONDITIONS for one in before):
                return True
        here = above
    return False


def _may_skip(item: Item) -> bool:
    return not _SHORT.isdisjoint(item.words)


def _names_records(item: Item) -> bool:
    """Whether `Records` is named here, in whatever way."""
    if item.kind in ("string", "template_string"):
        return _RECORDS in item.text
    names = syntax.NAMES | {"private_property_identifier"}
    return item.kind in names and item.text == _RECORDS


def _uses(name: Item, scopes: Scopes) -> list[Item] | None:
    """The uses of the list that is named; None where it may be tested."""
    above = name.parent
    if above is None or _OWN_TEST in above.words:
        return None
    if above.kind in syntax.MEMBERS and member_name(above) == _RECORDS:
        return [above] if _is_list(above) else _aliased(above, scopes)
    if above.kind == "pair_pattern" and name.field == "key":
        return _pattern_uses(above, scopes)
    if name.kind == "shorthand_property_identifier_pattern":
        return _mentions(name, scopes) if above.kind == "object_pattern" else None
    if name.kind in ("identifier", "shorthand_property_identifier"):
        # A variable of that name; its declaration tells where it comes from.
        return []
    return None


def _pattern_uses(pair: Item, scopes: Scopes) -> list[Item] | None:
    value = pair.child("value")
    if value is None or value.kind not in ("identifier", "array_pattern"):
        return None
    return [value] if value.kind == "array_pattern" else _mentions(value, scopes)


def _aliased(member: Item, scopes: Scopes) -> list[Item] | None:
    """The uses of `records` in `const records = event.Records`; none where it is only logged."""
    above = member.parent
    if above is None:
        return None
    if above.kind == "variable_declarator" and member.field == "value":
        target = above.child("name")
        if target is not None and target.kind == "array_pattern":
            return [member]
        if target is not None and target.kind == "identifier":
            return _mentions(target, scopes)
    return [] if is_logged(member) else None


def _mentions(target: Item, scopes: Scopes) -> list[Item] | None:
    binding = scopes.binding(target)
    if binding is None or len(binding.writes) > 1:
        return None
    found: list[Item] = []
    for mention in binding.mentions:
        if _is_list(mention):
            found.append(mention)
        elif not is_logged(mention):
            return None
    return found


def _is_list(item: Item) -> bool:
    """Whether code around an item fails unless it is a list."""
    above = item.parent
    if above is None or _OWN_TEST in above.words:
        return False
    if above.kind == "subscript_expression" and item.field == "object":
        return True
    if above.kind == "for_in_statement" and item.field == "right":
        return "of" in above.words
    if above.kind != "member_expression" or item.field != "object":
        return False
    name, outer = member_name(above), above.parent
    if name == "length":
        condition = (
            outer.parent if outer is not None and outer.kind == "binary_expression" else None
        )
        return condition is not None and condition.kind == "for_statement"
    called = outer is not None and outer.kind == "call_expression" and above.field == "function"
    return called and name in _WALKS


def _is_certain(use: Item, scopes: Scopes, events: frozenset[int]) -> bool:
    """Whether a use is of an event, and made in every run of its handler."""
    position = use.position
    if not position.always or position.at_load:
        return False
    binding = scopes.binding(_holder(use, scopes))
    return binding is not None and id(binding) in events and _is_own(binding, use)


def _holder(use: Item, scopes: Scopes) -> Item | None:
    """What the list that is used is taken out of."""
    is_named = use.kind in ("identifier", "array_pattern")
    source = _origin(use, scopes) if is_named else use
    is_member = source is not None and source.kind in syntax.MEMBERS
    return source.child("object") if source is not None and is_member else source


def _origin(use: Item, scopes: Scopes) -> Item | None:
    """The event that a name for the list is taken out of."""
    target: Item | None = use
    if use.kind == "identifier":
        binding = scopes.binding(use)
        target = binding.kinds[0][1] if binding is not None else None
    while target is not None and target.kind not in ("variable_declarator", "formal_parameters"):
        target = target.parent
    return target.child("value") if target is not None else None


def _is_own(binding: Binding, use: Item) -> bool:
    """Whether an event is a parameter of the function that a use stands in."""
    declared = binding.kinds[0][1]
    return declared.position.function is use.position.function


def _events(items: Sequence[Item], scopes: Scopes) -> frozenset[int]:
    """The first parameters of handlers, and of functions that they hand them on to."""
    pending = list(_exported(items, scopes))
    events: set[int] = set()
    seen: set[int] = set()
    while pending:
        function, place = pending.pop()
        if function.index in seen:
            continue
        seen.add(function.index)
        binding = scopes.binding(_parameter(function, place))
        if binding is None or len(binding.writes) != 1:
            continue
        events.add(id(binding))
        for mention in binding.mentions:
            pending.extend(_handed_on(mention, scopes))
    return frozenset(events)


def _handed_on(mention: Item, scopes: Scopes) -> Iterator[tuple[Item, int]]:
    above = mention.parent
    call = above.parent if above is not None and above.kind == "arguments" else None
    if above is None or call is None or not mention.position.always:
        return
    called = scopes.binding(call.child("function"))
    write = called.only_write if called is not None else None
    if called is None or write is None or write.path or len(called.mentions) != 1:
        return
    if (
        write.value is not None
        and write.value.kind in _FUNCTIONS
        and call.kind == "call_expression"
    ):
        yield write.value, arguments_of(call).index(mention)


def _exported(items: Sequence[Item], scopes: Scopes) -> Iterator[tuple[Item, int]]:
    """The functions that are exported as handlers."""
    for item in items:
        value: Item | None = None
        if item.kind == "assignment_expression":
            target = item.child("left")
            parts = target.text.split(".") if target is not None else []
            if parts[:-1] in (["exports"], ["module", "exports"]):
                value = item.child("right")
        elif item.kind == "export_statement":
            value = item.child("declaration", "value")
            if value is not None and value.kind in syntax.DECLARATIONS and value.children:
                value = value.children[0].child("value")
        elif item.kind == "pair" and key_of(item.child("key")) == "handler":
            value = item.child("value")
        binding = scopes.binding(value) if value is not None else None
        if binding is not None and binding.only_write is not None:
            value = binding.only_write.value
        if value is not None and value.kind in _FUNCTIONS:
            yield value, 0


def _parameter(function: Item, place: int) -> Item | None:
    """A parameter that is a plain name."""
    given = (function.child("parameters") or function).children
    single = function.child("parameter")
    if single is not None:
        given = [single]
    found = given[place] if len(given) > place else None
    return found if found is not None and found.kind == "identifier" else None
