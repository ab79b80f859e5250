"""What the tests of a project expect, as it is and as changes make it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Protocol

from msgspec.structs import replace

from auditor.expectations.expectation import UNREADABLE, Expectation, Expectations, Snapshot
from auditor.expectations.holds import Seen, holds
from auditor.expectations.stage import Stage
from auditor.model.edit import Change
from auditor.model.path import Path
from auditor.model.tests import SuiteText

_PYTHON = ".py"
_TYPESCRIPT = (".ts", ".tsx", ".mts", ".cts")


class After(Protocol):
    """What becomes of the tests when something is changed."""

    @property
    def broken(self) -> Sequence[Expectation]:
        """The assertions that hold now and will not."""

    def seen(self, file: SuiteText) -> Seen:
        """What a test will see."""

    def reaches(self, file: SuiteText, path: Path) -> bool:
        """Whether something changes at a path or inside of what is there."""


class Readings(ABC):
    """The assertions of some tests, each with what its test sees."""

    def __init__(self, files: Sequence[SuiteText]) -> None:
        self.texts = {one.name: one.text for one in files}
        self.every: list[Expectation] = []
        self.snapshots: list[tuple[SuiteText, Snapshot]] = []
        self.unreadable: list[str] = []
        self._file_of: dict[int, SuiteText] = {}

    def add(self, file: SuiteText, found: Expectations) -> None:
        """Takes in what a test expects."""
        if not found.parses:
            self.unreadable.append(file.name)
        self.snapshots += ((file, one) for one in found.snapshots)
        self.every += self.owned(file, found.found)

    def owned(self, file: SuiteText, found: Sequence[Expectation]) -> list[Expectation]:
        """One object for each, also of equal ones in two files."""
        copies = [replace(one) for one in found]
        self._file_of.update((id(one), file) for one in copies)
        return copies

    def file_of(self, one: Expectation) -> SuiteText:
        """The test that an assertion stands in."""
        return self._file_of[id(one)]

    def shown(self, one: Expectation) -> Expectation:
        """An assertion as messages speak of it."""
        return one

    def failing(self) -> int:
        """The number of assertions that certainly fail."""
        return sum(self._fails(one) for one in self.every)

    def _fails(self, one: Expectation) -> bool:
        # what CDK wrote is never written by us, and its tests are not either
        is_ours = self.file_of(one).stack is None
        return is_ours and holds(one, self.seen(one)) is False

    @abstractmethod
    def seen(self, one: Expectation) -> Seen:
        """What the test of an assertion sees."""

    @abstractmethod
    def at(self, path: Path) -> Sequence[Expectation]:
        """The assertions about what is at a path of the template."""

    @abstractmethod
    def after(self, changes: Sequence[Change]) -> After | None:
        """What changes make of the tests; None where that is not known."""


def expected(
    file: SuiteText, template: str, seen: Seen | None, stage: Stage | None = None
) -> Expectations:
    """What a test expects of a template, or of the program that it runs."""
    try:
        return _of_language(file, template, seen, stage)
    except RecursionError:  # nested deeper than anybody writes
        return UNREADABLE


def places(found: Expectations) -> set[tuple[object, Path]]:
    """What the assertions of a test are about, and where they stand."""
    return {(one.span, one.path) for one in found.found}


def _of_language(
    file: SuiteText, template: str, seen: Seen | None, stage: Stage | None
) -> Expectations:
    if file.name.endswith(_PYTHON):
        from auditor.expectations.python.reader import read as read_python

        fixtures = file.fixtures
        return read_python(
            file.text,
            file.place,
            template,
            file.renewal,
            fixtures,
            seen,
            stage,
            file.stack or "",
        )
    from auditor.expectations.javascript.reader import read

    is_typescript = file.name.endswith(_TYPESCRIPT)
    return read(
        file.text,
        file.place,
        template,
        file.renewal,
        seen,
        stage,
        typescript=is_typescript,
        package=file.package,
        stack=file.stack or "",
    )
