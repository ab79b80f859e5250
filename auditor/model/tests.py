"""The tests of the project that a template belongs to, and what they pin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from auditor.model.path import Path
from auditor.model.text import Span


class SuiteText(Struct, frozen=True):
    """A test file. `name` is its path from the template's folder, `place` from the project's root.

    `may_change` says that it lies in what the run may write. `fixtures` are the places and texts
    of the files that pytest takes fixtures from, the nearest first. `renewal` is the command that
    renews its snapshots. `package` is the folder where a runner of scripts runs, likewise. `stack`
    is the ID that an app of CDK gives the stack of the template, empty where that is not known, and
    None for a template that CDK did not write.
    """

    name: str
    place: str
    text: str
    may_change: bool
    renewal: str
    fixtures: tuple[tuple[str, str], ...] = ()
    package: str = "."
    stack: str | None = None


class TestsOfProject(Protocol):
    """The tests that speak of a template."""

    @property
    def template(self) -> str:
        """The template's path from the project's root."""

    @property
    def folder(self) -> str:
        """What the user would call the project's root."""

    def texts(self) -> Sequence[SuiteText]:
        """The tests whose text names the template."""

    def of_deployment(self) -> Sequence[SuiteText]:
        """The tests of the project that look at what is deployed, and name a Region or address."""


class Pinned(Struct, frozen=True):
    """An assertion that holds for what `rule` reports, and so does not hold once it is fixed.

    `file` and `span` are the place in the test, `what` is what it expects, and `advice` says what
    becomes of it. `at` is where the template has the fault.
    """

    file: str
    span: Span
    at: Path
    rule: str
    what: str
    advice: str


class PinnedRegion(Struct, frozen=True):
    """A Region, or an address that is none of AWS's, that a test of what is deployed names.

    `file` and `span` are the place in the test, `regions` those that the templates are deployed to.
    """

    file: str
    span: Span
    value: str
    regions: tuple[str, ...]
    is_address: bool
    may_change: bool
