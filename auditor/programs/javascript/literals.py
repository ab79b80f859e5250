"""Texts, templates, numbers and constants."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.embedded.javascript.syntax import parts, text
from auditor.programs import syntax as s
from auditor.programs.javascript.strings import characters
from auditor.programs.javascript.walk import Reader

if TYPE_CHECKING:
    from tree_sitter import Node


_CONSTANTS: dict[str, s.Scalar] = {"true": True, "false": False, "null": None, "undefined": None}


def string(reader: Reader, node: Node) -> s.Node:
    """A text in quotes."""
    value, spans = characters(node, reader.at)
    return s.Literal(*reader.span(node), value, spans)


def template(reader: Reader, node: Node) -> s.Node:
    """A template literal."""
    found = tuple(pieces(reader, node))
    if not found:
        return s.Literal(*reader.span(node), "")
    if len(found) == 1 and isinstance(found[0], s.Literal):
        return s.Literal(*reader.span(node), found[0].value, found[0].spans)
    return s.Pieces(*reader.span(node), found)


def pieces(reader: Reader, node: Node) -> Iterator[s.Node]:
    """The texts between the substitutions, which the grammar may give in several parts."""
    begin = node.start_byte + 1
    inside = [child for child in node.named_children if child.type == "template_substitution"]
    for child in (*inside, None):
        end = node.end_byte - 1 if child is None else child.start_byte
        if end > begin:
            value, spans = characters(node, reader.at, begin, end)
            yield s.Literal(reader.file, reader.at(begin), reader.at(end), value, spans)
        if child is not None:
            expressions = parts(child)
            span = reader.span(child)
            yield reader.of(expressions[0]) if expressions else s.Opaque(*span)
            begin = child.end_byte


def number(reader: Reader, node: Node) -> s.Node:
    """A number."""
    written = text(node).replace("_", "")
    try:
        value: s.Scalar = (
            int(written, 0) if not any(c in written for c in ".eE") else float(written)
        )
    except ValueError:
        return s.Opaque(*reader.span(node))
    return s.Literal(*reader.span(node), value)


def constant(reader: Reader, node: Node) -> s.Node:
    """`true`, `null` and the like."""
    return s.Literal(*reader.span(node), _CONSTANTS[node.type])
