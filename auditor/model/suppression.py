"""What users say about findings that they know of and want to hear nothing of."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from auditor.model.edit import Change
from auditor.model.finding import Finding, Fix
from auditor.model.path import Path
from auditor.model.text import Span


class SuppressedBy(Enum):
    """Where it stands that a finding is known."""

    SOURCE = "source"
    """Beside what is found: in a comment, or in `Metadata`."""
    BASELINE = "baseline"
    """In the list of what was there already."""


class Suppressed(Struct, frozen=True):
    """A finding that is known, and the reason that was given for it."""

    finding: Finding
    by: SuppressedBy
    reason: str | None = None


class Spot(Struct, frozen=True):
    """Where a suppression is written, in the terms of `Finding`."""

    at: Path
    within: Span | None = None
    span: Span | None = None
    file: str | None = None

    def finding(self, message: str, fix: Fix | None = None) -> Finding:
        """A finding here."""
        return Finding(
            self.at, message, fix=fix, within=self.within, span=self.span, file=self.file
        )


class Suppression(Struct, frozen=True):
    """The id of one rule in a suppression. `removal` takes away this id and nothing else."""

    rule: str
    spot: Spot
    reason: str | None = None
    removal: tuple[Change, ...] = ()


class Misspelled(Struct, frozen=True):
    """A suppression that cannot be understood, and a sentence that says how it is written."""

    spot: Spot
    message: str


class SuppressionReview(Struct, frozen=True):
    """What came of the suppressions of a template, once all other rules were run.

    `unused` name rules that were run and found nothing where they stand. `unknown` name no rule of
    `ids`, which are those of all rules.
    """

    unused: tuple[Suppression, ...] = ()
    unknown: tuple[Suppression, ...] = ()
    misspelled: tuple[Misspelled, ...] = ()
    ids: frozenset[str] = frozenset()
