"""Which versions of database engines, and of Kubernetes, can still be created anew.

`engine_versions.json` is made by `scripts/engine_versions.py` and says its source and date.
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import Any

from msgspec import Struct

from auditor.data.table import read_table

_MAJOR_PARTS = {"postgres": 1, "aurora-postgresql": 1, "kubernetes": 1}
"""Numbers that make up a major version of these engines; two of all others."""
_NO_SUCCESSOR = ("-rds.", "-limitless")
"""Editions of a version that cost more, or are for another kind of cluster."""


class Standing(Enum):
    """What is known of a version."""

    RETIRED = "retired"
    """It was there, and nothing new can be created with it."""
    NEVER = "never"
    """Older and newer versions of its major are known, and it is not among them."""


class EngineVersions(Struct, frozen=True):
    """The versions of one engine, as of a month (`YYYY-MM`)."""

    engine: str
    as_of: str
    listed: tuple[str, ...]
    retired: frozenset[str]

    def standing(self, version: str) -> Standing | None:
        """Why no database can be created with a version; None where one may be."""
        if version in self.retired:
            return Standing.RETIRED
        if not self._is_whole(version) or version in self.listed:
            return None
        major = self._major(version)
        known = [order(one) for one in (*self.listed, *self.retired) if self._major(one) == major]
        own = order(version)
        return Standing.NEVER if known and min(known) < own < max(known) else None

    def newest(self, version: str) -> str | None:
        """The newest version of the same major that can be created."""
        major = self._major(version)
        found = [
            one
            for one in self.listed
            if self._major(one) == major and not any(end in one for end in _NO_SUCCESSOR)
        ]
        return max(found, key=order, default=None)

    def _major(self, version: str) -> list[str]:
        return version.split(".")[: _MAJOR_PARTS.get(self.engine, 2)]

    def _is_whole(self, version: str) -> bool:
        numbers = version.split(".")
        is_plain = all(number.isascii() and number.isdigit() for number in numbers)
        return is_plain and len(numbers) == _MAJOR_PARTS.get(self.engine, 2) + 1


def order(version: str) -> list[tuple[int, str]]:
    """What versions are sorted by: numbers by their value, words before numbers."""
    parts = version.replace("-", ".").split(".")
    return [(int(part), "") if part.isascii() and part.isdigit() else (-1, part) for part in parts]


def engine_versions(engine: str) -> EngineVersions | None:
    """What is known of an engine, by the name that `Engine` has; None for others."""
    table = _table()
    entry = table["engines"].get(engine.lower())
    if entry is None:
        return None
    listed, retired = tuple(entry["listed"]), frozenset(entry["retired"])
    as_of = entry.get("as_of", table["as_of"])
    return EngineVersions(engine.lower(), as_of, listed, retired)


@cache
def _table() -> Any:
    return read_table("engine_versions.json")
