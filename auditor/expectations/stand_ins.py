"""What in a test stands for AWS: no Region that is named there is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from auditor.expression import expression

_DOUBLE = expression(r"fake|mock|stub|dummy", re.IGNORECASE)
_ENDPOINT = expression(r"endpoint(?:_?url)?", re.IGNORECASE)
_REGION = expression(r"region", re.IGNORECASE)

Value = TypeVar("Value")


def is_double(name: str) -> bool:
    """Whether a class or a variable is named as what takes the place of a real one."""
    return _DOUBLE.search(name) is not None


def names_region(name: str) -> bool:
    """Whether what is given to a name is a Region."""
    return _REGION.search(name) is not None


def settings(pairs: Sequence[tuple[str, Value]]) -> Sequence[tuple[str, Value]]:
    """The settings of a client that count: with an address of its own, its Region does not."""
    if not any(_ENDPOINT.fullmatch(name) for name, _ in pairs):
        return pairs
    return [(name, value) for name, value in pairs if not names_region(name)]
