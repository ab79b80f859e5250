"""Declarations, assignments, exports and whatever else is done; and what reads each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from auditor.embedded.javascript.syntax import bare, parts, text
from auditor.programs import syntax as s
from auditor.programs.javascript.classes import class_
from auditor.programs.javascript.enums import alias, enum, namespace
from auditor.programs.javascript.functions import function
from auditor.programs.javascript.imports import imported, reexported
from auditor.programs.javascript.switches import switch
from auditor.programs.javascript.targets import target_of
from auditor.programs.javascript.walk import Reader

if TYPE_CHECKING:
    from tree_sitter import Node


def _declaration(reader: Reader, node: Node) -> Iterator[s.Statement]:
    for declarator in parts(node):
        target = declarator.child_by_field_name("name")
        value = bare(declarator.child_by_field_name("value"))
        if target is None:
            continue
        if value is None:
            nothing = s.Opaque(*reader.span(declarator))
            yield s.Assign(target_of(reader, target), nothing, is_declared=True)
            continue
        found = imported(value, target)
        if found is not None:
            yield found
            continue
        yield s.Assign(target_of(reader, target), reader.of(value), is_declared=True)


def _expression(reader: Reader, node: Node) -> Iterator[s.Statement]:
    inner = bare(parts(node)[0]) if parts(node) else None
    if inner is None:
        return
    if inner.type == "assignment_expression":
        yield from _assignment(reader, inner)
    elif inner.type in ("internal_module", "module"):
        yield from namespace(reader, inner)
    else:
        yield s.Evaluate(reader.of(inner))


def _assignment(reader: Reader, node: Node) -> Iterator[s.Statement]:
    left, right = node.child_by_field_name("left"), bare(node.child_by_field_name("right"))
    if left is None or right is None:
        return
    written = text(left)
    value = reader.of(right)
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
        yield s.Assign(target_of(reader, left), value)


def _export(reader: Reader, node: Node) -> Iterator[s.Statement]:
    declaration = node.child_by_field_name("declaration")
    value = node.child_by_field_name("value")
    is_default = any(child.type == "default" for child in node.children)
    if declaration is not None:
        made = list(reader.statement(declaration))
        yield from made
        for statement in made:
            for name in _names(statement):
                yield (
                    s.Export("default" if is_default else name)
                    if not is_default
                    else s.Export("default", s.Name(*reader.span(declaration), name))
                )
    elif value is not None:
        yield s.Export("default" if is_default else "=", reader.of(value))
    else:
        yield from reexported(node, reader.file)
        if any(child.type == "=" for child in node.children) and parts(node):
            made_value = reader.of(parts(node)[-1])
            yield s.Export("=", made_value)
            yield s.Export("default", made_value)


def _names(statement: s.Statement) -> list[str]:
    if isinstance(statement, s.Assign):
        return [statement.target.name] if isinstance(statement.target, s.Name) else []
    if isinstance(statement, s.Define):
        return [statement.function.name]
    if isinstance(statement, s.DefineClass | s.DefineEnum | s.DefineNamespace):
        return [statement.name]
    return []


def _if(reader: Reader, node: Node) -> Iterator[s.Statement]:
    condition = node.child_by_field_name("condition")
    test = reader.of(condition) if condition is not None else s.Opaque(*reader.span(node))
    then = reader.block(node.child_by_field_name("consequence"))
    yield s.If(test, then, reader.block(node.child_by_field_name("alternative")))


def _for_in(reader: Reader, node: Node) -> Iterator[s.Statement]:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    body = reader.block(node.child_by_field_name("body"))
    if left is None or right is None:
        return
    source = reader.of(right)
    is_declared = node.child_by_field_name("kind") is not None
    yield s.Loop(target_of(reader, left), source, body, is_declared)


def _while(reader: Reader, node: Node) -> Iterator[s.Statement]:
    condition = node.child_by_field_name("condition")
    is_asked_first = node.type != "do_statement" and condition is not None
    test = reader.of(condition) if condition is not None and is_asked_first else None
    yield s.While(test, reader.block(node.child_by_field_name("body")))


def _for(reader: Reader, node: Node) -> Iterator[s.Statement]:
    """A loop that counts: what it begins with, its test, and what it does behind each turn."""
    start, test, step = (
        node.child_by_field_name(name) for name in ("initializer", "condition", "increment")
    )
    if start is not None:
        yield from reader.statement(start)
    test = (
        bare(parts(test)[0]) if test is not None and test.type == "expression_statement" else test
    )
    body = reader.block(node.child_by_field_name("body"))
    behind = () if step is None else (s.Evaluate(reader.of(step)),)
    yield s.While(None if test is None else reader.of(test), body, behind)


def _function_statement(reader: Reader, node: Node) -> Iterator[s.Statement]:
    yield s.Define(function(reader, node))


def _return(reader: Reader, node: Node) -> Iterator[s.Statement]:
    inner = parts(node)
    yield s.Return(reader.of(inner[0]) if inner else None)


def _throw(_reader: Reader, _node: Node) -> Iterator[s.Statement]:
    yield s.Leave(True)


def _leave(_reader: Reader, node: Node) -> Iterator[s.Statement]:
    yield s.Leave(False, is_end=node.type == "break_statement")


def _labeled(reader: Reader, node: Node) -> Iterator[s.Statement]:
    yield from reader.block(node.child_by_field_name("body"))


def _try(reader: Reader, node: Node) -> Iterator[s.Statement]:
    yield from reader.block(node.child_by_field_name("body"))
    finalizer = node.child_by_field_name("finalizer")
    if finalizer is not None:
        yield from reader.block(finalizer.child_by_field_name("body"))


def _inner(reader: Reader, node: Node) -> Iterator[s.Statement]:
    yield from reader.block(node)


def _import(_reader: Reader, node: Node) -> Iterator[s.Statement]:
    found = imported(node, None)
    if found is not None:
        yield found


STATEMENTS: dict[str, Callable[[Reader, Node], Iterator[s.Statement]]] = {
    "lexical_declaration": _declaration,
    "variable_declaration": _declaration,
    "expression_statement": _expression,
    "export_statement": _export,
    "if_statement": _if,
    "for_in_statement": _for_in,
    "for_statement": _for,
    "while_statement": _while,
    "do_statement": _while,
    "labeled_statement": _labeled,
    "switch_statement": switch,
    "function_declaration": _function_statement,
    "class_declaration": class_,
    "abstract_class_declaration": class_,
    "enum_declaration": enum,
    "internal_module": namespace,
    "module": namespace,
    "return_statement": _return,
    "throw_statement": _throw,
    "continue_statement": _leave,
    "break_statement": _leave,
    "try_statement": _try,
    "statement_block": _inner,
    "import_statement": _import,
    "import_alias": alias,
}
