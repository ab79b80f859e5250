"""The properties of objects that the code spells out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from auditor.embedded.javascript import syntax
from auditor.embedded.javascript.patterns import key_of, member_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditor.embedded.javascript.items import Item
    from auditor.embedded.javascript.scopes import Binding, Scopes

_READERS = frozenset({"console", "JSON"})
_MUTABLE = frozenset({"object", "array", "identifier", "shorthand_property_identifier"})
_LOOKS = frozenset(
    {
        "template_substitution",
        "binary_expression",
        "unary_expression",
        "if_statement",
        "while_statement",
        "for_statement",
        "do_statement",
        "expression_statement",
    }
)


class Property(NamedTuple):
    """The value of a property, and the whole of it with its name."""

    value: Item
    whole: Item


class Properties(NamedTuple):
    """Known properties by their names; `complete` where there can be no others."""

    of: dict[str, Property]
    complete: bool


UNKNOWN = Properties({}, complete=False)


class Objects:
    """The objects of one file. `is_service` tells whether an expression is a client of an SDK."""

    def __init__(self, scopes: Scopes, is_service: Callable[[Item | None], bool]) -> None:
        self._scopes = scopes
        self._is_service = is_service
        self._known: dict[int, Properties] = {}

    def of(self, item: Item | None) -> Properties:
        """The properties of an object literal, or of one that a name stands for.

        Of an object that is changed later only what no statement touches; nothing of one that
        other code may get hold of.
        """
        if item is None:
            return UNKNOWN
        if item.kind != "object":
            return self._named(self._scopes.binding(item))
        if item.index not in self._known:
            self._known[item.index] = literal_properties(item)
        return self._known[item.index]

    def value(self, member: Item) -> Item | None:
        """What `name.property` stands for, where `name` is a known object."""
        base = member.child("object")
        name = member_name(member)
        if base is None or name is None or base.kind != "identifier":
            return None
        found = self.of(base).of.get(name)
        return None if found is None else found.value

    def _named(self, binding: Binding | None) -> Properties:
        write = None if binding is None else binding.only_write
        value = None if write is None or write.path else write.value
        if binding is None or value is None or value.kind != "object":
            return UNKNOWN
        key = -1 - value.index
        if key not in self._known:
            self._known[key] = UNKNOWN
            self._known[key] = self._untouched(value, binding)
        return self._known[key]

    def _untouched(self, value: Item, binding: Binding) -> Properties:
        known = self.of(value)
        touched: set[str] = set()
        for mention in binding.mentions:
            names = self._written(mention, known)
            if names is None:
                return UNKNOWN
            touched.update(names)
        if not touched:
            return known
        kept = {name: found for name, found in known.of.items() if name not in touched}
        return Properties(kept, complete=False)

    def _written(self, mention: Item, known: Properties) -> tuple[str, ...] | None:
        """The properties that may be written to where an object is mentioned; None for any."""
        above = mention.parent
        if above is None:
            return None
        if above.kind in syntax.MEMBERS and mention.field == "object":
            name = member_name(above)
            found = None if name is None else known.of.get(name)
            mutable = found is None or found.value.kind in _MUTABLE
            if not (self._may_change(above) if mutable else _is_target(above)):
                return ()
            return None if name is None else (name,)
        if above.kind == "arguments" and above.parent is not None:
            return () if self._only_reads(above.parent) else None
        return () if above.kind in ("spread_element", "expression_statement") else None

    def _may_change(self, member: Item) -> bool:
        """Whether a property, or something below it, is written to or handed on."""
        inner, above = member, member.parent
        while above is not None and above.kind in syntax.MEMBERS and inner.field == "object":
            inner, above = above, above.parent
        if above is None or "delete" in above.words:
            return True
        if above.kind == "arguments" and above.parent is not None:
            return not self._only_reads(above.parent)
        return above.kind not in _LOOKS

    def _only_reads(self, call: Item) -> bool:
        """Whether a call leaves its arguments as they are: one to an SDK, or to a log."""
        if call.kind == "new_expression":
            name = (call.child("constructor") or call).text
            return name.rpartition(".")[2].endswith(("Command", "Client"))
        called = call.child("function")
        if called is None or called.kind != "member_expression":
            return False
        base = called.child("object")
        return is_reader(base) or self._is_service(base)


def literal_properties(literal: Item) -> Properties:
    """The properties that an object literal spells out."""
    found: dict[str, Property] = {}
    complete = True
    for child in literal.children:
        name: str | None
        if child.kind == "shorthand_property_identifier":
            name, value = child.text, child
        elif child.kind == "pair":
            given = child.child("value")
            name, value = key_of(child.child("key")), given if given is not None else child
        elif child.kind == "method_definition":
            name, value = key_of(child.child("name")), child
        else:
            name, value = None, child
            # A spread or a computed name may replace what stands before it.
        if name is None or name == "__proto__":
            complete = False
            found.clear()
        else:
            found[name] = Property(value, child)
    return Properties(found, complete)


def _is_target(member: Item) -> bool:
    """Whether a property itself is given another value, or removed."""
    above = member.parent
    if above is None or member.field == "left" or "delete" in above.words:
        return True
    return above.kind in ("update_expression", "array_pattern", "rest_pattern", "pair_pattern")


def is_logged(item: Item) -> bool:
    """Whether a value is only written out: an argument of `console.log` or `JSON.stringify`."""
    above = item.parent
    call = above.parent if above is not None and above.kind == "arguments" else None
    called = call.child("function") if call is not None else None
    return called is not None and is_reader(called.child("object"))


def is_reader(item: Item | None) -> bool:
    """Whether the methods of an object leave their arguments as they are: `console`, `JSON`."""
    return item is not None and item.kind == "identifier" and item.text in _READERS
