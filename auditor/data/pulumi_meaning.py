"""What the resource classes of pulumi-aws are in CloudFormation: `pulumi/meaning.json`.

The table is written by hand. `args` says which property an argument is where its name is another
one: None is an argument that no property stands for, and with `?` only that it is given is known.
`First.Second` is a property of a property, and the entries of `^` are properties beside it. What is
not named is the property that is spelled alike. `values` has the values of arguments that are
others in CloudFormation, null for those that it does not have. `returns` says what an output is:
`Ref`, an attribute, a text with `${}` for the resource (after `@`), or `?` for what no function
returns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from msgspec import Struct, field

from auditor.data.table import read_table


class Join(Struct, frozen=True):
    """How a resource is a part of another one: that which the argument `to` refers to.

    `at` is the property that it is, `item` whether it is one of a list, and `of` the argument
    that is the item, where the resource as a whole is not.
    """

    to: str
    at: str
    owner: str
    item: bool = False
    of: str = ""


class Meaning(Struct, frozen=True):
    """What a class is. `shape` names what no table can say, `schema` whose parts it has.

    `by` is an argument: what it says, behind a dot after the name, may have a row of its own.
    """

    type: str = ""
    args: Mapping[str, str | None] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    returns: Mapping[str, str] = field(default_factory=dict)
    join: Join | None = None
    shape: str = ""
    schema: str = ""
    by: str = ""


@cache
def meaning_of(name: str) -> Meaning | None:
    """The meaning of a class by its name in Python; None where the table has none."""
    table = _table()
    row = table["types"].get(table["same"].get(name, name))
    if row is None:
        return None
    join = row.get("join")
    rest = {key: value for key, value in row.items() if key != "join"}
    return Meaning(**rest, join=None if join is None else Join(**join))


def meanings() -> Iterable[str]:
    """The names that have a row of their own."""
    return list(_table()["types"])


@cache
def name_for(type: str) -> str | None:
    """The class that stands for a type of CloudFormation; None where there is none."""
    for name, row in _table()["types"].items():
        if row.get("type") == type:
            return str(name)
    return None


@cache
def join_for(type: str, key: str) -> str | None:
    """The class whose resources are a property of a type; None where there is none."""
    for name, row in _table()["types"].items():
        join = row.get("join", {})
        if join.get("owner") == type and join.get("at") == key:
            return str(name)
    return None


@cache
def _table() -> Any:
    return read_table("pulumi", "meaning.json")
