"""What lies in the arguments of resource classes: nested types with their own arguments.

The tables `pulumi/inputs-*.txt` are made by `scripts/pulumi_types.py`, whose docstring says how
they read.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from msgspec import Struct

from auditor.data.pulumi_classes import NEWEST, named, table_of


class Holds(Enum):
    """What an argument is: a scalar, one object or text, a list, a mapping, or anything."""

    ONE = ""
    LIST = "*"
    MAP = "%"
    ANYTHING = "?"


class Content(Struct, frozen=True):
    """What an argument holds; `type` is the nested type of it or of its items, if any."""

    holds: Holds = Holds.ONE
    type: str = ""


class NestedType(Struct, frozen=True):
    """A type by its name, with arguments in Python by those of JavaScript, as classes have them."""

    name: str
    arguments: Mapping[str, str]
    required: frozenset[str]
    contents: Mapping[str, Content]


SCALAR = Content()


@lru_cache(maxsize=2048)
def contents_of(version: str, name: str) -> Mapping[str, Content]:
    """What the arguments of a class hold, by its name, where it is no scalar."""
    module = name.rpartition(".")[0]
    line = _line(version, name)
    return {} if line is None else dict(_entry(one, module)[1:] for one in line if one)


@lru_cache(maxsize=2048)
def nested_type(version: str, name: str) -> NestedType | None:
    """A nested type of a version; None where there is none."""
    line = _line(version, f":{name}")
    if line is None:
        return None
    entries = [_entry(one, name.rpartition(".")[0]) for one in line if one]
    return NestedType(
        name,
        dict(named(shown.rstrip("!")) for shown, *_ in entries),
        frozenset(argument for shown, argument, _ in entries if shown.endswith("!")),
        {argument: content for _, argument, content in entries},
    )


def _entry(written: str, module: str) -> tuple[str, str, Content]:
    shown, has_kind, kind = written.partition(":")
    argument = shown.rstrip("!").partition("=")[0]
    if not has_kind:
        return shown, argument, SCALAR
    holds = Holds(kind[0]) if kind[0] in "*%?" else Holds.ONE
    other = kind.lstrip("*%?")
    if other and "." not in other:
        other = other[1:] if other[0] == "/" else f"{module}.{other}" if module else other
    return shown, argument, Content(holds, other)


def _line(version: str, name: str) -> list[str] | None:
    for one in dict.fromkeys((version, version if version == "native" else NEWEST)):
        table = table_of(f"inputs-{one}")
        start = table.find(f"\n{name}|") + 1
        if start:
            return table[start : table.index("\n", start)].partition("|")[2].split(",")
    return None
