"""How modules of JavaScript get at others: `import`, `require`, and what is exported again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.embedded.javascript.syntax import bare, call_arguments, literal, parts, text
from auditor.programs import syntax as s

if TYPE_CHECKING:
    from tree_sitter import Node


def imported(node: Node, target: Node | None) -> s.Import | None:
    """The import that a statement is, or that a value is which `target` is given; else None."""
    if node.type == "import_statement":
        return _statement(node)
    if target is None:
        return None
    member = None
    value: Node | None = node
    if node.type == "await_expression":
        value = bare(parts(node)[0]) if parts(node) else None
    if value is not None and value.type == "member_expression":
        member = text(value.child_by_field_name("property"))
        value = bare(value.child_by_field_name("object"))
    if value is None or value.type != "call_expression":
        return None
    called = value.child_by_field_name("function")
    given = call_arguments(value)
    is_import = called is not None and (text(called) == "require" or called.type == "import")
    module = literal(given[0]) if is_import and len(given) == 1 else None
    if module is None:
        return None
    if target.type == "identifier":
        return s.Import(module, ((member or "*", text(target)),))
    names = [
        (text(child.child_by_field_name("key")), text(child.child_by_field_name("value")))
        if child.type == "pair_pattern"
        else (text(child), text(child))
        for child in parts(target)
    ]
    return s.Import(module, tuple(names))


def _statement(node: Node) -> s.Import | None:
    module = literal(node.child_by_field_name("source"))
    names: list[tuple[str, str]] = []
    for clause in node.named_children:
        if clause.type == "import_require_clause":
            module = literal(clause.child_by_field_name("source"))
            names.append(("*", text(clause.named_children[0])))
        if clause.type != "import_clause":
            continue
        for child in clause.named_children:
            if child.type == "identifier":
                names.append(("default", text(child)))
            elif child.type == "namespace_import":
                names.append(("*", text(child.named_children[-1])))
            elif child.type == "named_imports":
                names += _specified(child)
    return None if module is None else s.Import(module, tuple(names))


def _specified(node: Node) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for child in parts(node):
        name = text(child.child_by_field_name("name"))
        found.append((name, text(child.child_by_field_name("alias")) or name))
    return found


def reexported(node: Node, file: s.File) -> Iterator[s.Statement]:
    """`export { a, b as c }`, of this module or of another one."""
    module = literal(node.child_by_field_name("source"))
    pairs = [
        pair for child in parts(node) if child.type == "export_clause" for pair in _specified(child)
    ]
    for child in parts(node):
        if module is not None and child.type == "namespace_export":
            ours = text(child.named_children[-1])
            yield s.Import(module, (("*", f"exported {ours}"),))
            yield s.Export(ours, s.Name(file, 0, 0, f"exported {ours}"))
            return
    if module is not None and not pairs:
        yield s.Import(module, (("*", "*"),))
        return
    if module is not None:
        yield s.Import(module, tuple((theirs, f"exported {theirs}") for theirs, _ in pairs))
    for theirs, ours in pairs:
        name = theirs if module is None else f"exported {theirs}"
        yield s.Export(ours, s.Name(file, 0, 0, name))
