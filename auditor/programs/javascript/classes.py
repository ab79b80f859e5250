"""Classes, with their methods and fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.embedded.javascript.syntax import parts, text
from auditor.programs import syntax as s
from auditor.programs.javascript.functions import function
from auditor.programs.javascript.walk import Reader

if TYPE_CHECKING:
    from tree_sitter import Node


def class_(reader: Reader, node: Node) -> Iterator[s.Statement]:
    """The definition of a class, with the names of what it extends."""
    body = node.child_by_field_name("body")
    bases: list[s.Node] = []
    for child in node.named_children:
        if child.type == "class_heritage":
            inner = [one for one in child.named_children if one.type != "implements_clause"]
            for one in inner:
                value = one.child_by_field_name("value") if one.type == "extends_clause" else one
                if value is not None:
                    bases.append(reader.of(value))
    methods: list[s.Function] = []
    attributes: list[s.Assign] = []
    statics: list[s.Assign] = []
    for member in [] if body is None else parts(body):
        if member.type == "method_definition":
            methods.append(function(reader, member))
        elif member.type in ("field_definition", "public_field_definition"):
            name = member.child_by_field_name("name") or member.child_by_field_name("property")
            value = member.child_by_field_name("value")
            if name is not None and value is not None:
                target = s.Name(*reader.span(name), text(name))
                is_static = any(child.type == "static" for child in member.children)
                (statics if is_static else attributes).append(s.Assign(target, reader.of(value)))
    called = text(node.child_by_field_name("name"))
    yield s.DefineClass(called, tuple(bases), tuple(methods), tuple(attributes), tuple(statics))
