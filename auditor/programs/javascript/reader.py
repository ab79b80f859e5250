"""From the text of a JavaScript or TypeScript module to expressions and statements.

Nothing is run. What the grammar cannot make out is opaque; the rest is read all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from auditor.embedded.javascript.syntax import bare, parse_leniently, parts, text
from auditor.programs import syntax as s
from auditor.programs.faults import Unreadable
from auditor.programs.javascript.imports import imported, reexported
from auditor.programs.javascript.strings import characters

if TYPE_CHECKING:
    from tree_sitter import Node

_LOGICAL = {"||": "or", "&&": "and", "??": "else"}
_FUNCTIONS = frozenset(
    {"arrow_function", "function_expression", "function_declaration", "method_definition",
     "generator_function_declaration", "function"}
)  # fmt: skip
_CONSTANTS: dict[str, s.Scalar] = {"true": True, "false": False, "null": None, "undefined": None}
_DEEPEST = 300


def is_typescript(name: str) -> bool:
    """Whether a module has types, by its name."""
    return name.endswith((".ts", ".mts", ".cts"))


def read(name: str, source: str) -> s.File:
    """The module. Raises Unreadable where it is nested too deeply."""
    file = s.File(name, source, "javascript")
    root = parse_leniently(source, typescript=is_typescript(name))
    try:
        file.body = _Reader(file, source).block(root)
    except RecursionError:
        raise Unreadable("nested too deeply", 0) from None
    return file


class _Reader:
    """Reads the syntax tree of one module."""

    def __init__(self, file: s.File, source: str) -> None:
        self._file = file
        self._offset = 1 if source.startswith("\ufeff") else 0
        plain = source.removeprefix("\ufeff")
        self._places: dict[int, int] | None = None
        if not plain.isascii():
            widths = (len(letter.encode("utf-8", "replace")) for letter in plain)
            starts = accumulate(widths, initial=0)
            self._places = {start: index for index, start in enumerate(starts)}

    def at(self, byte: int) -> int:
        """The character of a byte."""
        place = byte if self._places is None else self._places.get(byte, 0)
        return place + self._offset

    def span(self, node: Node) -> tuple[s.File, int, int]:
        """Where a node stands."""
        return self._file, self.at(node.start_byte), self.at(node.end_byte)

    # statements

    def block(self, node: Node | None) -> tuple[s.Statement, ...]:
        """The statements of a block, or the one that stands in its place."""
        if node is None:
            return ()
        if node.type in ("program", "statement_block", "else_clause"):
            return tuple(made for child in parts(node) for made in self._statement(child))
        return tuple(self._statement(node))

    def _statement(self, node: Node) -> Iterator[s.Statement]:
        made = _STATEMENTS.get(node.type)
        if made is not None:
            yield from made(self, node)

    def declaration(self, node: Node) -> Iterator[s.Statement]:
        for declarator in parts(node):
            target = declarator.child_by_field_name("name")
            value = bare(declarator.child_by_field_name("value"))
            if target is None or value is None:
                continue
            found = imported(value, target)
            if found is not None:
                yield found
                continue
            yield s.Assign(self._target(target), self.of(value))

    def expression(self, node: Node) -> Iterator[s.Statement]:
        inner = bare(parts(node)[0]) if parts(node) else None
        if inner is None:
            return
        if inner.type == "assignment_expression":
            yield from self._assignment(inner)
        elif inner.type == "augmented_assignment_expression":
            left, right = inner.child_by_field_name("left"), inner.child_by_field_name("right")
            if left is not None and right is not None:
                target = self.of(left)
                operator = text(inner.child_by_field_name("operator")).removesuffix("=")
                yield s.Assign(
                    target, s.Binary(*self.span(inner), operator, target, self.of(right))
                )
        else:
            yield s.Evaluate(self.of(inner))

    def _assignment(self, node: Node) -> Iterator[s.Statement]:
        left, right = node.child_by_field_name("left"), bare(node.child_by_field_name("right"))
        if left is None or right is None:
            return
        written = text(left)
        value = self.of(right)
        if written in ("module.exports", "exports"):
            yield s.Export("=", value)
            if isinstance(value, s.Object):
                for entry in value.entries:
                    if entry.key:
                        yield s.Export(entry.key, entry.value)
            else:
                yield s.Export("default", value)
        elif written.startswith(("module.exports.", "exports.")):
            yield s.Export(written.rpartition(".")[2], value)
        else:
            yield s.Assign(self._target(left), value)

    def export(self, node: Node) -> Iterator[s.Statement]:
        declaration = node.child_by_field_name("declaration")
        value = node.child_by_field_name("value")
        is_default = any(child.type == "default" for child in node.children)
        if declaration is not None:
            made = list(self._statement(declaration))
            yield from made
            for statement in made:
                for name in _names(statement):
                    yield (
                        s.Export("default" if is_default else name)
                        if not is_default
                        else s.Export("default", s.Name(*self.span(declaration), name))
                    )
        elif value is not None:
            yield s.Export("default" if is_default else "=", self.of(value))
        else:
            yield from reexported(node, self._file)
            if any(child.type == "=" for child in node.children) and parts(node):
                made_value = self.of(parts(node)[-1])
                yield s.Export("=", made_value)
                yield s.Export("default", made_value)

    def if_(self, node: Node) -> Iterator[s.Statement]:
        condition = node.child_by_field_name("condition")
        test = self.of(condition) if condition is not None else s.Opaque(*self.span(node))
        then = self.block(node.child_by_field_name("consequence"))
        yield s.If(test, then, self.block(node.child_by_field_name("alternative")))

    def for_in(self, node: Node) -> Iterator[s.Statement]:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        body = self.block(node.child_by_field_name("body"))
        if left is None or right is None:
            return
        source = self.of(right)
        yield s.Loop(self._target(left), source, body)

    def loop(self, node: Node) -> Iterator[s.Statement]:
        yield s.Loop(None, None, self.block(node.child_by_field_name("body")))

    def function_statement(self, node: Node) -> Iterator[s.Statement]:
        yield s.Define(self.function(node))

    def class_(self, node: Node) -> Iterator[s.Statement]:
        body = node.child_by_field_name("body")
        bases: list[s.Node] = []
        for child in node.named_children:
            if child.type == "class_heritage":
                inner = [one for one in child.named_children if one.type != "implements_clause"]
                for one in inner:
                    value = (
                        one.child_by_field_name("value") if one.type == "extends_clause" else one
                    )
                    if value is not None:
                        bases.append(self.of(value))
        methods: list[s.Function] = []
        attributes: list[s.Assign] = []
        for member in [] if body is None else parts(body):
            if member.type == "method_definition":
                methods.append(self.function(member))
            elif member.type in ("field_definition", "public_field_definition"):
                name = member.child_by_field_name("name") or member.child_by_field_name("property")
                value = member.child_by_field_name("value")
                if name is not None and value is not None:
                    target = s.Name(*self.span(name), text(name))
                    attributes.append(s.Assign(target, self.of(value)))
        called = text(node.child_by_field_name("name"))
        yield s.DefineClass(called, tuple(bases), tuple(methods), tuple(attributes))

    def return_(self, node: Node) -> Iterator[s.Statement]:
        inner = parts(node)
        yield s.Return(self.of(inner[0]) if inner else None)

    def throw(self, _node: Node) -> Iterator[s.Statement]:
        yield s.Leave(True)

    def leave(self, _node: Node) -> Iterator[s.Statement]:
        yield s.Leave(False)

    def try_(self, node: Node) -> Iterator[s.Statement]:
        yield from self.block(node.child_by_field_name("body"))
        finalizer = node.child_by_field_name("finalizer")
        if finalizer is not None:
            yield from self.block(finalizer.child_by_field_name("body"))

    def inner(self, node: Node) -> Iterator[s.Statement]:
        yield from self.block(node)

    def import_(self, node: Node) -> Iterator[s.Statement]:
        found = imported(node, None)
        if found is not None:
            yield found

    # expressions

    def _target(self, node: Node) -> s.Node:
        """What stands on the left of an assignment."""
        span = self.span(node)
        if node.type == "object_pattern":
            entries: list[s.Entry] = []
            for child in parts(node):
                _, start, end = self.span(child)
                if child.type == "shorthand_property_identifier_pattern":
                    name = text(child)
                    entries.append(s.Entry(name, s.Name(*self.span(child), name), start, end))
                elif child.type == "pair_pattern":
                    value = child.child_by_field_name("value")
                    if value is not None:
                        key = text(child.child_by_field_name("key"))
                        entries.append(s.Entry(key, self._target(value), start, end))
            return s.Object(*span, tuple(entries))
        if node.type == "array_pattern":
            return s.Array(*span, tuple(self._target(child) for child in parts(node)))
        if node.type == "assignment_pattern":
            left = node.child_by_field_name("left")
            return self._target(left) if left is not None else s.Opaque(*span)
        return self.of(node)

    def of(self, node: Node) -> s.Node:
        """The expression."""
        inner = bare(node)
        if inner is None:
            return s.Opaque(*self.span(node))
        node = inner
        if node.type in _FUNCTIONS:
            return self.function(node)
        made = _EXPRESSIONS.get(node.type)
        if made is None:
            return s.Opaque(*self.span(node))
        return made(self, node)

    def string(self, node: Node) -> s.Node:
        value, spans = characters(node, self.at)
        return s.Literal(*self.span(node), value, spans)

    def template(self, node: Node) -> s.Node:
        pieces = tuple(self._pieces(node))
        if not pieces:
            return s.Literal(*self.span(node), "")
        if len(pieces) == 1 and isinstance(pieces[0], s.Literal):
            return s.Literal(*self.span(node), pieces[0].value, pieces[0].spans)
        return s.Pieces(*self.span(node), pieces)

    def _pieces(self, node: Node) -> Iterator[s.Node]:
        """The texts between the substitutions, which the grammar may give in several parts."""
        begin = node.start_byte + 1
        inside = [child for child in node.named_children if child.type == "template_substitution"]
        for child in (*inside, None):
            end = node.end_byte - 1 if child is None else child.start_byte
            if end > begin:
                value, spans = characters(node, self.at, begin, end)
                yield s.Literal(self._file, self.at(begin), self.at(end), value, spans)
            if child is not None:
                expressions = parts(child)
                span = self.span(child)
                yield self.of(expressions[0]) if expressions else s.Opaque(*span)
                begin = child.end_byte

    def number(self, node: Node) -> s.Node:
        written = text(node).replace("_", "")
        try:
            value: s.Scalar = (
                int(written, 0) if not any(c in written for c in ".eE") else float(written)
            )
        except ValueError:
            return s.Opaque(*self.span(node))
        return s.Literal(*self.span(node), value)

    def constant(self, node: Node) -> s.Node:
        return s.Literal(*self.span(node), _CONSTANTS[node.type])

    def identifier(self, node: Node) -> s.Node:
        name = text(node)
        return (
            s.Literal(*self.span(node), None)
            if name == "undefined"
            else s.Name(*self.span(node), name)
        )

    def member(self, node: Node) -> s.Node:
        object, property = node.child_by_field_name("object"), node.child_by_field_name("property")
        if object is None or property is None:
            return s.Opaque(*self.span(node))
        place = self.at(property.start_byte)
        is_optional = any(child.type == "optional_chain" for child in node.children)
        return s.Attribute(*self.span(node), self.of(object), text(property), place, is_optional)

    def subscript(self, node: Node) -> s.Node:
        object, index = node.child_by_field_name("object"), node.child_by_field_name("index")
        if object is None or index is None:
            return s.Opaque(*self.span(node))
        return s.Index(*self.span(node), self.of(object), self.of(index))

    def call(self, node: Node) -> s.Node:
        called = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        given = node.child_by_field_name("arguments")
        if called is None:
            return s.Opaque(*self.span(node))
        function = self.of(called)
        is_new = node.type == "new_expression"
        if given is not None and given.type == "template_string":
            return s.Call(
                *self.span(node),
                function,
                tuple(self._pieces(given)),
                (),
                self.at(given.start_byte),
            )
        arguments = tuple(map(self.of, parts(given))) if given is not None else ()
        inner = self.at(node.end_byte) if given is None else self.at(given.start_byte) + 1
        return s.Call(*self.span(node), function, arguments, (), inner, is_new)

    def object(self, node: Node) -> s.Node:
        entries: list[s.Entry] = []
        for child in parts(node):
            _, start, end = self.span(child)
            if child.type == "spread_element":
                entries.append(s.Entry(None, self.of(parts(child)[0]), start, end))
            elif child.type == "shorthand_property_identifier":
                name = text(child)
                value = s.Name(*self.span(child), name)
                entries.append(s.Entry(name, value, start, end, start, end))
            elif child.type == "pair":
                entries.append(self._pair(child, start, end))
        return s.Object(*self.span(node), tuple(entries))

    def _pair(self, node: Node, start: int, end: int) -> s.Entry:
        key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
        made = s.Opaque(*self.span(node)) if value is None else self.of(value)
        if key is None:
            return s.Entry(None, s.Opaque(*self.span(node)), start, end)
        _, key_start, key_end = self.span(key)
        if key.type == "computed_property_name":
            return s.Entry("", made, start, end, key_start, key_end, self.of(parts(key)[0]))
        name = characters(key, self.at)[0] if key.type == "string" else text(key)
        return s.Entry(name, made, start, end, key_start, key_end)

    def array(self, node: Node) -> s.Node:
        return s.Array(*self.span(node), tuple(map(self.of, parts(node))))

    def spread(self, node: Node) -> s.Node:
        inner = parts(node)
        return (
            s.Spread(*self.span(node), self.of(inner[0])) if inner else s.Opaque(*self.span(node))
        )

    def ternary(self, node: Node) -> s.Node:
        found = [node.child_by_field_name(n) for n in ("condition", "consequence", "alternative")]
        made = [self.of(one) for one in found if one is not None]
        return s.Choice(*self.span(node), *made) if len(made) == 3 else s.Opaque(*self.span(node))

    def binary(self, node: Node) -> s.Node:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = text(node.child_by_field_name("operator"))
        if left is None or right is None:
            return s.Opaque(*self.span(node))
        span = self.span(node)
        if operator in _LOGICAL:
            return s.Either(*span, _LOGICAL[operator], self.of(left), self.of(right))
        return s.Binary(*span, operator, self.of(left), self.of(right))

    def unary(self, node: Node) -> s.Node:
        argument = bare(node.child_by_field_name("argument"))
        operator = text(node.child_by_field_name("operator"))
        if argument is not None and operator == "!":
            return s.Negation(*self.span(node), self.of(argument))
        if argument is not None and operator == "-" and argument.type == "number":
            value = self.of(argument)
            if isinstance(value, s.Literal) and isinstance(value.value, int | float):
                return s.Literal(*self.span(node), -value.value)
        return s.Opaque(*self.span(node))

    def through(self, node: Node) -> s.Node:
        inner = parts(node)
        return self.of(inner[-1]) if inner else s.Opaque(*self.span(node))

    def function(self, node: Node) -> s.Function:
        """A function, a method, or an arrow function."""
        parameters: list[s.Parameter] = []
        kept: list[s.Statement] = []
        single = node.child_by_field_name("parameter")
        listed = node.child_by_field_name("parameters")
        for child in [single] if single is not None else [] if listed is None else parts(listed):
            made = self._parameter(child)
            parameters.append(made)
            if any(one.type in ("accessibility_modifier", "readonly") for one in child.children):
                span = self.span(child)
                this = s.Name(*span, "this")
                target = s.Attribute(*span, this, made.name, span[1])
                kept.append(s.Assign(target, s.Name(*span, made.name)))
        body = node.child_by_field_name("body")
        if body is not None and body.type == "statement_block":
            statements = self.block(body)
        else:
            statements = () if body is None else (s.Return(self.of(body)),)
        kinds = {child.type for child in node.children}
        name = text(node.child_by_field_name("name"))
        return s.Function(
            *self.span(node),
            name,
            tuple(parameters),
            (*kept, *statements),
            is_static="static" in kinds,
            is_getter="get" in kinds,
        )

    def _parameter(self, node: Node) -> s.Parameter:
        _, start, end = self.span(node)
        target: Node | None = node
        default = node.child_by_field_name("value") or node.child_by_field_name("right")
        if node.type in ("required_parameter", "optional_parameter"):
            target = node.child_by_field_name("pattern")
        elif node.type == "assignment_pattern":
            target = node.child_by_field_name("left")
        made = None if default is None else self.of(default)
        is_rest = target is not None and target.type == "rest_pattern"
        pattern: tuple[tuple[str, str], ...] | None = None
        if target is not None and target.type in ("object_pattern", "array_pattern"):
            pattern = tuple(self._bound(target))
        name = text(target).lstrip(".")
        return s.Parameter(name, made, pattern, is_rest, start, end)

    def _bound(self, node: Node) -> Iterator[tuple[str, str]]:
        """The names that a pattern takes a parameter apart into."""
        for index, child in enumerate(parts(node)):
            if child.type == "shorthand_property_identifier_pattern":
                yield text(child), text(child)
            elif child.type == "object_assignment_pattern":
                name = text(child.child_by_field_name("left"))
                yield name, name
            elif child.type == "pair_pattern":
                yield (
                    text(child.child_by_field_name("key")),
                    text(child.child_by_field_name("value")),
                )
            elif child.type == "identifier":
                yield str(index), text(child)


def _names(statement: s.Statement) -> list[str]:
    if isinstance(statement, s.Assign):
        return [statement.target.name] if isinstance(statement.target, s.Name) else []
    if isinstance(statement, s.Define):
        return [statement.function.name]
    return [statement.name] if isinstance(statement, s.DefineClass) else []


_STATEMENTS: dict[str, Callable[[_Reader, Node], Iterator[s.Statement]]] = {
    "lexical_declaration": _Reader.declaration,
    "variable_declaration": _Reader.declaration,
    "expression_statement": _Reader.expression,
    "export_statement": _Reader.export,
    "if_statement": _Reader.if_,
    "for_in_statement": _Reader.for_in,
    "for_statement": _Reader.loop,
    "while_statement": _Reader.loop,
    "do_statement": _Reader.loop,
    "function_declaration": _Reader.function_statement,
    "class_declaration": _Reader.class_,
    "abstract_class_declaration": _Reader.class_,
    "return_statement": _Reader.return_,
    "throw_statement": _Reader.throw,
    "continue_statement": _Reader.leave,
    "break_statement": _Reader.leave,
    "try_statement": _Reader.try_,
    "statement_block": _Reader.inner,
    "import_statement": _Reader.import_,
}
_EXPRESSIONS: dict[str, Callable[[_Reader, Node], s.Node]] = {
    "string": _Reader.string,
    "template_string": _Reader.template,
    "number": _Reader.number,
    "true": _Reader.constant,
    "false": _Reader.constant,
    "null": _Reader.constant,
    "undefined": _Reader.constant,
    "identifier": _Reader.identifier,
    "this": _Reader.identifier,
    "super": _Reader.identifier,
    "property_identifier": _Reader.identifier,
    "shorthand_property_identifier": _Reader.identifier,
    "member_expression": _Reader.member,
    "subscript_expression": _Reader.subscript,
    "call_expression": _Reader.call,
    "new_expression": _Reader.call,
    "object": _Reader.object,
    "array": _Reader.array,
    "spread_element": _Reader.spread,
    "ternary_expression": _Reader.ternary,
    "binary_expression": _Reader.binary,
    "unary_expression": _Reader.unary,
    "await_expression": _Reader.through,
}
