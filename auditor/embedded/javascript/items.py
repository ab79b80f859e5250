"""A JavaScript syntax tree made small: what matters to its meaning, with places in characters.

Comments, types, parentheses and type assertions are gone; each item knows its parent and where it
stands. Whole lists of items are walked instead of branches, so that depth costs nothing.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from auditor.embedded.javascript import syntax
from auditor.model.text import Span

if TYPE_CHECKING:
    from tree_sitter import Node, TreeCursor

FUNCTIONS = frozenset(
    {
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "method_definition",
        "arrow_function",
        "class_static_block",
    }
)
CLASSES = frozenset({"class", "class_declaration", "abstract_class_declaration"})
FIELDS = frozenset({"field_definition", "public_field_definition"})
_DROPPED = syntax.TYPES_ONLY | {
    "comment",
    "type_annotation",
    "type_arguments",
    "type_parameters",
    "type_predicate_annotation",
    "asserts_annotation",
    "function_signature",
    "abstract_method_signature",
    "method_signature",
    "index_signature",
    "implements_clause",
}
_INSIDE = frozenset({"body", "parameters", "parameter"})
_NAMES = syntax.NAMES | {"private_property_identifier"}
_OPERATIONS = frozenset({"binary_expression", "augmented_assignment_expression"})
_ALWAYS_RUN = {
    "for_statement": ("initializer", "condition"),
    "for_in_statement": ("right",),
    "while_statement": ("condition",),
    "do_statement": (),
}
_SKIPPED = frozenset({"switch_case", "switch_default", "catch_clause", "labeled_statement"})
_BRANCHES = frozenset({"if_statement", "ternary_expression"})
_PATTERN_DEFAULTS = frozenset(
    {"assignment_pattern", "object_assignment_pattern", "required_parameter", "optional_parameter"}
)
_SHORT_CIRCUITS = frozenset({"&&", "||", "??", "&&=", "||=", "??="})
_EXITS = frozenset({"return_statement", "throw_statement", "yield_expression"})


class Function:
    """A function, or the top level of the file, where `item` is the program.

    `exited`: while the tree is read, whether the function may have been left before this point.
    """

    __slots__ = ("exited", "item", "name", "outer", "owner")

    def __init__(self, item: Item, name: str | None, outer: Function | None, owner: Item | None):
        self.item = item
        self.name = name
        self.outer = outer
        self.owner = owner
        self.exited = False


class Position(NamedTuple):
    """Where an item stands.

    `at_load`: it runs when the module is loaded. `certain`: it runs whenever its function does,
    should nothing throw. `tried`: below a `try`. `guarded`: in a `try` with a `catch`.
    """

    function: Function
    at_load: bool
    certain: bool
    tried: bool
    guarded: bool

    @property
    def always(self) -> bool:
        """Whether it runs in every run of its function."""
        return self.certain and not self.tried


class Item:
    """One node: its kind, its part in the parent, its characters, its children.

    `words` are the tokens between the children, and `catch` for a `try` that has one; `last` is the
    index of the last item below it; `inner` where the body of a function stands.
    """

    __slots__ = (
        "children", "end", "field", "index", "inner", "kind", "last", "parent", "position",
        "source", "start", "words",
    )  # fmt: skip

    def __init__(self, kind: str, field: str, source: str, start: int, end: int, index: int):
        self.kind = kind
        self.field = field
        self.source = source
        self.start = start
        self.end = end
        self.index = index
        self.last = index
        self.parent: Item | None = None
        self.children: list[Item] = []
        self.words: list[str] = []
        self.position: Position
        self.inner: Position | None = None

    @property
    def text(self) -> str:
        """The characters of the source."""
        return self.source[self.start : self.end]

    @property
    def span(self) -> Span:
        """The place in the source."""
        return Span(self.start, self.end)

    def child(self, *fields: str) -> Item | None:
        """The first child with one of the grammar's names for its part."""
        return next((child for child in self.children if child.field in fields), None)


def read(source: str, *, typescript: bool = False) -> tuple[Item, ...] | None:
    """All items in source order, the whole program first; None where the text does not parse."""
    return _read(source, typescript)


@lru_cache(maxsize=syntax.KEPT)
def _read(source: str, typescript: bool) -> tuple[Item, ...] | None:
    root = syntax.parse(source, typescript=typescript)
    return None if root is None else tuple(_Reader(source, root).items())


class Offsets:
    """Turns the bytes that the parser counts into characters of the source."""

    def __init__(self, source: str) -> None:
        self._shift = int(source.startswith("\ufeff"))
        self._characters: list[int] | None = None
        if not source.isascii():
            widths = (
                len(character.encode("utf-8", "replace"))
                for character in source.removeprefix("\ufeff")
            )
            starts = list(accumulate(widths, initial=0))
            self._characters = [0] * (starts[-1] + 1)
            for index, start in enumerate(starts):
                self._characters[start] = index

    def character(self, byte: int) -> int:
        """The character that begins at a byte."""
        if self._characters is None:
            return byte
        return self._characters[byte] + self._shift


class _Frame(NamedTuple):
    """An open node: the item that its children belong to; `wrapper` for a node left out."""

    item: Item
    wrapper: str
    field: str
    first: int


