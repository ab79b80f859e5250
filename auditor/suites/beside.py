"""The tests of a project as seen from the folder of one template."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from auditor.files.reading import SourceFile
from auditor.model.tests import SuiteText
from auditor.project import ProjectFolder
from auditor.suites.suite import STACKS, Suite, SuiteFile


class TestsBeside:
    """The tests that speak of a template. Each is read when it is asked for, and once.

    `root` is the folder that was searched: what lies outside of it is not changed, and nothing is
    where it is None. `stack` is what `SuiteText` has.
    """

    def __init__(
        self, suite: Suite, template: Path, root: Path | None, stack: str | None = None
    ) -> None:
        self.suite = suite
        self._folder = ProjectFolder(suite.root)
        self._stack = stack
        self._root = None if root is None else os.path.realpath(root)
        here = os.path.abspath(template)
        self.template = _relative(here, suite.root)
        self.folder = os.path.relpath(suite.root)
        self._from = posix(os.path.relpath(suite.root, os.path.dirname(here)))  # noqa: PTH120
        self._texts: tuple[SuiteText, ...] | None = None
        self.files: dict[str, SourceFile] = {}
        """What was read, by the paths from the template's folder."""

    def texts(self) -> Sequence[SuiteText]:
        """The tests whose text names the template, or the ID of its stack."""
        if self._texts is None:
            name = self.template.rpartition("/")[2]
            wanted = {name, STACKS} if self._stack else {name}
            read = self._read([one for one in self.suite.tests if not wanted.isdisjoint(one.names)])
            if self._stack:
                read = tuple(one for one in read if _names(one, name, self._stack))
            self._texts = read
        return self._texts

    def of_deployment(self) -> Sequence[SuiteText]:
        """The tests of the project that look at what is deployed, and name a Region or address."""
        return self._read([one for one in self.suite.tests if one.is_of_deployment])

    def _read(self, files: list[SuiteFile]) -> tuple[SuiteText, ...]:
        found: list[SuiteText] = []
        for one in files:
            text = self._folder.read(one.place)
            file = self._folder.files.get(one.place)
            if text is None or file is None:
                continue
            name = _joined(self._from, one.place)
            self.files[name] = file
            is_python = one.place.endswith(".py")
            runner = self.suite.python if is_python else self.suite.scripts
            read = ((place, self._folder.read(place)) for place in one.conftests)
            fixtures = tuple((place, text) for place, text in read if text is not None)
            found.append(
                SuiteText(
                    name,
                    one.place,
                    text,
                    self._may_change(file),
                    runner.renewal(one.place),
                    fixtures,
                    one.package,
                    self._stack,
                )
            )
        return tuple(found)

    def _may_change(self, file: SourceFile) -> bool:
        if self._root is None:
            return False
        return Path(os.path.realpath(file.path)).is_relative_to(self._root)


def _names(one: SuiteText, *names: str) -> bool:
    texts = (one.text, *(text for _, text in one.fixtures))
    return any(name in text for text in texts for name in names)


def _relative(path: str, root: Path) -> str:
    return posix(os.path.relpath(path, root))


def posix(path: str) -> str:
    """A path with `/` between its parts."""
    return path.replace(os.sep, "/")


def _joined(folder: str, place: str) -> str:
    return place if folder == "." else f"{folder}/{place}"
