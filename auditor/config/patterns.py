"""File patterns as in `.gitignore`, relative to a folder: https://git-scm.com/docs/gitignore."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pathspec


class Patterns:
    """Patterns, the last one that speaks of a path decides. Raises ValueError for what is none."""

    def __init__(self, patterns: Sequence[str], root: Path) -> None:
        self._spec = pathspec.GitIgnoreSpec.from_lines(patterns)
        self._root = Path(os.path.abspath(root))

    def match(self, path: Path, *, is_folder: bool = False) -> int | None:
        """The index of the pattern that takes a path, or the first folder on the way to it."""
        for name in self._names(path, is_folder=is_folder):
            verdict = self._spec.check_file(name)
            if verdict.include:
                return verdict.index
        return None

    def _names(self, path: Path, *, is_folder: bool) -> Iterator[str]:
        """The folders on the way from the root to a path, and the path itself."""
        whole = Path(os.path.abspath(path))
        if not whole.is_relative_to(self._root) or whole == self._root:
            return
        relative = whole.relative_to(self._root)
        for above in reversed(relative.parents[:-1]):
            yield f"{above.as_posix()}/"
        yield relative.as_posix() + ("/" if is_folder else "")
