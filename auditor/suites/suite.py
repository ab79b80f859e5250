"""Finds the tests of the project that a template belongs to."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from auditor.disk.looks import BYTES, digest
from auditor.expression import expression
from auditor.files.walking import candidates
from auditor.project import NOTHING, Beside, ProjectFolder
from auditor.suites.root import Listed, Roots, listed
from auditor.suites.runners import SCRIPTS, Pytest, Scripts, pytest, scripts

MOST_BYTES = 1_000_000
"""Tests that are larger were not written by hand."""
MOST_FOLDERS = 3_000
MOST_TESTS = 2_000
_OF_CODE = (*SCRIPTS, ".py")
_BUILT = frozenset({".aws-sam", "cdk.out", "dist", "build", "coverage"})
_CONFTEST = "conftest.py"
_PACKAGE = "package.json"
_ENDINGS = (".json", ".yaml", ".yml", ".template")
_LONGEST_NAME = 255
STACKS = "*.template.json"
"""Stands for the templates of the stacks that a test builds."""
_BUILDS_STACKS = expression(r"\bTemplate\s*\.\s*from_?[sS]tack\b")
_PROGRAMS = ("Pulumi.yaml", "Pulumi.yml")
_MOCKED = expression(r"\bset_?[mM]ocks\s*\(|\bpulumi\.runtime\.test\b")
_DEPLOYED = expression(
    r"integration|e2e|end.to.end|[._-]int[._-]|(?:^|/)int/|smoke|acceptance", re.I
)
"""What is in the names of tests that look at what is deployed."""
_WORTH_READING = expression(r"region|mock", re.IGNORECASE)


class Excluded(Protocol):
    """What the configuration leaves out."""

    def match(self, path: Path, *, is_folder: bool = False) -> int | None:
        """The number of the pattern that takes a path; None where none does."""


class SuiteFile(Struct, frozen=True):
    """A test by its place from the project's root, and the templates that its text names.

    `is_of_deployment` says that it looks at what is deployed, and names a Region or an address.
    `package` is the folder of the package that a script belongs to, where its runner runs.
    """

    place: str
    names: frozenset[str]
    conftests: tuple[str, ...] = ()
    is_of_deployment: bool = False
    package: str = "."


class Suite(Struct, frozen=True):
    """The tests of a project; `stamp` differs where any of them does.

    `is_cut` says that there are too many, and that none is read. `looked_at` is what was read.
    """

    root: Path
    tests: tuple[SuiteFile, ...] = ()
    scripts: Scripts = Scripts("jest")
    python: Pytest = Pytest()
    stamp: str = ""
    is_cut: bool = False
    looked_at: Beside = NOTHING


class Suites:
    """The suites of the projects of one run, each of which is searched once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Suite] = {}
        self._roots = Roots()
        self._root_of: dict[str, Path] = {}

    def of(self, folder: Path, excluded: tuple[Excluded, ...] = ()) -> Suite:
        """The tests of the project that a folder lies in."""
        here = os.path.abspath(folder)
        if here not in self._root_of:
            self._root_of[here] = self._roots.above(Path(here))
        root = self._root_of[here]
        key = (str(root), repr(excluded))
        if key not in self._known:
            self._known[key] = _Finder(root, excluded, self._roots.listed(root)).suite()
        return self._known[key]


def suite_of(root: Path, excluded: tuple[Excluded, ...] = ()) -> Suite:
    """The tests of the project in a folder."""
    return _Finder(root, excluded, listed(root)).suite()


class _Search:
    """Goes where tests may be, as far as the bound."""

    def __init__(self, excluded: tuple[Excluded, ...], takes: Callable[[str], bool]) -> None:
        self._excluded = excluded
        self._takes = takes
        self.folders = 0

    def enters(self, folder: Path) -> bool:
        """Whether it goes into a folder."""
        self.folders += 1
        is_out = any(one.match(folder, is_folder=True) is not None for one in self._excluded)
        return self.folders <= MOST_FOLDERS and not is_out and folder.name not in _BUILT

    def takes(self, file: Path) -> bool:
        """Whether it takes a file."""
        if not file.name.endswith(_OF_CODE):
            return False
        is_out = any(one.match(file) is not None for one in self._excluded)
        return not is_out and self._takes(str(file))


