"""Functions, methods and arrow functions, with their parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.embedded.javascript.syntax import PATTERNS, parts, text
from auditor.programs import syntax as s
from auditor.programs.javascript.targets import target_of
from auditor.programs.javascript.walk import Reader

if TYPE_CHECKING:
    from tree_sitter import Node


def function(reader: Reader, node: Node) -> s.Function:
    """A function, a method, or an arrow function."""
    parameters: list[s.Parameter] = []
    kept: list[s.Statement] = []
    single = node.child_by_field_name("parameter")
    listed = node.child_by_field_name("parameters")
    for child in [single] if single is not None else [] if listed is None else parts(listed):
        made = _parameter(reader, child)
        parameters.append(made)
        if any(one.type in ("accessibility_modifier", "readonly") for one in child.children):
            span = reader.span(child)
            this = s.Name(*span, "this")
            target = s.Attribute(*span, this, made.name, span[1])
            kept.append(s.Assign(target, s.Name(*span, made.name)))
    body = node.child_by_field_name("body")
    if body is not None and body.type == "statement_block":
        statements = reader.block(body)
    else:
        statements = () if body is None else (s.Return(reader.of(body)),)
    kinds = {child.type for child in node.children}
    name = text(node.child_by_field_name("name"))
    return s.Function(
        *reader.span(node),
        name,
        tuple(parameters),
        (*kept, *statements),
        is_static="static" in kinds,
        is_getter="get" in kinds,
    )


def _parameter(reader: Reader, node: Node) -> s.Parameter:
    _, start, end = reader.span(node)
    target: Node | None = node
    default = node.child_by_field_name("value") or node.child_by_field_name("right")
    if node.type in ("required_parameter", "optional_parameter"):
        target = node.child_by_field_name("pattern")
    elif node.type == "assignment_pattern":
        target = node.child_by_field_name("left")
    made = None if default is None else reader.of(default)
    is_rest = target is not None and target.type == "rest_pattern"
    pattern = None
    if target is not None and target.type in PATTERNS:
        pattern = target_of(reader, target)
    name = text(target).lstrip(".")
    return s.Parameter(name, made, pattern, is_rest, start, end)