class _Reader:
    """One walk over the parser's tree."""

    def __init__(self, source: str, root: Node) -> None:
        self._source = source
        self._offsets = Offsets(source)
        self._root = root
        self._items: list[Item] = []
        self._open: list[_Frame] = []

    def items(self) -> list[Item]:
        cursor = self._root.walk()
        while True:
            if self._enter(cursor) and cursor.goto_first_child():
                continue
            while not cursor.goto_next_sibling():
                if not cursor.goto_parent():
                    return self._items
                self._leave()

    def _leave(self) -> None:
        frame = self._open.pop()
        if not frame.wrapper:
            frame.item.last = len(self._items) - 1
            if frame.item.kind in _EXITS:
                frame.item.position.function.exited = True

    def _enter(self, cursor: TreeCursor) -> bool:
        """Take in the node at the cursor; tell whether to go on below it."""
        node = cursor.node
        if node is None:
            return False
        frame = self._open[-1] if self._open else None
        kind = node.type
        if not node.is_named or kind == "optional_chain":
            if frame is not None and not frame.wrapper:
                frame.item.words.append("?." if kind == "optional_chain" else kind)
            return False
        if kind in _DROPPED or _is_further(frame, kind):
            return False
        field = cursor.field_name or ""
        if frame is not None and frame.wrapper:
            field = frame.field
        if kind in syntax.WRAPPERS and frame is not None:
            opened = _Frame(frame.item, kind, field, len(frame.item.children))
        else:
            opened = _Frame(self._add(node, kind, field, frame), "", field, 0)
        if node.child_count == 0:
            return False
        self._open.append(opened)
        return True

    def _add(self, node: Node, kind: str, field: str, frame: _Frame | None) -> Item:
        start = self._offsets.character(node.start_byte)
        end = self._offsets.character(node.end_byte)
        item = Item(kind, field, self._source, start, end, len(self._items))
        if frame is None:
            item.position = Position(Function(item, None, None, None), True, True, False, False)
        else:
            item.parent = frame.item
            frame.item.children.append(item)
            item.position = _position(frame.item, item)
        if kind == "try_statement" and node.child_by_field_name("handler") is not None:
            item.words.append("catch")
        self._items.append(item)
        return item


def _is_further(frame: _Frame | None, kind: str) -> bool:
    """Whether a node stands beside the one expression of a wrapper: it is a type."""
    if frame is None or not frame.wrapper or kind == "comment":
        return False
    return len(frame.item.children) > frame.first


def _position(above: Item, item: Item) -> Position:
    outer = above.position
    if above.kind in FUNCTIONS and item.field in _INSIDE:
        outer = _inside(above)
    elif above.kind in FIELDS and item.field == "value" and "static" not in above.words:
        owner = above.parent.parent if above.parent is not None else None
        outer = Position(Function(above, None, outer.function, owner), False, False, False, False)
    certain = outer.certain and not outer.function.exited and not _may_be_skipped(above, item)
    in_try = above.kind == "try_statement"
    tried = outer.tried or in_try
    guarded = outer.guarded or (in_try and item.field == "body" and "catch" in above.words)
    if (certain, tried, guarded) == (outer.certain, outer.tried, outer.guarded):
        return outer
    return Position(outer.function, outer.at_load, certain, tried, guarded)


def _inside(function: Item) -> Position:
    """Where the parameters and the body of a function stand."""
    if function.inner is None:
        outer = function.position
        own = Function(function, name_of(function), outer.function, _owner(function))
        if _runs_at_once(function):
            function.inner = Position(own, outer.at_load, True, False, outer.guarded)
        else:
            # The body of a generator runs step by step, and perhaps never.
            function.inner = Position(own, False, "*" not in function.words, False, False)
    return function.inner


def _runs_at_once(function: Item) -> bool:
    """Whether a function is called where it stands: `(async () => {...})()`."""
    above = function.parent
    called = above is not None and above.kind == "call_expression" and function.field == "function"
    return called or function.kind == "class_static_block"


def _owner(function: Item) -> Item | None:
    """The class whose instance `this` is in a function."""
    if function.kind == "arrow_function":
        return function.position.function.owner
    above = function.parent
    if above is not None and above.kind == "class_body" and "static" not in function.words:
        return above.parent
    return None


def _may_be_skipped(above: Item, item: Item) -> bool:
    """Whether an item may be passed over where the one above it runs."""
    kind, field = above.kind, item.field
    if kind in _BRANCHES:
        return field != "condition"
    if kind in _OPERATIONS:
        return field == "right" and not _SHORT_CIRCUITS.isdisjoint(above.words)
    if kind in _ALWAYS_RUN:
        return field not in _ALWAYS_RUN[kind]
    if kind in _PATTERN_DEFAULTS:
        return field in ("right", "value")
    if kind == "call_expression":
        return field == "arguments" and "?." in above.words
    return kind in _SKIPPED


def name_of(function: Item) -> str | None:
    """The name that a function is declared with, or that it is first bound to."""
    own = function.child("name")
    if own is not None:
        return own.text
    above = function.parent
    if above is None or function.field not in ("value", "right"):
        return None
    target = above.child("name", "key", "left", "property")
    if target is not None and target.kind == "member_expression":
        target = target.child("property")
    return target.text if target is not None and target.kind in _NAMES else None
