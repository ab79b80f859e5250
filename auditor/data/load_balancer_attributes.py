"""Attributes of load balancers and target groups, and of which kinds each is.

`load_balancer_attributes.json` is written by hand from the reference of the API, which it names.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from auditor.data.table import read_table


class Attribute(Struct, frozen=True):
    """The kinds of load balancers that have it, and the values that it may have, where listed.

    `values_of` has those of each kind, where they differ.
    """

    of: tuple[str, ...]
    values: tuple[str, ...] = ()
    values_of: Mapping[str, tuple[str, ...]] = {}
    least: int | None = None
    most: int | None = None


@cache
def attributes_of(name: str) -> Mapping[str, Attribute]:
    """The attributes of a resource type, by their keys."""
    table = read_table("load_balancer_attributes.json")[name]["attributes"]
    return {
        key: Attribute(
            tuple(row["of"]),
            tuple(row.get("values", ())),
            {kind: tuple(values) for kind, values in row.get("values_of", {}).items()},
            row.get("least"),
            row.get("most"),
        )
        for key, row in table.items()
    }


@cache
def as_of() -> str:
    """The month that the table is of: 2026-11."""
    month: str = read_table("load_balancer_attributes.json")["as_of"]
    return month
