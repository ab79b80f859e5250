"""What a schema says of a value: it holds, it fails, or that depends on what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, TypeAlias

from msgspec import Struct

from auditor.model.path import Path
from auditor.schemas.value import Value

Schema: TypeAlias = "Mapping[str, Any] | bool"
_MOST_FAULTS = 50


class Verdict(Enum):
    """What is known of a demand."""

    HOLDS = "holds"
    OPEN = "open"
    FAILS = "fails"


class Fault(Struct, frozen=True):
    """A demand that a value does not meet: its keyword, the schema that makes it, the value.

    `key` is the key of the value that is too much.
    """

    keyword: str
    schema: Schema
    value: Value
    key: str | None = None

    def __hash__(self) -> int:
        # a schema is made of lists and mappings: equality looks at it, the hash cannot
        return hash((self.keyword, self.value, self.key))

    @property
    def path(self) -> Path:
        """Where the value, or its key, is written."""
        return self.value.path if self.key is None else (*self.value.path, self.key)


class Outcome(Struct, frozen=True):
    """A verdict with the faults that make it."""

    verdict: Verdict
    faults: tuple[Fault, ...] = ()


HOLDS = Outcome(Verdict.HOLDS)
OPEN = Outcome(Verdict.OPEN)


def fails(keyword: str, schema: Schema, value: Value, key: str | None = None) -> Outcome:
    """One demand that is not met."""
    return Outcome(Verdict.FAILS, (Fault(keyword, schema, value, key),))


def every(outcomes: Iterable[Outcome]) -> Outcome:
    """What holds where all of the demands do."""
    faults: dict[Fault, None] = {}
    is_open = False
    for outcome in outcomes:
        faults |= dict.fromkeys(outcome.faults[: _MOST_FAULTS - len(faults)])
        is_open |= outcome.verdict is Verdict.OPEN
    if faults:
        return Outcome(Verdict.FAILS, tuple(faults))
    return OPEN if is_open else HOLDS


def bounded(low: int, high: int, least: float, most: float) -> Verdict:
    """Whether a number between `low` and `high` lies between `least` and `most`."""
    if high < least or low > most:
        return Verdict.FAILS
    return Verdict.HOLDS if least <= low and high <= most else Verdict.OPEN
