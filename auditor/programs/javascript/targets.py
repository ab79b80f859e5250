"""What stands on the left of an assignment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.embedded.javascript.syntax import parts, text
from auditor.programs import syntax as s
from auditor.programs.javascript.walk import Reader

if TYPE_CHECKING:
    from tree_sitter import Node


def target_of(reader: Reader, node: Node) -> s.Node:
    """What stands on the left of an assignment."""
    span = reader.span(node)
    if node.type == "object_pattern":
        entries: list[s.Entry] = []
        for child in parts(node):
            _, start, end = reader.span(child)
            if child.type == "shorthand_property_identifier_pattern":
                name = text(child)
                entries.append(s.Entry(name, s.Name(*reader.span(child), name), start, end))
            elif child.type == "pair_pattern":
                value = child.child_by_field_name("value")
                if value is not None:
                    key = text(child.child_by_field_name("key"))
                    entries.append(s.Entry(key, target_of(reader, value), start, end))
        return s.Object(*span, tuple(entries))
    if node.type == "array_pattern":
        return s.Array(*span, tuple(target_of(reader, child) for child in parts(node)))
    if node.type == "assignment_pattern":
        left = node.child_by_field_name("left")
        return target_of(reader, left) if left is not None else s.Opaque(*span)
    return reader.of(node)
