"""The tests of projects in a run: nothing is looked for before something is found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.disk import asking
from auditor.files import SourceFile
from auditor.model.tests import SuiteText
from auditor.run.job import Job
from auditor.run.result import Tests

if TYPE_CHECKING:
    from auditor.config.patterns import Patterns
    from auditor.suites.beside import TestsBeside
    from auditor.suites.suite import Suite, Suites


class SuitesOfRun:
    """The suites of the projects that a run comes to, each of which is searched once."""

    def __init__(self) -> None:
        self._suites: Suites | None = None

    def of(self, folder: Path, excluded: tuple[Patterns, ...]) -> Suite:
        """The tests of the project that a folder lies in."""
        if self._suites is None:
            # only a run that finds something pays for it
            from auditor.suites.suite import Suites

            self._suites = Suites()
        return self._suites.of(folder, excluded)

    def note(self, folder: Path, excluded: tuple[Patterns, ...]) -> None:
        """Notes what of the disk a result depends on that comes of a project's tests."""
        suite = self.of(folder, excluded)
        asking.beside(suite.root, suite.looked_at.files, suite.looked_at.folders)


class TestsOfJob:
    """The tests that speak of the template of a job."""

    def __init__(self, job: Job, suites: SuitesOfRun) -> None:
        self._job = job
        self._suites = suites
        self._found: TestsBeside | None = None

    @property
    def template(self) -> str:
        """The template's path from the project's root."""
        return self._beside.template

    @property
    def folder(self) -> str:
        """What the user would call the project's root."""
        return self._beside.folder

    def texts(self) -> Sequence[SuiteText]:
        """The tests whose text names the template."""
        return self._beside.texts()

    def of_deployment(self) -> Sequence[SuiteText]:
        """The tests of the project that look at what is deployed, and name a Region or address."""
        return self._beside.of_deployment()

    @property
    def files(self) -> dict[str, SourceFile]:
        """What was read, by the paths from the template's folder."""
        return {} if self._found is None else self._found.files

    @property
    def looked_at(self) -> Tests | None:
        """What a result depends on; None where nothing was looked for."""
        if self._found is None:
            return None
        suite = self._found.suite
        return Tests(str(suite.root), suite.stamp, tuple(sorted(self._found.files)))

    @property
    def notes(self) -> tuple[str, ...]:
        """That there are too many tests to read, if so."""
        if self._found is None or not self._found.suite.is_cut:
            return ()
        return (f"{self._found.folder}: has too many folders or tests, so tests were not read",)

    @property
    def _beside(self) -> TestsBeside:
        if self._found is None:
            from auditor.suites.beside import TestsBeside

            job = self._job
            suite = self._suites.of(job.folder or Path(), job.excluded)
            stack = job.stack if job.is_synthesized else None
            self._found = TestsBeside(suite, job.file.path, job.root, stack)
        return self._found
