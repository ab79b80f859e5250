"""From the paths of the command line to the files to check."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from auditor import files

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """A file, or standard input where `path` is None; `folder` is the search that found it."""

    path: Path | None
    folder: str | None = None

    @property
    def name(self) -> str:
        """What reports call it."""
        return "<stdin>" if self.path is None else str(self.path)

    @property
    def key(self) -> str:
        """The same for all names of one file."""
        return STDIN if self.path is None else os.path.realpath(self.path)

    def read(self) -> files.SourceFile:
        """The text. Raises Unreadable."""
        if self.path is not None:
            return files.read(self.path)
        if sys.stdin is None:
            raise files.Unreadable("<stdin>: standard input is closed")
        try:
            return files.read_stream(sys.stdin.buffer, Path(self.name))
        except OSError as error:
            raise files.Unreadable(f"<stdin>: cannot be read ({error.strerror})") from None


def is_folder(path: str) -> bool:
    """Whether a path is a folder, or leads to one."""
    return os.path.isdir(path)  # noqa: PTH112 (that of Path may raise)


def expanded(paths: Sequence[str], refused: Callable[[str, str], None]) -> Iterator[Input]:
    """The inputs that the paths stand for, in their order.

    What cannot be searched goes to `refused`: the path, and a plain sentence.
    """
    for path in paths:
        if not path:
            refused(path, "a path is empty; name a file, a folder, or - for standard input")
        elif path == STDIN:
            yield Input(None)
        elif is_folder(path):
            found = files.candidates(Path(path), partial(refused, path))
            yield from (Input(file, path) for file in found)
        else:
            yield Input(Path(path))
