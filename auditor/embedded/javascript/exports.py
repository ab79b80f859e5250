"""Collecting what a JavaScript file exports, as a CommonJS or as an ES module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.embedded.javascript import syntax
from auditor.embedded.javascript.bindings import Bindings
from auditor.embedded.javascript.places import Place, Use, walk

if TYPE_CHECKING:
    from tree_sitter import Node

_RETURNS_ARGUMENTS = frozenset({"assign", "freeze", "seal", "preventExtensions"})
_HIDDEN_WRITES = frozenset({"__proto__", "__defineGetter__", "__defineSetter__"})
_WRITTEN = frozenset(
    {
        ("assignment_expression", "left"),
        ("augmented_assignment_expression", "left"),
        ("update_expression", "argument"),
        ("for_in_statement", "left"),
        ("array_pattern", ""),
        ("rest_pattern", ""),
        ("pair_pattern", "value"),
        ("assignment_pattern", "left"),
        ("object_assignment_pattern", "left"),
    }
)


_FIRST_OBJECT = 0


class Exports:
    """The exports of one file; `names` and `complete` are as in `Module`."""

    def __init__(self, root: Node) -> None:
        self.names: set[str] = set()
        self.complete = True
        self._bindings = Bindings(root)
        # What each name of the exports object was last given; absent for the object that Node.js
        # itself made. Two names mean one object where they were given the same node.
        self._objects: dict[str, Node] = {}
        # Functions in source order, each with the object that it was made a property of.
        self._offers: dict[tuple[int, str], None] = {}
        self._provided: set[int] = set()

    def handlers(self) -> tuple[str, ...]:
        """The exported functions, in source order."""
        exported = self._object_of(syntax.MODULE_EXPORTS)
        return tuple(dict.fromkeys(name for owner, name in self._offers if owner == exported))

    def collect(self, root: Node) -> None:
        """Walk over the file once and note every export."""
        for place in walk(root, self._bindings):
            kind = place.node.type
            if kind == "identifier":
                self._identifier(place)
            elif kind == "shorthand_property_identifier":
                name = syntax.text(place.node)
                self._doubt_if(name == "module" or name in self._bindings.aliases)
            elif kind == "this":
                self._doubt_if(place.this_exports and place.use is Use.ESCAPES)
            elif kind in syntax.MEMBERS:
                self._member(place)
            elif kind == "call_expression":
                self._call(place)
            elif kind == "export_statement" and place.at_top:
                self._export(place.node)

    def _doubt_if(self, unknown: bool) -> None:
        if unknown:
            self.complete = False

    def _object_of(self, name: str) -> int:
        given = self._objects.get(name)
        return _FIRST_OBJECT if given is None else given.id

    def _add(self, name: str | None, *, handler_of: int | None = None) -> None:
        """Note an export; `handler_of` is the object that has it, where it is a function."""
        if name is None or name in _HIDDEN_WRITES:
            self.complete = False
            return
        self.names.add(name)
        # A dot in `Handler` always separates, and a leading underscore marks what is private.
        if handler_of is not None and name and not name.startswith("_") and "." not in name:
            self._offers[(handler_of, name)] = None

    def _is_exports(self, node: Node | None, place: Place) -> bool:
        return self._bindings.is_exports(node, this_exports=place.this_exports)

    def _is_callable(self, node: Node | None) -> bool:
        return syntax.is_callable(node, self._bindings.functions)

    def _identifier(self, place: Place) -> None:
        name = syntax.text(place.node)
        if name in self._bindings.aliases:
            self._mention(place)
        elif name == "module":
            declared = place.holder is not None and place.holder.type == "variable_declarator"
            self._doubt_if(declared or place.use is Use.ESCAPES or _is_written(place))
        elif name == "eval" or "\\" in name:
            # An escape in an identifier can spell any of the names looked for.
            self.complete = False
        elif name == "arguments":
            # Node.js passes `exports` as the first argument to the function around a file.
            self._doubt_if(place.this_exports)

    def _mention(self, place: Place) -> None:
        """Note what becomes of the exports object where it is mentioned as a whole."""
        self._doubt_if(place.use is Use.ESCAPES)
        if place.holder is None:
            return
        if place.field == "left" and place.holder.type == "assignment_expression":
            self._replace(place, place.holder)
        elif place.field == "left" and place.holder.type == "augmented_assignment_expression":
            self.complete = False
        elif place.field == "name" and place.holder.type == "variable_declarator":
            value = place.holder.child_by_field_name("value")
            if value is not None:
                self._replace(place, value)

    def _replace(self, place: Place, source: Node) -> None:
        """Note that a name of the exports object is given the value of `source`."""
        name = syntax.object_name(place.node)
        chain = self._bindings.chain(source)
        given: Node | None = chain.value
        if self._is_exports(chain.value, place):
            given = self._objects.get(syntax.object_name(chain.value))
        if given is None:
            self._objects.pop(name, None)
        else:
            self._objects[name] = given
        # The runtime never sees what only `exports` is given.
        if name != "exports":
            self._provide(chain.value, place, owner=self._object_of(name))

    def _provide(self, value: Node | None, place: Place, *, owner: int) -> None:
        """Note the properties of an object that becomes the exports, or is copied into them."""
        pending = [value]
        while pending:
            node = self._bindings.chain(pending.pop()).value
            if node is not None and self._is_exports(node, place):
                node = self._objects.get(syntax.object_name(node))
                if node is None:
                    continue
            if node is None or node.id in self._provided:
                self._doubt_if(node is None)
                continue
            self._provided.add(node.id)
            if node.type == "object":
                pending.extend(self._properties(node, place, owner=owner))
            elif node.type == "call_expression" and (
                syntax.object_method(node) in _RETURNS_ARGUMENTS
            ):
                pending.extend(syntax.call_arguments(node))
            else:
                self.complete = False

    def _properties(self, literal: Node, place: Place, *, owner: int) -> list[Node]:
        """Note the properties of an object literal; return what is spread into it."""
        spread: list[Node] = []
        for item in syntax.parts(literal):
            if item.type == "spread_element":
                spread.extend(syntax.parts(item))
                continue
            name, is_function = self._property_of(item)
            self._add(name, handler_of=owner if place.at_top and is_function else None)
        return spread

    def _property_of(self, item: Node) -> tuple[str | None, bool]:
        """The name of a property in an object literal, and whether it is a function."""
        if item.type == "method_definition":
            return syntax.key(item.child_by_field_name("name")), syntax.is_plain_method(item)
        if item.type == "shorthand_property_identifier":
            name = syntax.key(item)
            return name, name in self._bindings.functions
        value = item.child_by_field_name("value")
        return syntax.key(item.child_by_field_name("key")), self._is_callable(value)

    def _member(self, place: Place) -> None:
        node = place.node
        if syntax.is_module_exports(node):
            self._mention(place)
        target = syntax.member_object(node)
        name = syntax.member_key(node)
        if self._is_exports(target, place):
            self._property(place, name, owner=self._object_of(syntax.object_name(target)))
        elif target is not None and target.type == "this" and not place.in_class:
            # A function that is called as `exports.f()` has the exports as its `this`.
            if name is not None and _is_written(place):
                self._add(name)
        elif syntax.is_named(target, "module"):
            self._doubt_if(name is None)
        elif syntax.is_named(target, "require"):
            self._doubt_if(name == "cache")

    def _property(self, place: Place, name: str | None, *, owner: int) -> None:
        """Note `exports.name`, which may be written to or only be read."""
        self._doubt_if(name in _HIDDEN_WRITES)
        if not _is_written(place):
            return
        is_function = (
            place.holder is not None
            and place.holder.type == "assignment_expression"
            and self._is_callable(self._bindings.chain(place.holder).value)
        )
        self._add(name, handler_of=owner if place.at_top and is_function else None)

    def _call(self, place: Place) -> None:
        """Note what `Object.assign(exports, ...)` and its like add to the exports."""
        method = syntax.object_method(place.node)
        if method not in ("assign", "defineProperty", "defineProperties"):
            return
        arguments = syntax.call_arguments(place.node)
        if not arguments or not self._is_exports(arguments[0], place):
            return
        if method == "defineProperty":
            self._add(syntax.literal(arguments[1]) if len(arguments) > 1 else None)
            return
        owner = self._object_of(syntax.object_name(arguments[0]))
        for value in arguments[1:]:
            self._provide(value, place, owner=owner)

    def _export(self, statement: Node) -> None:
        """Note what an `export` statement of an ES module exports."""
        declaration = statement.child_by_field_name("declaration")
        kinds = {child.type for child in statement.children}
        if "type" in kinds or (declaration is not None and declaration.type in syntax.TYPES_ONLY):
            return
        # `export = x` of TypeScript replaces all exports.
        self._doubt_if("*" in kinds or "=" in kinds)
        if "default" in kinds:
            self._add_local("default", declaration or statement.child_by_field_name("value"))
        elif declaration is not None:
            for name, bound in syntax.declared(declaration):
                self._add_local(name or None, bound)
        for child in statement.named_children:
            if child.type == "namespace_export":
                self._add(syntax.key(syntax.parts(child)[0]))
            elif child.type == "export_clause":
                self._specifiers(child, is_local="from" not in kinds)

    def _specifiers(self, clause: Node, *, is_local: bool) -> None:
        for item in syntax.parts(clause):
            if any(child.type == "type" for child in item.children):
                continue
            exported = item.child_by_field_name("name")
            name = syntax.key(item.child_by_field_name("alias") or exported)
            self._add_local(name, exported if is_local else None)

    def _add_local(self, name: str | None, value: Node | None) -> None:
        owner = self._object_of(syntax.MODULE_EXPORTS) if self._is_callable(value) else None
        self._add(name, handler_of=owner)


def _is_written(place: Place) -> bool:
    return place.holder is not None and (place.holder.type, place.field) in _WRITTEN
