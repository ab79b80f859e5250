"""Questions about single nodes of a JavaScript syntax tree, answered without its surroundings."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Language, Node

KEPT = 16
"""Sources of which what was read is kept: several questions are asked of each."""
MODULE_EXPORTS = "module.exports"
NAMES = frozenset(
    {
        "identifier",
        "property_identifier",
        "shorthand_property_identifier",
        "shorthand_property_identifier_pattern",
        "default",
    }
)
ASSIGNMENTS = frozenset({"assignment_expression", "augmented_assignment_expression"})
MEMBERS = frozenset({"member_expression", "subscript_expression"})
DECLARATIONS = frozenset({"lexical_declaration", "variable_declaration"})
PATTERNS = frozenset({"object_pattern", "array_pattern"})
WRAPPERS = frozenset(
    {
        "parenthesized_expression",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "type_assertion",
    }
)
"""What stands around an expression without changing its value."""
TYPES_ONLY = frozenset({"interface_declaration", "type_alias_declaration", "ambient_declaration"})
"""Declarations of TypeScript that leave nothing in the JavaScript that runs."""


def parse(source: str, *, typescript: bool = False) -> Node | None:
    """The root of the syntax tree, or None where the text is not valid JavaScript."""
    root = parse_leniently(source, typescript=typescript)
    return None if root.has_error else root


def parse_leniently(source: str, *, typescript: bool = False) -> Node:
    """The root of the syntax tree, with ERROR and MISSING nodes where the text is not valid.

    The last trees are kept, since several questions are asked of one source.
    """
    return _parsed(source, typescript)


# a cache takes an argument by name, or by default, for another one: here it is always given so
@lru_cache(maxsize=KEPT)
def _parsed(source: str, typescript: bool) -> Node:
    from tree_sitter import Parser

    return Parser(_language(typescript=typescript)).parse(encoded(source)).root_node


def encoded(source: str) -> bytes:
    """The bytes that the parser reads.

    Node.js skips a byte order mark; lone surrogates cannot be part of a file.
    """
    return source.removeprefix("\ufeff").encode("utf-8", "replace")


@cache
def _language(*, typescript: bool) -> Language:
    from tree_sitter import Language

    if typescript:
        import tree_sitter_typescript

        return Language(tree_sitter_typescript.language_typescript())
    import tree_sitter_javascript

    return Language(tree_sitter_javascript.language())


def text(node: Node | None) -> str:
    """The source text of `node`; empty for None."""
    return "" if node is None or node.text is None else node.text.decode("utf-8", "replace")


def parts(node: Node) -> list[Node]:
    """The named children of `node` without comments."""
    return [child for child in node.named_children if child.type != "comment"]


def bare(node: Node | None) -> Node | None:
    """`node` without parentheses and type assertions around it."""
    while node is not None and node.type in WRAPPERS:
        inside = parts(node)
        place = -1 if node.type == "type_assertion" else 0
        node = inside[place] if inside else None
    return node


def literal(node: Node | None) -> str | None:
    """The property name that an expression spells as a literal without escapes, else None."""
    node = bare(node)
    if node is None:
        return None
    if node.type == "number":
        return text(node)
    if node.type not in ("string", "template_string"):
        return None
    inside = node.named_children
    plain = all(child.type == "string_fragment" for child in inside)
    return "".join(map(text, inside)) if plain else None


def key(node: Node | None) -> str | None:
    """The name that a property or export is declared with; None where computed or escaped."""
    if node is not None and node.type == "computed_property_name":
        return literal(parts(node)[0])
    if node is None or node.type not in NAMES:
        return literal(node)
    name = text(node)
    return None if "\\" in name else name


def member_key(node: Node) -> str | None:
    """The name after the dot or, where it is a literal, between the brackets of a member access."""
    if node.type == "member_expression":
        return key(node.child_by_field_name("property"))
    return literal(node.child_by_field_name("index"))


def member_object(node: Node) -> Node | None:
    """What stands before the dot or the brackets of a member access."""
    return bare(node.child_by_field_name("object"))


def is_named(node: Node | None, name: str) -> bool:
    """Whether `node` is the plain identifier `name`."""
    return node is not None and node.type == "identifier" and text(node) == name


def object_name(node: Node | None) -> str:
    """What names the object that `node`, an expression for the exports object, stands for."""
    node = bare(node)
    return MODULE_EXPORTS if node is not None and node.type in MEMBERS else text(node)


def is_module_exports(node: Node | None) -> bool:
    """Whether `node` is `module.exports` or `module["exports"]`."""
    return (
        node is not None
        and node.type in MEMBERS
        and is_named(member_object(node), "module")
        and member_key(node) == "exports"
    )


def object_method(call: Node) -> str:
    """`x` where `call` is `Object.x(...)`, else the empty string."""
    called = call.child_by_field_name("function")
    if called is None or called.type != "member_expression":
        return ""
    return (member_key(called) or "") if is_named(member_object(called), "Object") else ""


def call_arguments(call: Node) -> list[Node]:
    """The arguments of a call, without comments."""
    arguments = call.child_by_field_name("arguments")
    return parts(arguments) if arguments is not None and arguments.type == "arguments" else []


def is_callable(node: Node | None, functions: frozenset[str]) -> bool:
    """Whether `node` is a function, the result of a call, or the name of one of `functions`.

    A call counts because wrappers such as `middy(handler)` return the function to call. Classes
    and generators do not: Lambda calls without `new`, and ignores an iterator.
    """
    node = bare(node)
    if node is None:
        return False
    if node.type == "call_expression":
        called = node.child_by_field_name("function")
        return called is not None and called.type != "import" and not is_named(called, "require")
    if node.type == "identifier":
        return text(node) in functions
    return node.type in ("function_expression", "arrow_function", "function_declaration")


def is_plain_method(method: Node) -> bool:
    """Whether a method of an object literal is neither a getter, a setter nor a generator."""
    return not any(child.type in ("get", "set", "*") for child in method.children)


def is_variable(bound: Node | None) -> bool:
    """Whether a name, bound to `bound` as `declared` tells, is a variable of its own."""
    return bound is None or not (bound.type in PATTERNS or bound.type.endswith("_declaration"))


def declared(declaration: Node) -> Iterator[tuple[str, Node | None]]:
    """Every name that a declaration binds, with what it is bound to.

    That is the declaration of a function or class, the value of a variable (None without one), or
    the pattern that takes the name out of a larger value.
    """
    if declaration.type not in DECLARATIONS:
        # A namespace of TypeScript can have a dotted name, of which the first part is bound.
        name = text(declaration.child_by_field_name("name"))
        yield name.partition(".")[0], declaration
        return
    for declarator in parts(declaration):
        target = declarator.child_by_field_name("name")
        if target is None:
            continue
        if target.type == "identifier":
            yield text(target), declarator.child_by_field_name("value")
        else:
            yield from ((name, target) for name in _pattern_names(target))


def _pattern_names(pattern: Node) -> Iterator[str]:
    """The names in a destructuring pattern, those of its default values included."""
    pending = [pattern]
    while pending:
        node = pending.pop()
        if node.type in ("identifier", "shorthand_property_identifier_pattern"):
            yield text(node)
        pending.extend(node.named_children)


def top_declarations(root: Node) -> Iterator[tuple[str, Node | None]]:
    """`declared` for every declaration at the top level of the file, exported ones included."""
    for statement in root.named_children:
        declaration: Node | None = statement
        if statement.type == "export_statement":
            declaration = statement.child_by_field_name("declaration")
        if declaration is not None and declaration.type.endswith("_declaration"):
            yield from declared(declaration)
