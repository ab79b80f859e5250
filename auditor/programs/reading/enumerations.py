"""Enumerations of Python: their members, and what counts as a member.

https://docs.python.org/3/library/enum.html
"""

from __future__ import annotations

from auditor.programs import syntax as s
from auditor.programs.reading.cases import either
from auditor.programs.values import (
    Cases,
    ClassOf,
    Enumeration,
    External,
    Known,
    Member,
    Setting,
    Unknown,
    Value,
)

_PLAIN = frozenset({"enum.Enum", "enum.Flag"})
_VALUES = frozenset({"enum.StrEnum", "enum.IntEnum", "enum.IntFlag", "strenum.StrEnum"})
_MIXINS = frozenset({"str", "int"})


def enumeration_of(bases: list[Value]) -> Enumeration | None:
    """How the members of a class count that extends others; None where it is no enumeration."""
    for base in bases:
        if isinstance(base, ClassOf) and base.enumeration is not None:
            return base.enumeration
    paths = {base.path for base in bases if isinstance(base, External)}
    if paths & _VALUES:
        return Enumeration.VALUE
    if paths & _PLAIN:
        return Enumeration.MIXED if paths & _MIXINS else Enumeration.PLAIN
    return None


def member_of(cls: ClassOf, name: str, value: Value, node: s.Node) -> Value:
    """The member that an attribute of an enumeration is."""
    if isinstance(node, s.Call) and node.function.text.rpartition(".")[2] == "auto":
        value = _automatic(cls, name)
    attributes: dict[str, Value] = {"name": Known(value=name), "value": value}
    return Member(node=node, cls=cls, attributes=attributes)


def _automatic(cls: ClassOf, name: str) -> Value:
    paths = {base.path for base in cls.bases if isinstance(base, External)}
    if cls.enumeration is Enumeration.VALUE and "enum.StrEnum" in paths:
        return Known(value=name.lower())
    numbers = [0]
    for one in members(cls):
        value = one.attributes["value"]
        if not isinstance(value, Known) or type(value.value) is not int:
            return Unknown(why="automatic value")
        numbers.append(value.value)
    if not paths <= {"enum.Enum", "enum.IntEnum", *_MIXINS} or "str" in paths:
        return Unknown(why="automatic value")
    return Known(value=max(numbers) + 1)


def members(cls: ClassOf) -> list[Member]:
    """The members, in order."""
    return [value for value in cls.statics.values() if isinstance(value, Member)]


def looked_up(cls: ClassOf, value: Value) -> Value:
    """The member that has a value, as `Stage("prod")` gives it."""
    match value:
        case Member():
            return value
        case Known():
            for one in members(cls):
                own = one.attributes["value"]
                if isinstance(own, Known) and own.value == value.value:
                    return one
        case Cases():
            then, other = looked_up(cls, value.then), looked_up(cls, value.other)
            return either(value.condition, then, other)
        case Setting():
            return Member(cls=cls, attributes={"name": Unknown(why="name"), "value": value})
    return Unknown(why="member")


def plain(value: Value) -> Value:
    """A value without the member around it, where that counts as its value."""
    if isinstance(value, Member) and value.cls.enumeration is not Enumeration.PLAIN:
        return value.attributes["value"]
    return value


def named(value: Member) -> Value:
    """What `str` gives of a member."""
    if value.cls.enumeration is Enumeration.VALUE:
        return value.attributes["value"]
    name = value.attributes["name"]
    if isinstance(name, Known):
        return Known(value=f"{value.cls.definition.name}.{name.value}")
    return Unknown(why="member in a text")
