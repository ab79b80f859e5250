"""What the grammar of event patterns says of a pattern that does not follow it."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Struct, UnsetType

Step = str | int
Hole = Any
"""What stands in a pattern for a value that only the deployment knows."""


class PatternFault(Struct, frozen=True):
    """One fault at a path within the pattern.

    `certain` is False where the service accepts the pattern, which then matches nothing. `value`
    is what is meant in the place of what stands there, `key` the key that is meant instead;
    `is_sure` whether nothing else can be meant.
    """

    path: tuple[Step, ...]
    message: str
    certain: bool = True
    value: Any | UnsetType = UNSET
    key: str = ""
    is_sure: bool = False
