"""Finds the tests of the project that a template belongs to."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from auditor.disk import asking
from auditor.disk.looks import BYTES, digest
from auditor.files.walking import candidates
from auditor.project import NOTHING, Beside, ProjectFolder
from auditor.suites.runners import SCRIPTS, Pytest, Scripts, pytest, scripts

_MARKERS = frozenset(
    {
        *("package.json", "pyproject.toml", "setup.py", "setup.cfg", "pytest.ini", "tox.ini"),
        *("jest.config.js", "jest.config.ts", "vitest.config.ts", "vitest.config.js"),
        *("cdk.json", "vitest.config.mts", "jest.config.mjs", "jest.config.cjs"),
    }
)
"""What the folder of a project has."""
_FOLDERS_OF_TESTS = frozenset({"tests", "test"})
"""What it has where there is no such file."""
_END = ".git"
_MOST_LEVELS = 8
_LEVELS_WITHOUT_REPOSITORY = 2
MOST_BYTES = 1_000_000
"""Tests that are larger were not written by hand."""
MOST_FOLDERS = 3_000
MOST_TESTS = 2_000
_BUILT = frozenset({".aws-sam", "cdk.out", "dist", "build", "coverage"})
_CONFTEST = "conftest.py"
_PACKAGE = "package.json"
_ENDINGS = (".json", ".yaml", ".yml", ".template")
_LONGEST_NAME = 255
STACKS = "*.template.json"
"""Stands for the templates of the stacks that a test builds."""
_BUILDS_STACKS = re.compile(r"\bTemplate\s*\.\s*from_?[sS]tack\b")
_PROGRAMS = ("Pulumi.yaml", "Pulumi.yml")
_MOCKED = re.compile(r"\bset_?[mM]ocks\s*\(|\bpulumi\.runtime\.test\b")
_DEPLOYED = re.compile(
    r"integration|e2e|end.to.end|[._-]int[._-]|(?:^|/)int/|smoke|acceptance", re.I
)
"""What is in the names of tests that look at what is deployed."""
_WORTH_READING = re.compile(r"region|mock", re.IGNORECASE)


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
        self._roots: dict[str, Path] = {}

    def of(self, folder: Path, excluded: tuple[Excluded, ...] = ()) -> Suite:
        """The tests of the project that a folder lies in."""
        here = os.path.abspath(folder)
        if here not in self._roots:
            self._roots[here] = project_root(Path(here))
        root = self._roots[here]
        key = (str(root), repr(excluded))
        if key not in self._known:
            self._known[key] = suite_of(root, excluded)
        return self._known[key]


def suite_of(root: Path, excluded: tuple[Excluded, ...] = ()) -> Suite:
    """The tests of the project in a folder."""
    return _Finder(root, excluded).suite()


def project_root(folder: Path) -> Path:
    """The nearest folder upward that has tests or the files of a package, up to the repository's.

    Outside of repositories only the folder itself and the one above it are looked at. Where there
    is none, it is the folder itself.
    """
    searched, is_in_repository = _searched(folder)
    marked: Path | None = None
    beside_tests: Path | None = None
    for above in searched:
        try:
            folders, files = asking.listed(above)
        except OSError:
            break
        if marked is None and _marks(files):
            marked = above
        if beside_tests is None and not _FOLDERS_OF_TESTS.isdisjoint(folders):
            beside_tests = above
    return marked or beside_tests or (searched[-1] if is_in_repository else folder)


def _searched(folder: Path) -> tuple[list[Path], bool]:
    """The folders that may be the project's, and whether the last one is that of a repository.

    Others are not listed: what comes and goes in a home folder decides nothing.
    """
    found: list[Path] = []
    for above in (folder, *folder.parents)[:_MOST_LEVELS]:
        try:
            is_shared = bool(above.stat().st_mode & stat.S_ISVTX) or above.parent == above
        except OSError:
            break
        if is_shared:
            break
        found.append(above)
        if asking.is_there(above / _END):
            return found, True
    return found[:_LEVELS_WITHOUT_REPOSITORY], False


def _marks(files: Collection[str]) -> bool:
    """Whether the files of a folder are those of a project; a package may have any module."""
    found = _MARKERS.intersection(files)
    return bool(found - {"setup.py"} if "__init__.py" in files else found)


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
        if not file.name.endswith((*SCRIPTS, ".py")):
            return False
        is_out = any(one.match(file) is not None for one in self._excluded)
        return not is_out and self._takes(str(file))


class _Finder:
    def __init__(self, root: Path, excluded: tuple[Excluded, ...]) -> None:
        self._root = root
        self._start = len(os.path.join(root, ""))  # noqa: PTH118 (the text is what is wanted)
        self._folder = ProjectFolder(root)
        self._excluded = excluded
        self._scripts = scripts(self._folder.read)
        self._python = pytest(self._folder.read)

    def suite(self) -> Suite:
        search = _Search(self._excluded, self._is_wanted)
        places: list[str] = []
        for path in candidates(self._root, lambda _: None, search, lambda _: None):
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
