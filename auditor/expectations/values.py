"""What an expression of a test stands for, as far as it has to do with a template."""

from __future__ import annotations

import posixpath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from auditor.expectations.expectation import Expectation, Relation, Style, Wording, Written
from auditor.model.path import Path
from auditor.model.text import Span


class InTemplate(Struct, frozen=True):
    """The value at a path of the template."""

    path: Path


class KeysOf(Struct, frozen=True):
    """The list of the keys at a path of the template."""

    path: Path


class LengthOf(Struct, frozen=True):
    """The number of keys, items or characters at a path of the template."""

    path: Path


class EachOf(Struct, frozen=True):
    """The list of what is at `each` of every item of the list at a path of the template."""

    path: Path
    each: Path


class MaybeAt(Struct, frozen=True):
    """The value at a path, or what stands for none: `mapping.get(key)`."""

    path: Path


class TemplateText(Struct, frozen=True):
    """The text of the template's file, or a stream of it."""


class FilePath(Struct, frozen=True):
    """A path on the disk, from the root of the project; it may lead out of it."""

    path: str


class CdkTemplate(Struct, frozen=True):
    """The template in the hands of CDK's assertions."""


class CdkApp(Struct, frozen=True):
    """An app of CDK that the test builds."""


class CdkStack(Struct, frozen=True):
    """The stack of the template, as the test builds it."""


class Known(Struct, frozen=True):
    """A value that the test itself has; `literal` where it is written where it is used."""

    value: Any
    literal: Written | None = None


class Listed(Struct, frozen=True):
    """A list that the test puts together; `type` where it has all resources of one, and no more."""

    items: tuple[Value, ...]
    type: str | None = None
    is_ordered: bool = True
    """Whether it is known which item comes first: not of a set, or of what is sorted."""


class Named(Struct, frozen=True):
    """A mapping that the test puts together, in its order; `type` as of a list."""

    entries: tuple[tuple[str, Value], ...]
    type: str | None = None


class Missing(Struct, frozen=True):
    """What of some values is not among others: `[one for one in wanted if one not in others]`."""

    wanted: tuple[Any, ...]
    others: Value


class CountOf(Struct, frozen=True):
    """The number of resources of a type."""

    type: str


class InProgram(Struct, frozen=True):
    """A value of a program that the test runs: a module, a class, a resource."""

    value: object


UNDEFINED: Any = type("Undefined", (), {})()
"""Stands for `undefined` of JavaScript among known values."""

Value = (
    InTemplate
    | KeysOf
    | LengthOf
    | EachOf
    | MaybeAt
    | TemplateText
    | FilePath
    | CdkTemplate
    | CdkApp
    | CdkStack
    | Known
    | Listed
    | Named
    | CountOf
    | Missing
    | InProgram
    | None
)
"""None is what is not known."""


Subject = InTemplate | MaybeAt
"""What an assertion can look at."""


def expectation(
    style: Style, subject: Subject, relation: Relation, span: Span, expected: Known | None = None,
    *, negated: bool = False, wording: Wording | None = None,
) -> Expectation:  # fmt: skip
    """An assertion, which is shown at what it expects where that is written there."""
    literal = None if expected is None else expected.literal
    return Expectation(
        subject.path,
        relation,
        span if literal is None else literal.span,
        style,
        None if expected is None else expected.value,
        literal,
        negated=negated,
        wording=wording or Wording(),
    )


def below(found: Value, step: str | int) -> Value:
    """What stands at a key or a number of a value."""
    if isinstance(found, InTemplate | MaybeAt):
        return InTemplate((*found.path, step))
    try:
        match found:
            case Known():
                return Known(found.value[step])
            case Listed() if isinstance(step, int):
                is_known = found.is_ordered or len(found.items) == 1
                return found.items[step] if is_known else None
            case Named():
                return dict(found.entries)[str(step)]
    except (TypeError, KeyError, IndexError):
        return None
    return None


EACH = -1
"""The step of a path that stands for any item of a list, while what is below it is looked at."""


def each_of(listed: InTemplate, found: Value) -> EachOf | None:
    """The values that a test takes out of each item of a list, from those of the item `EACH`."""
    start = (*listed.path, EACH)
    if not isinstance(found, InTemplate) or found.path[: len(start)] != start:
        return None
    return EachOf(listed.path, found.path[len(start) :])


def shared(one: Expectation) -> Expectation:
    """One of several runs: its literal is that of all."""
    return replace(one, literal=None, wording=Wording())


def joined(*parts: Value) -> FilePath | None:
    """A path put together of others and of texts, each from the one before."""
    path: str | None = None
    for part in parts:
        if isinstance(part, FilePath):
            name = part.path
        elif isinstance(part, Known) and isinstance(part.value, str):
            name = part.value
        else:
            return None
        if path is None:
            path = name
        elif name.startswith("/"):
            return None
        else:
            path = posixpath.join(path, name)
    return None if path is None else file_path(path)


def file_path(path: str) -> FilePath | None:
    """A path in its shortest form; None for one that does not begin at the project."""
    return None if path.startswith("/") else FilePath(posixpath.normpath(path))
