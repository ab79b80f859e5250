"""What a grammar says of a text that does not follow it."""

from __future__ import annotations

from msgspec import Struct


class Fault(Struct, frozen=True):
    """One fault in a text written in one of the small languages inside templates.

    `start` and `end` are character offsets into the text (`start <= end <= len(text)`).
    `certain` is True where AWS is known to refuse the text, False where it is only reported or
    likely. `repair` is the whole text put right, where only one meaning is possible; it follows
    the grammar itself, without a certain fault.
    """

    start: int
    end: int
    message: str
    certain: bool = True
    repair: str | None = None
