"""Names, members, calls and operators; and what reads each kind of expression."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from auditor.embedded.javascript.syntax import bare, parts, text
from auditor.programs import syntax as s
from auditor.programs.javascript.functions import function
from auditor.programs.javascript.literals import constant, number, pieces, string, template
from auditor.programs.javascript.objects import array, object, spread
from auditor.programs.javascript.targets import target_of
from auditor.programs.javascript.walk import Reader

if TYPE_CHECKING:
    from tree_sitter import Node


_LOGICAL = {"||": "or", "&&": "and", "??": "else"}


def _identifier(reader: Reader, node: Node) -> s.Node:
    name = text(node)
    return (
        s.Literal(*reader.span(node), None)
        if name == "undefined"
        else s.Name(*reader.span(node), name)
    )


def _member(reader: Reader, node: Node) -> s.Node:
    object, property = node.child_by_field_name("object"), node.child_by_field_name("property")
    if object is None or property is None:
        return s.Opaque(*reader.span(node))
    place = reader.at(property.start_byte)
    is_optional = any(child.type == "optional_chain" for child in node.children)
    return s.Attribute(*reader.span(node), reader.of(object), text(property), place, is_optional)


def _subscript(reader: Reader, node: Node) -> s.Node:
    object, index = node.child_by_field_name("object"), node.child_by_field_name("index")
    if object is None or index is None:
        return s.Opaque(*reader.span(node))
    return s.Index(*reader.span(node), reader.of(object), reader.of(index))


def _call(reader: Reader, node: Node) -> s.Node:
    called = node.child_by_field_name("function") or node.child_by_field_name("constructor")
    given = node.child_by_field_name("arguments")
    if called is None:
        return s.Opaque(*reader.span(node))
    function = reader.of(called)
    is_new = node.type == "new_expression"
    if given is not None and given.type == "template_string":
        return s.Call(
            *reader.span(node),
            function,
            tuple(pieces(reader, given)),
            (),
            reader.at(given.start_byte),
        )
    arguments = tuple(map(reader.of, parts(given))) if given is not None else ()
    inner = reader.at(node.end_byte) if given is None else reader.at(given.start_byte) + 1
    return s.Call(*reader.span(node), function, arguments, (), inner, is_new)


def _ternary(reader: Reader, node: Node) -> s.Node:
    found = [node.child_by_field_name(n) for n in ("condition", "consequence", "alternative")]
    made = [reader.of(one) for one in found if one is not None]
    return s.Choice(*reader.span(node), *made) if len(made) == 3 else s.Opaque(*reader.span(node))


def _binary(reader: Reader, node: Node) -> s.Node:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = text(node.child_by_field_name("operator"))
    if left is None or right is None:
        return s.Opaque(*reader.span(node))
    span = reader.span(node)
    if operator in _LOGICAL:
        return s.Either(*span, _LOGICAL[operator], reader.of(left), reader.of(right))
    return s.Binary(*span, operator, reader.of(left), reader.of(right))


def _unary(reader: Reader, node: Node) -> s.Node:
    argument = bare(node.child_by_field_name("argument"))
    operator = text(node.child_by_field_name("operator"))
    if argument is not None and operator == "delete":
        span = reader.span(node)
        return s.Assigned(*span, reader.of(argument), s.Opaque(*span))
    if argument is not None and operator == "!":
        return s.Negation(*reader.span(node), reader.of(argument))
    if argument is not None and operator == "-" and argument.type == "number":
        value = reader.of(argument)
        if isinstance(value, s.Literal) and isinstance(value.value, int | float):
            return s.Literal(*reader.span(node), -value.value)
    return s.Opaque(*reader.span(node))


def _assigned(reader: Reader, node: Node) -> s.Node:
    """`a = b`, `a += b` and `a ||= b` where they stand in an expression, or alone."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    span = reader.span(node)
    if left is None or right is None:
        return s.Opaque(*span)
    value = reader.of(right)
    if node.type == "assignment_expression":
        return s.Assigned(*span, target_of(reader, left), value)
    target = reader.of(left)
    operator = text(node.child_by_field_name("operator")).removesuffix("=")
    if operator in _LOGICAL:
        return s.Assigned(*span, target, s.Either(*span, _LOGICAL[operator], target, value))
    return s.Assigned(*span, target, s.Binary(*span, operator, target, value))


def _updated(reader: Reader, node: Node) -> s.Node:
    """`a++` and `--a`."""
    argument = bare(node.child_by_field_name("argument"))
    span = reader.span(node)
    if argument is None:
        return s.Opaque(*span)
    target = reader.of(argument)
    operator = text(node.child_by_field_name("operator"))
    made = s.Binary(*span, operator[:1], target, s.Literal(*span, 1))
    is_behind = argument.start_byte == node.start_byte
    return s.Assigned(*span, target, made, gives_old=is_behind)


def _through(reader: Reader, node: Node) -> s.Node:
    inner = parts(node)
    return reader.of(inner[-1]) if inner else s.Opaque(*reader.span(node))


EXPRESSIONS: dict[str, Callable[[Reader, Node], s.Node]] = {
    "string": string,
    "template_string": template,
    "number": number,
    "true": constant,
    "false": constant,
    "null": constant,
    "undefined": constant,
    "identifier": _identifier,
    "this": _identifier,
    "super": _identifier,
    "property_identifier": _identifier,
    "shorthand_property_identifier": _identifier,
    "member_expression": _member,
    "subscript_expression": _subscript,
    "call_expression": _call,
    "new_expression": _call,
    "object": object,
    "array": array,
    "spread_element": spread,
    "ternary_expression": _ternary,
    "binary_expression": _binary,
    "unary_expression": _unary,
    "assignment_expression": _assigned,
    "augmented_assignment_expression": _assigned,
    "update_expression": _updated,
    "arrow_function": function,
    "function_expression": function,
    "function_declaration": function,
    "method_definition": function,
    "generator_function_declaration": function,
    "function": function,
    "await_expression": _through,
}
