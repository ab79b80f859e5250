"""What people mean where they write what CloudFormation does not have.

Each table of `meant/` is a list of rows, and each row has its source and the date on which that was
read: properties with another name or another place, values, resource types, and the one value that
a missing property can have.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec import Struct, convert, field

from auditor.data.table import read_table


class PropertyRow(Struct, frozen=True):
    """A property that is not there: what it is called, or where it belongs.

    `holder` are the names of the properties that it is written in, `to` is a name beside it
    (`rename`, `unwrap` a list of one, `map` a list of tags, `attribute` an item of a list with
    the key `name`), a way below that (`move-in`), a way from the properties of the resource
    (`move-up`), or the type of the resources that refer to this one by their property `name`
    (`move-to`; those that `or` leads into instead must have the property `with`), or of a new one
    that has the value in its property `inside` (`own`); `remove` needs none. `keys` are the new
    names of the keys in the items of a list. With `wrote` the row is about that value alone.
    """

    type: str
    holder: str = field(name="in")
    key: str = ""
    do: str = "rename"
    to: str = ""
    safety: str = "safe"
    name: str = ""
    inside: str = ""
    other: str = field(name="or", default="")
    other_with: str = field(name="with", default="")
    wrote: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    date: str = ""


class ValueRow(Struct, frozen=True):
    """A value that a property does not take, with the one that is meant.

    Where none is, `remove` is the property that goes, and `instead` says what else to do.
    """

    type: str
    property: str
    wrote: Any
    meant: Any = None
    remove: str = ""
    instead: str = ""
    safety: str = "safe"
    source: str = ""
    date: str = ""


class TypeRow(Struct, frozen=True):
    """A resource type that does not exist: the type that is meant, or what to do instead.

    `keys` are properties that the type that is meant calls otherwise.
    `done_by` is a type whose resources do the same on their own. `attaches` says of what attaches
    one thing to another which property names the `holder`, of which `type`, which one the `item`,
    and which `list` of the holder has such items.
    """

    wrote: str
    meant: str | None = None
    instead: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    done_by: str = ""
    attaches: Mapping[str, str] | None = None
    source: str = ""
    date: str = ""


class RequiredRow(Struct, frozen=True):
    """A required property with the value that it can be given.

    That is `value`, in which `{}` stands for the number of the item, or the one of `values` for
    the type of the resource that the property `by` refers to.
    """

    type: str
    holder: str = field(name="in")
    property: str = ""
    value: Any = None
    by: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    safety: str = "safe"
    source: str = ""
    date: str = ""


class WrapRow(Struct, frozen=True):
    """A property that takes a mapping, and the property of that which a text is meant for."""

    type: str
    property: str
    into: str
    source: str = ""
    date: str = ""


class AttributeRow(Struct, frozen=True):
    """An attribute that a type does not return, with the value that it always has."""

    type: str
    attribute: str
    value: str
    source: str = ""
    date: str = ""


def property_row(type_name: str, holder: str, key: str) -> PropertyRow | None:
    """The row of a property; `holder` is dotted, and empty for the properties themselves."""
    return _properties().get((type_name, holder, key))


def value_row(type_name: str, property: str, wrote: Any) -> ValueRow | None:
    """The row of a value of a property, whose way is dotted; numbers are alike as texts."""
    return _values().get((type_name, property, str(wrote).lower()))


def type_row(wrote: str) -> TypeRow | None:
    """The row of a resource type that does not exist."""
    return _types().get(wrote)


def required_row(type_name: str, holder: str, property: str) -> RequiredRow | None:
    """The row of a required property."""
    return _required().get((type_name, holder, property))


def wrap_row(type_name: str, property: str) -> WrapRow | None:
    """The row of a property that takes a mapping; its way is dotted."""
    return _wraps().get((type_name, property))


def attribute_row(type_name: str, attribute: str) -> AttributeRow | None:
    """The row of an attribute that a type does not return."""
    return _attributes().get((type_name, attribute))


@cache
def _properties() -> Mapping[tuple[str, str, str], PropertyRow]:
    rows = convert(read_table("meant", "properties.json"), list[PropertyRow])
    return {(row.type, row.holder, row.key): row for row in rows}


@cache
def _values() -> Mapping[tuple[str, str, str], ValueRow]:
    rows = convert(read_table("meant", "values.json"), list[ValueRow])
    return {(row.type, row.property, str(row.wrote).lower()): row for row in rows}


@cache
def _types() -> Mapping[str, TypeRow]:
    rows = convert(read_table("meant", "types.json"), list[TypeRow])
    return {row.wrote: row for row in rows}


@cache
def _required() -> Mapping[tuple[str, str, str], RequiredRow]:
    rows = convert(read_table("meant", "required.json"), list[RequiredRow])
    return {(row.type, row.holder, row.property): row for row in rows}


@cache
def _wraps() -> Mapping[tuple[str, str], WrapRow]:
    rows = convert(read_table("meant", "wraps.json"), list[WrapRow])
    return {(row.type, row.property): row for row in rows}


@cache
def _attributes() -> Mapping[tuple[str, str], AttributeRow]:
    rows = convert(read_table("meant", "attributes.json"), list[AttributeRow])
    return {(row.type, row.attribute): row for row in rows}
