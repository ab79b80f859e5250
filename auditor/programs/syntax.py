"""What both languages have in common: expressions and statements, with their places.

Each reader gives these; what is in neither shape is `Opaque`, and nothing is known of it. Places
are offsets into the text of the node's file.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

Scalar: TypeAlias = "str | int | float | bool | None"


class File(Struct, eq=False):
    """A module of a program: its path from the project's folder and its text."""

    name: str
    text: str
    language: str
    body: tuple[Statement, ...] = ()


class Node(Struct, eq=False):
    """An expression that stands in a file."""

    file: File
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its source."""
        return self.file.text[self.start : self.end]


class Opaque(Node, eq=False):
    """What is not read."""


class Literal(Node, eq=False):
    """A text, a number, a truth value or nothing; a text has a span for each of its characters."""

    value: Scalar
    spans: tuple[tuple[int, int], ...] = ()


class Datum(Literal, eq=False):
    """A part of a file of data, by its path in what the file says."""

    path: tuple[str | int, ...] = ()


class Pieces(Node, eq=False):
    """An f-string or a template literal: texts and the expressions between them."""

    parts: tuple[Node, ...]


class Name(Node, eq=False):
    """A variable."""

    name: str


class Attribute(Node, eq=False):
    """`of.name`; `at` is where the name begins. It is optional where `of` may be missing."""

    of: Node
    name: str
    at: int
    is_optional: bool = False


class Index(Node, eq=False):
    """`of[key]`."""

    of: Node
    key: Node


class Entry(Struct, eq=False):
    """An entry of an object or an argument with a name; without a key it is spread.

    `start` and `end` are those of the entry, `key_start` and `key_end` of its key.
    """

    key: str | None
    value: Node
    start: int
    end: int
    key_start: int = 0
    key_end: int = 0
    computed: Node | None = None


class Call(Node, eq=False):
    """A call, or what `new` makes. `inner` is the place behind the opening bracket."""

    function: Node
    arguments: tuple[Node, ...]
    named: tuple[Entry, ...]
    inner: int
    is_new: bool = False


class Object(Node, eq=False):
    """A dictionary, or an object literal."""

    entries: tuple[Entry, ...]


class Array(Node, eq=False):
    """A list, a tuple, or an array literal."""

    items: tuple[Node, ...]


class Spread(Node, eq=False):
    """`*value` or `...value` in a list."""

    value: Node


class Default(Node, eq=False):
    """`target = default` in a pattern: what the target is given where there is nothing."""

    target: Node
    default: Node


class Assigned(Node, eq=False):
    """An assignment inside of an expression; `value++` gives what was there before."""

    target: Node
    value: Node
    gives_old: bool = False


class Parameter(Struct, eq=False):
    """A parameter of a function; `pattern` is what it is taken apart into."""

    name: str
    default: Node | None = None
    pattern: Node | None = None
    is_rest: bool = False
    start: int = 0
    end: int = 0


class Function(Node, eq=False):
    """A function with its parameters; the body of a lambda returns its expression."""

    name: str
    parameters: tuple[Parameter, ...]
    body: tuple[Statement, ...]
    is_static: bool = False
    is_getter: bool = False
    is_of_class: bool = False
    """Whether its first parameter is the class, as of `@classmethod`."""
    outer: frozenset[str] = frozenset()
    """The names of Python that it says are those around it: `global`, `nonlocal`."""


class Choice(Node, eq=False):
    """`a if test else b`."""

    test: Node
    then: Node
    other: Node


class Either(Node, eq=False):
    """`left or right`, `left && right`, `left ?? right`, by the operator's name in Python.

    `else` stands for `??`.
    """

    operator: str
    left: Node
    right: Node


class Binary(Node, eq=False):
    """Two operands with an operator between them, a comparison too."""

    operator: str
    left: Node
    right: Node


class Negation(Node, eq=False):
    """`not value`."""

    value: Node


class Comprehension(Node, eq=False):
    """A list, or with a key a dictionary, of what an expression gives for each item.

    Items that fail one of the `tests` are left out. Where it is flat, the value is such a list or
    dictionary itself, whose parts count.
    """

    target: Node
    source: Node
    key: Node | None
    value: Node
    tests: tuple[Node, ...] = ()
    is_flat: bool = False


class Assign(Struct, eq=False):
    """`target = value`; what is declared is a name of its own, whatever is around."""

    target: Node
    value: Node
    is_declared: bool = False


class Evaluate(Struct, eq=False):
    """An expression that stands alone."""

    value: Node


class If(Struct, eq=False):
    """A conditional statement."""

    test: Node
    then: tuple[Statement, ...]
    other: tuple[Statement, ...]


class Loop(Struct, eq=False):
    """A loop over a collection."""

    target: Node
    source: Node
    body: tuple[Statement, ...]
    is_declared: bool = False


class While(Struct, eq=False):
    """A loop that goes on while a test holds; `step` is done behind each turn."""

    test: Node | None
    body: tuple[Statement, ...]
    step: tuple[Statement, ...] = ()


class Once(Struct, eq=False):
    """A block that `break` leaves, as in a `switch`."""

    body: tuple[Statement, ...]


class Define(Struct, eq=False):
    """A function with a name."""

    function: Function


class DefineClass(Struct, eq=False):
    """A class: what it extends, its methods, and the attributes that it declares.

    `attributes` are those that each instance gets, `statics` those that the class has; in Python
    each is both. `declared` are the names of those with an annotation, in order.
    """

    name: str
    bases: tuple[Node, ...]
    methods: tuple[Function, ...]
    attributes: tuple[Assign, ...] = ()
    statics: tuple[Assign, ...] = ()
    declared: tuple[str, ...] = ()


class DefineEnum(Struct, eq=False):
    """An `enum` of TypeScript: its members, each with its value."""

    name: str
    members: tuple[tuple[str, Node], ...]


class DefineNamespace(Struct, eq=False):
    """A `namespace` of TypeScript: what is exported in it are its members."""

    name: str
    body: tuple[Statement, ...]


class Return(Struct, eq=False):
    """Leaves a function with a value."""

    value: Node | None


class Leave(Struct, eq=False):
    """Leaves by an exception, goes on with the next turn of a loop, or ends the loop."""

    is_fault: bool
    is_end: bool = False


class Import(Struct, eq=False):
    """Binds names to a module, or to names of it: `names` are pairs of theirs and ours.

    `*` stands for the module as a whole, `default` for what it exports without a name.
    """

    module: str
    names: tuple[tuple[str, str], ...]
    level: int = 0


class Export(Struct, eq=False):
    """Makes a name of the file known under another one to those that import it."""

    name: str
    value: Node | None = None


Statement: TypeAlias = (
    "Assign | Evaluate | If | Loop | While | Once | Define | DefineClass | DefineEnum"
    " | DefineNamespace | Return | Leave | Import | Export"
)
