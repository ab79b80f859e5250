"""Why a module could not be read."""

from __future__ import annotations


class Unreadable(ValueError):
    """A text that is none of its language, with the place and a plain sentence."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
