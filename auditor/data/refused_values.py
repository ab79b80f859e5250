"""Values that services refuse though their schemas let them through.

`refused_values.json` is written by hand; each row has its source, and `reported` is where the text
of its error is public, where that is another place. A row is about a property at `path` of a
`type`, or of each item of the list `each`, `beside` others with one of their values. A value is
refused that `begins` with, `has`, or is one of the `words` of the row, `lacks` a text, or has fewer
characters than `shortest`, unless it has one of `without`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from auditor.data.table import read_table, rows_of


class RefusedValue(Struct, frozen=True):
    """One row. `is_secret`: the value is not to be printed."""

    type: str
    path: tuple[str, ...]
    why: str
    error: str
    source: str
    begins: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    lacks: str = ""
    shortest: int = 0
    without: tuple[str, ...] = ()
    reported: str = ""
    each: str = ""
    beside: Mapping[str, tuple[str, ...]] = {}
    any_case: bool = False
    is_secret: bool = False
    severity: str = "error"

    def refuses(self, text: str, rest: str = "") -> bool:
        """Whether the service refuses a value, or what is known of the rest of it."""
        if "{{resolve:" in text + rest or any(part in text for part in self.without):
            return False
        compared = text.lower() if self.any_case or self.words else text
        if (self.lacks and self.lacks not in compared) or len(text) < self.shortest:
            return True
        is_bad = compared.startswith(self.begins) if self.begins else False
        is_bad = is_bad or any(part in compared or part in rest for part in self.has)
        return is_bad or compared in self.words


@cache
def refused_values() -> Mapping[str, tuple[RefusedValue, ...]]:
    """The rows by resource type."""
    rows = rows_of(read_table("refused_values.json")["rows"], RefusedValue)
    found: dict[str, tuple[RefusedValue, ...]] = {}
    for row in rows:
        found[row.type] = (*found.get(row.type, ()), row)
    return found
