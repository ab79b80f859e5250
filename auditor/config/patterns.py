"""File patterns of a configuration, relative to a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from auditor.config.fault import BadConfiguration
from auditor.wildmatch import BadPattern, parse


class Patterns:
    """Patterns, the last one that speaks of a path decides. Raises BadPattern for what is none."""

    def __init__(self, patterns: Sequence[str], root: Path) -> None:
        self._patterns = [(index, parse(text)) for index, text in enumerate(patterns)]
        self._root = Path(os.path.abspath(root))
        self._written = tuple(patterns)

    def __repr__(self) -> str:
        return f"Patterns({self._written!r}, {str(self._root)!r})"

    def match(self, path: Path, *, is_folder: bool = False) -> int | None:
        """The index of the pattern that takes a path, or the first folder on the way to it."""
        for names, is_way in self._ways(path, is_folder=is_folder):
            for index, pattern in reversed(self._patterns):
                if pattern is not None and pattern.matches(names, is_folder=is_way):
                    if pattern.is_negated:
                        break
                    return index
        return None

    def _ways(self, path: Path, *, is_folder: bool) -> Iterator[tuple[Sequence[str], bool]]:
        """The folders on the way from the root to a path, and the path itself."""
        whole = Path(os.path.abspath(path))
        if not whole.is_relative_to(self._root) or whole == self._root:
            return
        names = whole.relative_to(self._root).parts
        for depth in range(1, len(names)):
            yield names[:depth], True
        yield names, is_folder


def of_option(option: str, patterns: Sequence[str]) -> Patterns:
    """The patterns of an option, from the working folder. Raises BadConfiguration."""
    try:
        return Patterns(patterns, Path())
    except BadPattern as error:
        reason = f"{option}: not a file pattern as .gitignore has them: {error}"
        raise BadConfiguration(reason) from None
