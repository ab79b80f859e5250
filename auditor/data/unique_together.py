"""Properties that no two resources of a type can have in common.

`unique_together.json` is written by hand; each row has its source, and `reported` is where the text
of its error is public, where that is another place. `defaults` are the values of what is not set.
A row is about resources that are sure to have the property `having`, where it names one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from auditor.data.table import read_table, rows_of


class UniqueTogether(Struct, frozen=True):
    """One row."""

    type: str
    keys: tuple[str, ...]
    error: str
    source: str
    defaults: Mapping[str, str] = {}
    reported: str = ""
    having: str = ""


@cache
def unique_together() -> Mapping[str, UniqueTogether]:
    """The rows by resource type."""
    rows = rows_of(read_table("unique_together.json")["rows"], UniqueTogether)
    return {row.type: row for row in rows}