class _Finder:
    def __init__(self, root: Path, excluded: tuple[Excluded, ...], found: Listed | None) -> None:
        self._root = root
        self._start = len(os.path.join(root, ""))  # noqa: PTH118 (the text is what is wanted)
        self._folder = ProjectFolder(root)
        self._excluded = excluded
        self._listed = found
        self._scripts = scripts(self._setting)
        self._python = pytest(self._setting)

    def _setting(self, name: str) -> str | None:
        """The text of a file of settings, of which a project has one or two out of twenty."""
        is_there = self._listed is None or name in self._listed[1]
        return self._folder.read(name) if is_there else None

    @property
    def _has_no_code(self) -> bool:
        """Whether nothing in the folder, nor any folder in it, can be a test or have one."""
        if self._listed is None:
            return True
        folders, files = self._listed
        return not folders and not any(name.endswith(_OF_CODE) for name in files)

    def suite(self) -> Suite:
        search = _Search(self._excluded, self._is_wanted)
        places: list[str] = []
        found = candidates(self._root, _unsaid, search, _unsaid, self._listed)
        for path in () if self._has_no_code else found:
            places.append(str(path)[self._start :].replace(os.sep, "/"))
            if len(places) > MOST_TESTS:
                break
        if len(places) > MOST_TESTS or search.folders > MOST_FOLDERS:
            return Suite(self._root, is_cut=True, stamp="cut", looked_at=self._folder.looked_at)
        names: dict[str, frozenset[str]] = {}
        deployed: set[str] = set()
        for place in places:
            text = self._folder.read(place)
            if text is None or len(text) > MOST_BYTES:
                continue
            names[place] = frozenset(_file_names(text))
            if _DEPLOYED.search(place) and _WORTH_READING.search(text):
                deployed.add(place)
        tests = tuple(
            self._source(place, names, is_of_deployment=place in deployed)
            for place in names
            if not _is_conftest(place)
        )
        looked_at = self._folder.looked_at
        stamp = digest(repr(sorted(looked_at.files.items())).encode(*BYTES))
        return Suite(self._root, tests, self._scripts, self._python, stamp, looked_at=looked_at)

    def _is_wanted(self, path: str) -> bool:
        place = path[self._start :].replace(os.sep, "/")
        return _is_conftest(place) or self._scripts.takes(place) or self._python.takes(place)

    def _source(
        self, place: str, names: Mapping[str, frozenset[str]], *, is_of_deployment: bool
    ) -> SuiteFile:
        if not place.endswith(".py"):
            package = self._package(place)
            return SuiteFile(
                place, names[place], is_of_deployment=is_of_deployment, package=package
            )
        conftests = tuple(one for one in _conftests_of(place) if one in names)
        found = names[place].union(*(names[one] for one in conftests))
        return SuiteFile(place, found, conftests, is_of_deployment)

    def _package(self, place: str) -> str:
        """The nearest folder above a test with a `package.json`."""
        folder = place.rpartition("/")[0]
        while folder and _PACKAGE not in (self._folder.names(folder) or ()):
            folder = folder.rpartition("/")[0]
        return folder or "."


def _unsaid(_message: str) -> None:
    """What a search cannot do is told of the templates of a folder, if there are any."""


def _is_conftest(place: str) -> bool:
    return place.rpartition("/")[2] == _CONFTEST


def _conftests_of(place: str) -> Iterator[str]:
    """The files that pytest takes fixtures from, the nearest first."""
    folder = place.rpartition("/")[0]
    while folder:
        yield f"{folder}/{_CONFTEST}"
        folder = folder.rpartition("/")[0]
    yield _CONFTEST


def _file_names(text: str) -> Iterator[str]:
    """The names of files that may be templates, of all that a text has.

    A test with Pulumi's mocks runs the program that the project file stands for.
    """
    if _BUILDS_STACKS.search(text):
        yield STACKS
    if _MOCKED.search(text):
        yield from _PROGRAMS
    for ending in _ENDINGS:
        end = text.find(ending)
        while end >= 0:
            stop = end + len(ending)
            if _goes_on(text, stop):
                end = text.find(ending, stop)
                continue
            start = end
            first = max(0, end - _LONGEST_NAME)
            while start > first and _goes_on(text, start - 1):
                start -= 1
            yield text[start:stop]
            end = text.find(ending, stop)


def _goes_on(text: str, at: int) -> bool:
    """Whether a character is one of a file's name."""
    return at < len(text) and (text[at].isalnum() or text[at] in "-_.")
