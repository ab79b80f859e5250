"""Objects and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.embedded.javascript.syntax import parts, text
from auditor.programs import syntax as s
from auditor.programs.javascript.strings import characters
from auditor.programs.javascript.walk import Reader

if TYPE_CHECKING:
    from tree_sitter import Node


def object(reader: Reader, node: Node) -> s.Node:
    """An object."""
    entries: list[s.Entry] = []
    for child in parts(node):
        _, start, end = reader.span(child)
        if child.type == "spread_element":
            entries.append(s.Entry(None, reader.of(parts(child)[0]), start, end))
        elif child.type == "shorthand_property_identifier":
            name = text(child)
            value = s.Name(*reader.span(child), name)
            entries.append(s.Entry(name, value, start, end, start, end))
        elif child.type == "pair":
            entries.append(_pair(reader, child, start, end))
        elif child.type == "method_definition":
            name = text(child.child_by_field_name("name"))
            entries.append(s.Entry(name, reader.of(child), start, end))
    return s.Object(*reader.span(node), tuple(entries))


def _pair(reader: Reader, node: Node, start: int, end: int) -> s.Entry:
    key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
    made = s.Opaque(*reader.span(node)) if value is None else reader.of(value)
    if key is None:
        return s.Entry(None, s.Opaque(*reader.span(node)), start, end)
    _, key_start, key_end = reader.span(key)
    if key.type == "computed_property_name":
        return s.Entry("", made, start, end, key_start, key_end, reader.of(parts(key)[0]))
    name = characters(key, reader.at)[0] if key.type == "string" else text(key)
    return s.Entry(name, made, start, end, key_start, key_end)


def array(reader: Reader, node: Node) -> s.Node:
    """A list."""
    return s.Array(*reader.span(node), tuple(map(reader.of, parts(node))))


def spread(reader: Reader, node: Node) -> s.Node:
    """What is spread into a list or a call."""
    inner = parts(node)
    return (
        s.Spread(*reader.span(node), reader.of(inner[0])) if inner else s.Opaque(*reader.span(node))
    )
