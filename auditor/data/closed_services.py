"""Services that have ended, will end, or take no new customers.

The table is `closed_services.json`; each entry names its sources, and `collected` is the month in
which they were read. CodeCommit is not in it: it was closed in July 2024 and is open again since
November 2025, https://github.com/org-formation/org-formation-cli/issues/605.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from auditor.data.table import read_table


class ClosedService(Struct, frozen=True):
    """A service that is not open to all any more.

    `status` is `ended`, `ending` (AWS has set the date), `frozen` (nothing new for anyone since the
    date) or `closed` (to new customers since the date); `date` is an ISO date, None where none is
    known. `types` are resource types, and prefixes of them that end in `::`. `evidence` is
    `documented` where AWS says so, `reported` where others do. The first of `sources` is for the
    status and the date, any other for the replacement.
    """

    service: str
    types: tuple[str, ...]
    status: str
    date: str | None
    replacement: str | None
    evidence: str
    sources: tuple[str, ...]


@lru_cache(maxsize=1)
def closed_services() -> tuple[ClosedService, ...]:
    """All services of the table."""
    table = read_table("closed_services.json")
    return tuple(
        ClosedService(
            **{**entry, "types": tuple(entry["types"]), "sources": tuple(entry["sources"])}
        )
        for entry in table["services"]
    )


def closed_service_of(resource_type: str) -> ClosedService | None:
    """The service of a resource type, where it is not open to all any more."""
    for entry in closed_services():
        for wanted in entry.types:
            is_prefix = wanted.endswith("::") and resource_type.startswith(wanted)
            if is_prefix or resource_type == wanted:
                return entry
    return None


def closed_types() -> tuple[str, ...]:
    """All resource types of the table; what ends in `*` stands for all that begin so."""
    types = {name for entry in closed_services() for name in entry.types}
    return tuple(sorted(f"{name}*" if name.endswith("::") else name for name in types))
