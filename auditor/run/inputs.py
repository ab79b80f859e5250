"""From the paths of the command line to the files to check."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path

from msgspec import Struct

from auditor import files
from auditor.disk import asking
from auditor.run.request import STDIN

_MODULES = frozenset({".py", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"})
_PROJECTS = ("Pulumi.yaml", "Pulumi.yml")
_MOST_LEVELS = 20
"""Folders above a module in which a project file is looked for."""


class Input(Struct, frozen=True, dict=True):
    """A file, or standard input where `path` is None; `folder` is the search that found it.

    `stands_for` is the file that standard input is the text of, where that was said.
    """

    path: Path | None
    folder: str | None = None
    stands_for: Path | None = None

    @property
    def place(self) -> Path | None:
        """Where the text lies, or would."""
        return self.path or self.stands_for

    @property
    def name(self) -> str:
        """What reports call it."""
        return "<stdin>" if self.place is None else str(self.place)

    @cached_property
    def key(self) -> str:
        """The same for all names of one file."""
        return STDIN if self.path is None else asking.real(self.path)

    def read(self, max_bytes: int = files.MAX_BYTES) -> files.SourceFile:
        """The text. Raises Unreadable."""
        if self.path is not None:
            return files.read(self.path, max_bytes)
        if sys.stdin is None:
            raise files.Unreadable("<stdin>: standard input is closed")
        try:
            return files.read_stream(sys.stdin.buffer, Path(self.name), max_bytes)
        except OSError as error:
            raise files.Unreadable(f"<stdin>: cannot be read ({error.strerror})") from None


def _project_of(path: Path) -> Path:
    """The project file of Pulumi above a module of a program, or beside a stack's configuration.

    Any other path is itself.
    """
    is_module = path.suffix.lower() in _MODULES
    if not is_module and not _is_stack(path.name):
        return path
    for folder in list(path.absolute().parents)[: _MOST_LEVELS if is_module else 1]:
        for name in _PROJECTS:
            if asking.is_file(folder / name):
                return _shown(folder / name)
    return path


def _is_stack(name: str) -> bool:
    """Whether a file is called as the configuration of a stack, `Pulumi.dev.yaml`."""
    stem, _, ending = name.rpartition(".")
    return ending in ("yaml", "yml") and stem.startswith("Pulumi.") and len(stem) > len("Pulumi.")


def _shown(path: Path) -> Path:
    """A path from the working folder, where it lies in there."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def expanded(
    paths: Sequence[str],
    refused: Callable[[str, str], None],
    search: Callable[[Path], files.Search],
    stdin: Path | None = None,
    noted: Callable[[str], None] | None = None,
) -> Iterator[Input]:
    """The inputs that the paths stand for, in their order.

    What cannot be searched goes to `refused`: the path, and a plain sentence. `search` says how a
    folder is searched, and `stdin` is the file that standard input is the text of. `noted` hears
    what is good to know of the search.
    """
    for path in paths:
        if not path:
            refused(path, "a path is empty; name a file, a folder, or - for standard input")
        elif path == STDIN:
            yield Input(None, stands_for=stdin)
        elif asking.is_folder(path):
            folder = Path(path)
            found = files.candidates(folder, partial(refused, path), search(folder), noted)
            yield from (Input(file, path) for file in found)
        else:
            yield Input(_project_of(Path(path)))
