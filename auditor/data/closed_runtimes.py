"""Runtimes with which Lambda creates no function any more.

`closed_runtimes.json` is made by `scripts/closed_runtimes.py` and says its source and month.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from msgspec import Struct

from auditor.data.table import read_table


class ClosedRuntime(Struct, frozen=True):
    """Since when (`YYYY-MM-DD`) a runtime is closed, and what comes after it in its language."""

    closed: str
    successor: str | None


def closed_runtime(name: str) -> ClosedRuntime | None:
    """What is known of a runtime that is closed; None for all others."""
    row = _table()["runtimes"].get(name)
    return None if row is None else ClosedRuntime(row["closed"], row["successor"])


def month() -> str:
    """The month of the table, `YYYY-MM`."""
    return str(_table()["as_of"])


@cache
def _table() -> Any:
    return read_table("closed_runtimes.json")
