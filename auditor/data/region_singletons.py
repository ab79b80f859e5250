"""Resource types of which an account has one at most in a Region.

`region_singletons.json` is written by hand; each row has its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from auditor.data.table import read_table


@cache
def singletons() -> Mapping[str, str]:
    """What the only one is called, by resource type."""
    table: Mapping[str, Mapping[str, str]] = read_table("region_singletons.json")["types"]
    return {name: entry["name"] for name, entry in table.items()}
