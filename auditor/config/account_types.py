"""Names of resource types in the facts of an account that no type has, with the nearest one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.data.resource_schemas import has_service, nearest_type, schema_of, type_names
from auditor.model.selection import hint, shortened

Key = tuple[str | int, ...]
_KEYS = ("services-in-use", "singletons")


def unknown_types(table: Mapping[str, Any]) -> Iterator[tuple[Key, str]]:
    """The places of the names, and what to say of them.

    A name without a near one may be newer than our tables, and is used as it is.
    """
    tables: list[tuple[Key, Mapping[str, Any]]] = [((), table)]
    tables += ((("environments", name), one) for name, one in table.get("environments", {}).items())
    for above, one in tables:
        account = one.get("account", {})
        for key in _KEYS:
            for index, name in enumerate(account.get(key, ())):
                nearest = _nearest(name)
                if nearest:
                    at = (*above, "account", key, index)
                    yield at, f"{shortened(name)} is not a resource type{nearest}"


def _nearest(name: str) -> str:
    """The end of a sentence about a name that no type has; empty where there may be one."""
    if name.count("::") > 1:
        nearest = None if schema_of(name) is not None else nearest_type(name)
        return "" if nearest is None else f"; did you mean '{nearest}'?"
    if has_service(f"{name}::"):
        return ""
    return hint(name, {"::".join(one.split("::")[:2]) for one in type_names()})
