"""Texts of AWS that refuse a value, though neither their words nor a code show it.

`refused_texts.json` is written by `scripts/refused_texts.py`, which tells where they are from.
"""

from __future__ import annotations

from functools import lru_cache

from auditor.data.table import read_table


@lru_cache(maxsize=1)
def refused_texts() -> tuple[str, ...]:
    """The patterns, as in `auditor.diagnose.signatures`."""
    return tuple(read_table("refused_texts.json")["texts"])


def source() -> str:
    """Where the texts are from."""
    return str(read_table("refused_texts.json")["source"])
