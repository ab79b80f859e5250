"""What stands on the left of an assignment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.embedded.javascript.syntax import parts, text
from auditor.programs import syntax as s
from auditor.programs.javascript.strings import characters
from auditor.programs.javascript.walk import Reader

if TYPE_CHECKING:
    from tree_sitter import Node


def target_of(reader: Reader, node: Node) -> s.Node:
    """What stands on the left of an assignment."""
    span = reader.span(node)
    if node.type == "object_pattern":
        return s.Object(
            *span, tuple(entry for child in parts(node) for entry in _entry(reader, child))
        )
    if node.type == "array_pattern":
        return s.Array(*span, tuple(_items(reader, node)))
    if node.type in ("assignment_pattern", "object_assignment_pattern"):
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return s.Opaque(*span)
        return s.Default(*span, target_of(reader, left), reader.of(right))
    if node.type == "rest_pattern":
        inner = parts(node)
        return s.Spread(*span, target_of(reader, inner[0])) if inner else s.Opaque(*span)
    if node.type == "shorthand_property_identifier_pattern":
        return s.Name(*span, text(node))
    return reader.of(node)


def _entry(reader: Reader, node: Node) -> Iterator[s.Entry]:
    """A name of an object's pattern with the target that gets its value; the rest has none."""
    _, start, end = reader.span(node)
    if node.type == "rest_pattern":
        inner = parts(node)
        if inner:
            yield s.Entry(None, target_of(reader, inner[0]), start, end)
        return
    key: Node | None = node
    value: Node | None = node
    if node.type == "object_assignment_pattern":
        key = node.child_by_field_name("left")
    elif node.type == "pair_pattern":
        key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
    if key is not None and value is not None:
        name = characters(key, reader.at)[0] if key.type == "string" else text(key)
        yield s.Entry(name, target_of(reader, value), start, end)


def _items(reader: Reader, node: Node) -> Iterator[s.Node]:
    """The targets of an array's pattern, with one that takes nothing for each place left out."""
    is_filled = False
    for child in node.children:
        if child.type == ",":
            if not is_filled:
                yield s.Opaque(*reader.span(child))
            is_filled = False
        elif child.is_named and child.type != "comment":
            is_filled = True
            yield target_of(reader, child)
