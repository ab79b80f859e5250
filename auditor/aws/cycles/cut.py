"""A cut: what to edit so that one resource no longer waits for another at one place."""

from __future__ import annotations

from msgspec import Struct

from auditor.model.edit import Edit
from auditor.model.finding import Safety
from auditor.model.path import Path


class Cut(Struct, frozen=True):
    """Takes one dependency away.

    `item` is the list item that moves away as a whole, None where a value is rewritten in place.
    Of several cuts the one with the lowest `rank` is the least change.
    """

    title: str
    rank: int
    edits: tuple[Edit, ...] = ()
    item: Path | None = None
    safety: Safety = Safety.SAFE
