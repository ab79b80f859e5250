"""Parts of resources that are named where they are used, and declared elsewhere in the resource.

`declared_parts.json` is written by hand; each row has its source, and `reported` is where the text
of its error is public, where that is another place. A resource of a `type` names parts in `uses`
(`A.B` is B below A, `A[].B` that of an item), which are those in `declared`: of the resource
itself, or of the one that its property `of` refers to. With a `prefix` only names are asked that
begin so, and what is declared goes on after it. `what` a part is called in messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from auditor.data.table import read_table, rows_of


class DeclaredPart(Struct, frozen=True):
    """One row."""

    type: str
    uses: tuple[str, ...]
    declared: tuple[str, ...]
    what: str
    error: str
    source: str
    of: str = ""
    prefix: str = ""
    reported: str = ""

    @property
    def is_among_its_own(self) -> bool:
        """Whether what names a part is, or lies in, one of the parts itself."""
        lists = {one.partition("[]")[0] for one in (*self.uses, *self.declared)}
        return not self.of and len(lists) == 1


@cache
def declared_parts() -> Mapping[str, tuple[DeclaredPart, ...]]:
    """The rows by resource type."""
    rows = rows_of(read_table("declared_parts.json")["rows"], DeclaredPart)
    found: dict[str, tuple[DeclaredPart, ...]] = {}
    for row in rows:
        found[row.type] = (*found.get(row.type, ()), row)
    return found
