"""Finds the folder of the project that a template belongs to."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from auditor.disk import asking

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
Listed: TypeAlias = "tuple[list[str], list[str]]"
"""The names of the folders and the files in a folder."""


class _Content(Struct, frozen=True):
    """Whether a folder has the files of a project, and whether it has tests."""

    is_marked: bool
    has_tests: bool


class Roots:
    """The roots of projects. Each folder on the way to one is looked at once."""

    def __init__(self) -> None:
        self._ends: dict[Path, bool | None] = {}
        self._contents: dict[Path, _Content | None] = {}
        self._listed: dict[Path, Listed] = {}

    def listed(self, root: Path) -> Listed | None:
        """What a folder has, as it was listed in the last search; None where it cannot be listed.

        What other searches have listed is not kept: a folder may have many thousand files.
        """
        return self._listed.get(root) or listed(root)

    def above(self, folder: Path) -> Path:
        """The nearest folder upward that has tests or the files of a package.

        That of the repository is the last one. Outside of repositories only the folder itself and
        the one above it are looked at. Where there is none, it is the folder itself.
        """
        self._listed.clear()
        searched, is_in_repository = self._searched(folder)
        beside_tests: Path | None = None
        for above in searched:
            content = self._content(above)
            if content is None:
                break
            if content.is_marked:
                return above
            if beside_tests is None and content.has_tests:
                beside_tests = above
        return beside_tests or (searched[-1] if is_in_repository else folder)

    def _searched(self, folder: Path) -> tuple[list[Path], bool]:
        """The folders that may be the project's, and whether the last is that of a repository.

        Others are not listed: what comes and goes in a home folder decides nothing.
        """
        found: list[Path] = []
        for above in (folder, *folder.parents)[:_MOST_LEVELS]:
            if above not in self._ends:
                self._ends[above] = _is_end(above)
            is_end = self._ends[above]
            if is_end is None:
                break
            found.append(above)
            if is_end:
                return found, True
        return found[:_LEVELS_WITHOUT_REPOSITORY], False

    def _content(self, folder: Path) -> _Content | None:
        if folder not in self._contents:
            found = listed(folder)
            self._contents[folder] = None if found is None else _content(*found)
            if found is not None:
                self._listed[folder] = found
        return self._contents[folder]


def _is_end(folder: Path) -> bool | None:
    """Whether a folder is that of a repository; None where it belongs to all, or is not there."""
    try:
        is_shared = bool(folder.stat().st_mode & stat.S_ISVTX) or folder.parent == folder
    except OSError:
        return None
    return None if is_shared else asking.is_there(os.path.join(folder, _END))  # noqa: PTH118


def listed(folder: Path) -> Listed | None:
    """What a folder has; None where it cannot be listed."""
    try:
        return asking.listed(folder)
    except OSError:
        return None


def _content(folders: list[str], files: list[str]) -> _Content:
    return _Content(_marks(files), not _FOLDERS_OF_TESTS.isdisjoint(folders))


def _marks(files: Collection[str]) -> bool:
    """Whether the files of a folder are those of a project; a package may have any module."""
    found = _MARKERS.intersection(files)
    return bool(found - {"setup.py"} if "__init__.py" in files else found)
