"""One assertion of a test: what it looks at in a template, and what it expects there."""

from __future__ import annotations

from enum import Enum
from typing import Any

from msgspec import Struct

from auditor.model.path import Path
from auditor.model.text import Span


class Written(Struct, frozen=True):
    """A literal as it stands in a test, with the literals inside it."""

    value: Any
    span: Span
    items: tuple[Written, ...] = ()
    entries: tuple[Entry, ...] = ()
    in_set: bool = False
    """Whether nothing but what has a hash can stand there."""


class Entry(Struct, frozen=True):
    """A key with its value in a literal; `span` has both."""

    key: str
    value: Written
    span: Span


class Relation(Enum):
    """What has to hold between what an assertion looks at and what it expects."""

    EQUAL = "equal"
    SAME = "same"
    """As `Object.is`: a list or a mapping never is what a literal makes."""
    PART = "part"
    """Mappings may have more keys than are expected; lists are compared item by item."""
    ITEM = "item"
    """A list has the expected item, a mapping the expected key, or a text the expected part."""
    PRESENT = "present"
    ABSENT = "absent"
    """There is no such key; its mapping is there."""
    NONE = "none"
    """There is no such key, or it is null."""
    SOME = "some"
    TRUTHY = "truthy"
    FALSY = "falsy"


class Aspect(Enum):
    """What of the value at a path an assertion looks at."""

    VALUE = "value"
    LENGTH = "length"
    """The number of its items, keys or characters."""
    KEYS = "keys"
    """The names of its keys, sorted."""
    RESOURCES = "resources"
    """Whether a resource of a type has the expected properties."""
    COUNT = "count"
    """The number of resources of a type."""


class Wording(Struct, frozen=True):
    """How an assertion says something else; None where it is not known how.

    `absent` replaces a span so that it expects no such key, `equal` has a span and what stands
    before and after the literal that it expects then, and `present` expects that there is such a
    key. `loose` makes `toBe` fit lists and mappings.
    """

    absent: tuple[Span, str] | None = None
    equal: tuple[Span, str, str] | None = None
    present: tuple[Span, str] | None = None
    loose: tuple[Span, str] | None = None


class Style(Struct, frozen=True):
    """How a language writes literals."""

    true: str
    false: str
    null: str
    quotes_keys: bool


JAVASCRIPT = Style("true", "false", "null", quotes_keys=False)
PYTHON = Style("True", "False", "None", quotes_keys=True)


class Expectation(Struct, frozen=True):
    """An assertion about the value at `path` of the template.

    With `each`, it is about the list of what is there in every item of the list at `path`.
    `expected` is the value, and `literal` where it is written out, None where it comes from a name
    or serves several assertions. `type` is that of the resources that CDK's assertions look for,
    `whole` says that they look at more than their properties. `span` is what findings point to.
    """

    path: Path
    relation: Relation
    span: Span
    style: Style
    expected: Any = None
    literal: Written | None = None
    aspect: Aspect = Aspect.VALUE
    negated: bool = False
    type: str | None = None
    whole: bool = False
    each: Path | None = None
    wording: Wording = Wording()


class Snapshot(Struct, frozen=True):
    """A comparison of what stands at `path` with a stored text, and the command that renews it."""

    path: Path
    span: Span
    command: str


class Expectations(Struct, frozen=True):
    """All that a test file certainly expects of a template. `parses` tells whether it is read.

    `conditions` are what decides which parts of the template it looks at.
    """

    parses: bool = True
    found: tuple[Expectation, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    conditions: tuple[Expectation, ...] = ()


NOTHING = Expectations()
UNREADABLE = Expectations(parses=False)
