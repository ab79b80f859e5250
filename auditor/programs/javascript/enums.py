"""Enums and namespaces of TypeScript, and other names for what is in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.embedded.javascript.syntax import parts, text
from auditor.programs import syntax as s
from auditor.programs.javascript.strings import characters
from auditor.programs.javascript.walk import Reader

if TYPE_CHECKING:
    from tree_sitter import Node


def enum(reader: Reader, node: Node) -> Iterator[s.Statement]:
    """An enum: a member without a value is one more than the member before it, the first one 0."""
    body = node.child_by_field_name("body")
    members: list[tuple[str, s.Node]] = []
    for child in [] if body is None else parts(body):
        is_given = child.type == "enum_assignment"
        key = child.child_by_field_name("name") if is_given else child
        value = child.child_by_field_name("value") if is_given else None
        if key is None:
            continue
        name = characters(key, reader.at)[0] if key.type == "string" else text(key)
        span = reader.span(child)
        if value is not None:
            members.append((name, reader.of(value)))
        elif not members:
            members.append((name, s.Literal(*span, 0)))
        else:
            before = s.Name(*span, members[-1][0])
            members.append((name, s.Binary(*span, "+", before, s.Literal(*span, 1))))
    yield s.DefineEnum(text(node.child_by_field_name("name")), tuple(members))


def namespace(reader: Reader, node: Node) -> Iterator[s.Statement]:
    """A namespace; `namespace A.B` is one in another one."""
    names = text(node.child_by_field_name("name")).split(".")
    body = reader.block(node.child_by_field_name("body"))
    for name in reversed(names[1:]):
        body = (s.DefineNamespace(name.strip(), body), s.Export(name.strip()))
    yield s.DefineNamespace(names[0].strip(), body)


def alias(reader: Reader, node: Node) -> Iterator[s.Statement]:
    """`import Ours = Theirs.Name`."""
    named = parts(node)
    if len(named) == 2:
        target = s.Name(*reader.span(named[0]), text(named[0]))
        yield s.Assign(target, _dotted(reader, named[1]))


def _dotted(reader: Reader, node: Node) -> s.Node:
    inner = parts(node)
    if node.type != "nested_identifier" or len(inner) != 2:
        return s.Name(*reader.span(node), text(node))
    place = reader.at(inner[1].start_byte)
    return s.Attribute(*reader.span(node), _dotted(reader, inner[0]), text(inner[1]), place)
