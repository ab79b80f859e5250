"""Which configuration file holds for a folder: the nearest one, upward."""

from __future__ import annotations

import os
from collections.abc import Callable

from auditor.disk import asking

PYPROJECT = "pyproject.toml"
NAMES = (".cfnaudit.toml", "cfnaudit.toml")
"""In one folder the first one counts, and each of them before `pyproject.toml`."""
MAX_BYTES = 200_000
"""More than anybody writes by hand; readers of TOML take the square of some sizes."""
_WORD = b"cfnaudit"
_REPOSITORIES = (".git", ".hg")


class Finder:
    """Looks for configuration files, once in each folder.

    `has_table` says whether a `pyproject.toml` that mentions cfnaudit configures it.
    """

    def __init__(self, has_table: Callable[[str], bool]) -> None:
        self._has_table = has_table
        self._nearest: dict[str, str | None] = {}

    def nearest(self, folder: str) -> str | None:
        """The path of the file that holds for an absolute folder, None where there is none.

        The search ends at the root of a repository.
        """
        passed: list[str] = []
        here, found = folder, None
        while here not in self._nearest:
            passed.append(here)
            found = self._own(here)
            above = os.path.dirname(here)  # noqa: PTH120 (strings: asked for every folder)
            if found is not None or above == here or _is_top(here):
                break
            here = above
        else:
            found = self._nearest[here]
        self._nearest.update(dict.fromkeys(passed, found))
        return found

    def repository(self, folder: str) -> str | None:
        """The root of the repository that an absolute folder lies in, None where it is in none."""
        here = folder
        while not _is_top(here):
            above = os.path.dirname(here)  # noqa: PTH120
            if above == here:
                return None
            here = above
        return here

    def _own(self, folder: str) -> str | None:
        for name in NAMES:
            path = os.path.join(folder, name)  # noqa: PTH118
            if asking.is_there(path):
                return path
        path = os.path.join(folder, PYPROJECT)  # noqa: PTH118
        return path if _mentions_cfnaudit(path) and self._has_table(path) else None


def _is_top(folder: str) -> bool:
    """Whether a folder is that of a repository: what lies above it is not part of the project."""
    return any(asking.is_there(os.path.join(folder, name)) for name in _REPOSITORIES)  # noqa: PTH118


def _mentions_cfnaudit(path: str) -> bool:
    """Whether a file may configure cfnaudit; one that may not be read may."""
    try:
        _, content = asking.content(path, MAX_BYTES)
    except PermissionError:
        return asking.is_file(path)
    except OSError:
        return False
    return content is not None and (_WORD in content or len(content) > MAX_BYTES)
