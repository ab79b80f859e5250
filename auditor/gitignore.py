"""Which paths git would ignore, by the `.gitignore` files on the way to them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from auditor.disk import asking
from auditor.wildmatch import BadPattern, Pattern, parse

_NAME = ".gitignore"
MAX_BYTES = 1_000_000
"""More than anybody writes by hand."""


_Files = tuple[tuple[Path, list[Pattern]], ...]


class Ignored:
    """The ignore files that apply below a folder, those of the folders above it included.

    A line that cannot be read goes to `noted`, as a plain sentence with its place.
    """

    def __init__(self, folder: Path, noted: Callable[[str], None]) -> None:
        self._noted = noted
        self._files: dict[str, _Files] = {}
        """The ignore files that apply in each folder that was entered, the nearest first."""
        self._top = _repository(folder)
        here = _absolute(folder)
        above = [
            parent
            for parent in reversed(here.parents)
            if self._top is not None and (parent == self._top or self._top in parent.parents)
        ]
        for parent in above:
            self.enter(parent)
        if any(self.has(one, is_folder=True) for one in (*above, here)):
            # whoever names an ignored folder, as of build output, wants it searched
            self._files.clear()
        self.enter(here)

    def enter(self, folder: Path) -> None:
        """Reads a folder's own ignore file."""
        here = _absolute(folder)
        if str(here) in self._files:
            return
        above = self._files.get(str(here.parent), ())
        file = here / _NAME
        try:
            _, content = asking.content(file, MAX_BYTES)
        except OSError:
            content = None
        if content is not None:
            above = ((here, self._read(file, content[:MAX_BYTES])), *above)
        self._files[str(here)] = above

    def has(self, path: Path, *, is_folder: bool = False) -> bool:
        """Whether the path is ignored: the nearest ignore file that speaks of it decides.

        What lies in an ignored folder is not told to be ignored: a search never comes there.
        """
        place = os.path.abspath(path)
        files = self._files.get(os.path.dirname(place), ())  # noqa: PTH120
        if not files:
            return False
        here = Path(place)
        for folder, patterns in files:
            names = here.relative_to(folder).parts
            for pattern in reversed(patterns):
                if pattern.matches(names, is_folder=is_folder):
                    return not pattern.is_negated
        return False

    def _read(self, file: Path, content: bytes) -> list[Pattern]:
        text = content.decode("utf-8", errors="replace")
        found: list[Pattern] = []
        for number, line in enumerate(text.split("\n"), start=1):
            try:
                pattern = parse(line.rstrip("\r"))
            except BadPattern as error:
                self._noted(f"{_shown(file)}:{number}: this pattern is left out: {error}")
                continue
            if pattern is not None:
                found.append(pattern)
        return found


def _shown(file: Path) -> Path:
    """A path from the working folder where it lies in there."""
    here = _absolute(Path())
    return file.relative_to(here) if file.is_relative_to(here) else file


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))


def _repository(folder: Path) -> Path | None:
    here = _absolute(folder)
    return next((above for above in (here, *here.parents) if asking.is_there(above / ".git")), None)
