"""What expressions of a program stand for, as far as reading shows it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct, field

from auditor.programs.syntax import (
    Assign,
    Call,
    DefineClass,
    Entry,
    Evaluate,
    File,
    Function,
    Node,
    Scalar,
)

if TYPE_CHECKING:
    from auditor.data.pulumi_classes import ResourceClass

When = tuple[tuple[str, bool], ...]
"""The conditions under which something is so, each with what it must be."""


class Value(Struct, eq=False, kw_only=True):
    """Any value; `node` is where it is written, None where it is made elsewhere."""

    node: Node | None = None


class Unknown(Value, eq=False, kw_only=True):
    """Only a run tells. `why` is what could not be read, for the account of the reading."""

    why: str = ""


class Known(Value, eq=False, kw_only=True):
    """A text, a number, a truth value or nothing."""

    value: Scalar


NOTHING = Known(value=None)
"""`None` and `undefined` where no expression says them."""


class Joined(Value, eq=False, kw_only=True):
    """A text of parts."""

    parts: list[Value]


class Item(Struct, eq=False):
    """An entry of a mapping, with where it is written; `key` is its key where that is no text."""

    value: Value
    entry: Entry | None = None
    file: File | None = None
    key: Value | None = None


class Mapping(Value, eq=False, kw_only=True):
    """A dictionary, an object, or the arguments of a class; open where it may have more."""

    items: dict[str, Item] = field(default_factory=dict)
    is_open: bool = False
    kind: str = ""
    """The class that it was made by; empty for a plain one."""


class Sequence(Value, eq=False, kw_only=True):
    """A list; open where it may have more."""

    items: list[Value] = field(default_factory=list)
    is_open: bool = False


class Made(Value, eq=False, kw_only=True):
    """A resource that the program makes."""

    kind: ResourceClass
    provider: str
    call: Call
    arguments: Mapping
    options: Value
    name: Value
    when: When = ()
    handle: str = ""
    """The variable or the attribute that it is kept in, and where it is assigned to it."""
    handle_node: Node | None = None
    is_repeated: bool = False
    """Whether it stands in a loop that nobody knows the turns of."""
    is_shared: bool = False
    """Whether the call that makes it may be run more than once."""
    owner: Instance | None = None
    own: dict[str, Value] = {}
    """What the program keeps in attributes of it that its class does not have."""
    turn: Turn | None = None
    """What was being followed when it was made."""
    is_once: bool = False
    """Whether that statement runs once, whatever it makes."""
    is_inner: bool = False
    """Whether its call sees names that the statement does not."""
    said: list[Saying] = field(default_factory=list)
    """Where the program speaks of it, or of one of its outputs."""


class Output(Value, eq=False, kw_only=True):
    """An output of a resource, or a part of one."""

    resource: Made
    path: tuple[str, ...]


class Pseudo(Value, eq=False, kw_only=True):
    """What CloudFormation has a pseudo parameter for: `AWS::Region`."""

    name: str


class Setting(Value, eq=False, kw_only=True):
    """A value of the configuration or the environment; `default` is what it is without one."""

    name: str
    default: Scalar = None
    is_optional: bool = False
    type: str = "text"
    """`text`, `number`, `truth`, or `object` for what may have parts, each a setting."""


class Test(Value, eq=False, kw_only=True):
    """Whether a condition holds, or does not."""

    condition: str
    holds: bool = True


class Cases(Value, eq=False, kw_only=True):
    """One of two values, as a condition holds."""

    condition: str
    then: Value
    other: Value
    size: int = 2
    """How many values it may come to."""


class Json(Value, eq=False, kw_only=True):
    """A value as JSON text."""

    value: Value


class Place(Value, eq=False, kw_only=True):
    """A file or a folder beside a module, by its path from the project's folder."""

    path: str


class Contents(Value, eq=False, kw_only=True):
    """The text of a file, by its path from where the program runs, or by its place."""

    path: str | Place


class Asset(Value, eq=False, kw_only=True):
    """Files that are uploaded.

    A `folder` or a `file` has a path, a `text` its content, and an `archive` names with assets.
    """

    kind: str
    content: Value


class External(Value, eq=False, kw_only=True):
    """A name of a package, by its dotted path: `aws.s3.Bucket`, `json.dumps`."""

    path: str


class Configuration(Value, eq=False, kw_only=True):
    """What `pulumi.Config` gives."""

    namespace: str


class Scope(Struct, eq=False):
    """The names of a function or a module, and those around it."""

    file: File
    names: dict[str, Value] = field(default_factory=dict)
    parent: Scope | None = None
    outer: frozenset[str] = frozenset()
    """Those that are not its own where it gives them values."""

    def find(self, name: str) -> Value | None:
        """What a name stands for."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return None


class Turn(Struct, eq=False):
    """One run of a statement, with the names around it."""

    statement: Assign | Evaluate
    scope: Scope


class Saying(Struct, eq=False):
    """An expression that stands for a resource, or for the output at a path of it.

    `scope` has the names that it sees, and `turn` is the run of the statement that it stands in.
    """

    node: Node
    path: tuple[str, ...]
    scope: Scope
    turn: Turn


class Enumeration(Enum):
    """What members of an enumeration of Python are in other places than their own attributes."""

    PLAIN = "themselves alone"
    MIXED = "their values, but not as texts: what those say depends on the version of Python"
    VALUE = "their values"


class Closure(Value, eq=False, kw_only=True):
    """A function with the names around it; `this` is the instance that it is a method of."""

    function: Function
    scope: Scope
    this: Instance | ClassOf | None = None
    owner: ClassOf | None = None


class ClassOf(Value, eq=False, kw_only=True):
    """A class of the program, with what it has itself; `enumeration` is how its members count."""

    definition: DefineClass
    scope: Scope
    bases: list[Value]
    statics: dict[str, Value] = field(default_factory=dict)
    enumeration: Enumeration | None = None


class Instance(Value, eq=False, kw_only=True):
    """An instance of a class of the program; open where it may have attributes not seen."""

    cls: ClassOf
    attributes: dict[str, Value] = field(default_factory=dict)
    is_open: bool = False
    handle: str = ""


class Member(Instance, eq=False, kw_only=True):
    """A member of an enumeration of Python: its attributes have its `name` and its `value`."""


class Loaded(Value, eq=False, kw_only=True):
    """A module of the program."""

    scope: Scope
    exports: dict[str, Value] = field(default_factory=dict)


class Bound(Value, eq=False, kw_only=True):
    """A method of a value that is no instance: `text.lower`, `output.apply`."""

    of: Value
    name: str
