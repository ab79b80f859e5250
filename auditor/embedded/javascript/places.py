"""A walk over a JavaScript syntax tree that tells of each node where it stands."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from auditor.embedded.javascript import syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node, TreeCursor

    from auditor.embedded.javascript.bindings import Bindings

_FUNCTIONS = frozenset(
    {
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "method_definition",
    }
)
_CLASSES = frozenset({"class", "class_declaration", "abstract_class_declaration"})
_TYPESCRIPT_SPACES = frozenset({"internal_module", "module", "ambient_declaration"})
_NOT_AT_TOP = _FUNCTIONS | _TYPESCRIPT_SPACES | {"arrow_function"}
_OBJECT_RETURNS_TARGET = frozenset(
    {"assign", "defineProperty", "defineProperties", "freeze", "seal", "preventExtensions"}
)
_OBJECT_READS = frozenset({"keys", "values", "entries", "getOwnPropertyNames", "isFrozen"})
_OPERATIONS = frozenset({"binary_expression", "ternary_expression", "sequence_expression"})
_IDLE_HOLDERS = frozenset(
    {
        "expression_statement",
        "unary_expression",
        "formal_parameters",
        "if_statement",
        "while_statement",
        "do_statement",
        "switch_statement",
        "switch_case",
        "template_substitution",
        "import_clause",
        "import_specifier",
        "namespace_import",
    }
)
_IDLE_FIELDS = frozenset(
    {
        ("variable_declarator", "name"),
        ("function_declaration", "name"),
        ("function_expression", "name"),
        ("arrow_function", "parameter"),
        ("catch_clause", "parameter"),
        ("for_in_statement", "right"),
        ("ternary_expression", "condition"),
        ("call_expression", "function"),
        ("subscript_expression", "index"),
    }
)


class Use(Enum):
    """What happens to the value of an expression.

    `IDLE`: nothing that could give it properties. `OBJECT`: a property of it is named.
    `ESCAPES`: other code may get hold of it.
    """

    IDLE = auto()
    OBJECT = auto()
    ESCAPES = auto()


class Place(NamedTuple):
    """A node and where it stands.

    `holder` and `field`: the parent, and the grammar's name for the node's part in it; parentheses
    are looked through. `at_top`: outside of every function and namespace. `this_exports`: `this` is
    the exports object here. `in_class`: inside a class body.
    """

    node: Node
    holder: Node | None
    field: str
    use: Use
    at_top: bool
    this_exports: bool
    in_class: bool


def walk(root: Node, bindings: Bindings) -> Iterator[Place]:
    """Every named node of the tree, parents first, in source order."""
    # A cursor and an own stack: the depth of user code must not become the depth of our calls.
    cursor = root.walk()
    uses: dict[int, Use] = {}
    above: list[Place] = []
    place = Place(root, None, "", Use.IDLE, at_top=True, this_exports=True, in_class=False)
    while True:
        yield place
        if place.node.type == "call_expression":
            uses.update(_argument_uses(place))
        if cursor.goto_first_child():
            above.append(place)
        elif not _next(cursor, above):
            return
        # a token is neither told, nor is there anything below it
        while (node := cursor.node) is None or not node.is_named:
            if not _next(cursor, above):
                return
        field = cursor.field_name or ""
        use = uses.get(node.id) or _use(above[-1], field, bindings)
        place = _place(above[-1], node, field, use)


def _next(cursor: TreeCursor, above: list[Place]) -> bool:
    """Goes to the node that follows in the source, not below; False at the end of the tree."""
    while not cursor.goto_next_sibling():
        if not cursor.goto_parent():
            return False
        above.pop()
    return True


def _argument_uses(call: Place) -> dict[int, Use]:
    """What `Object.assign` and its like do with their arguments: return the first, or read."""
    method = syntax.object_method(call.node)
    if method not in _OBJECT_RETURNS_TARGET | _OBJECT_READS:
        return {}
    uses = {argument.id: Use.IDLE for argument in syntax.call_arguments(call.node)}
    if method in _OBJECT_RETURNS_TARGET:
        uses.update((target, _passed_on(call.use)) for target in list(uses)[:1])
    return uses


def _place(above: Place, node: Node, field: str, use: Use) -> Place:
    kind = above.node.type
    is_class = kind in _CLASSES
    own_this = kind in _FUNCTIONS or is_class
    holder = above.node
    if kind in syntax.WRAPPERS and above.holder is not None:
        holder, field = above.holder, above.field
    return Place(
        node=node,
        holder=holder,
        field=field,
        use=use,
        at_top=above.at_top and kind not in _NOT_AT_TOP,
        this_exports=above.this_exports and not own_this,
        in_class=above.in_class or is_class,
    )


def _use(above: Place, field: str, bindings: Bindings) -> Use:
    """What becomes of the value of a child of `above`, should it be the exports object."""
    kind = above.node.type
    if kind in syntax.WRAPPERS:
        return above.use
    if kind in syntax.MEMBERS and field == "object":
        return Use.OBJECT
    if _drops(above, field, bindings):
        return Use.IDLE
    return _passed_on(above.use) if _returns(above, field, bindings) else Use.ESCAPES


def _drops(above: Place, field: str, bindings: Bindings) -> bool:
    """Whether `above` tests, copies or ignores the value of this child."""
    kind = above.node.type
    if kind == "binary_expression":
        return not _passes(above.node, field)
    if kind == "variable_declarator" and field == "value":
        return _keeps(above.node, bindings)
    if kind == "spread_element":
        return above.holder is not None and above.holder.type == "object"
    return kind in _IDLE_HOLDERS or (kind, field) in _IDLE_FIELDS


def _returns(above: Place, field: str, bindings: Bindings) -> bool:
    """Whether the value of this child may be that of `above`, and nothing else keeps it."""
    kind = above.node.type
    if kind in syntax.ASSIGNMENTS and field == "right":
        left = above.node.child_by_field_name("left")
        return bindings.is_exports(left, this_exports=above.this_exports)
    return kind in _OPERATIONS or kind in syntax.ASSIGNMENTS


def _passed_on(use: Use) -> Use:
    """The use of an operand whose value may be that of the whole expression."""
    return Use.ESCAPES if use is Use.OBJECT else use


def _passes(operation: Node, field: str) -> bool:
    """Whether a binary operation may return this operand itself."""
    operator = syntax.text(operation.child_by_field_name("operator"))
    return operator in ("||", "??") or (operator == "&&" and field == "right")


def _keeps(declarator: Node, bindings: Bindings) -> bool:
    """Whether a declarator only takes properties out of its value, or names a known alias."""
    target = declarator.child_by_field_name("name")
    return target is not None and (
        target.type in syntax.PATTERNS or syntax.text(target) in bindings.aliases
    )
