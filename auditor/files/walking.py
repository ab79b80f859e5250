"""Finds the files below a folder that may be templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from auditor.disk import asking

SUFFIXES = frozenset({".json", ".yaml", ".yml", ".template", ".cfn", ".cform", ".sam"})


class Search(Protocol):
    """What a search goes into and takes, besides what git ignores."""

    def enters(self, folder: Path) -> bool:
        """Whether it goes into a folder."""

    def takes(self, file: Path) -> bool:
        """Whether it takes a file."""


class BySuffix:
    """Goes everywhere, and takes what may be a template by its suffix."""

    def enters(self, folder: Path) -> bool:  # noqa: ARG002 (as a search is asked)
        """Always."""
        return True

    def takes(self, file: Path) -> bool:
        """Whether the suffix is one of templates."""
        return file.suffix.lower() in SUFFIXES


def candidates(
    folder: Path,
    refused: Callable[[str], None],
    search: Search | None = None,
    noted: Callable[[str], None] | None = None,
    listed: tuple[list[str], list[str]] | None = None,
) -> Iterator[Path]:
    """The files below a folder that may be templates by their names, sorted.

    Honours `.gitignore`, follows no links to folders. A folder that cannot be listed goes to
    `refused`, as a plain sentence, and the search goes on; a line of `.gitignore` that cannot be
    read goes to `noted`. No depth is too deep. `listed` is what the folder itself has, where it was
    listed before.
    """
    wanted = search or BySuffix()
    from auditor.gitignore import Ignored

    ignored = Ignored(folder, noted or refused)
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            folders, names = listed or asking.listed(here)
        except OSError as error:
            refused(f"{here}: cannot be listed ({error.strerror})")
            continue
        listed = None
        ignored.enter(here)
        for name in names:
            path = here / name
            is_fit = wanted.takes(path) and not ignored.has(path)
            if is_fit and asking.is_file(path):
                yield path
        inner = (here / name for name in folders)
        waiting += (
            path for path in inner if not ignored.has(path, is_folder=True) and wanted.enters(path)
        )
