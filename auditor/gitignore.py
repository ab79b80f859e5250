"""Which paths git would ignore, by the `.gitignore` files on the way to them."""

from __future__ import annotations

import os
from pathlib import Path

import pathspec

_NAME = ".gitignore"


class Ignored:
    """The ignore files that apply below a folder, those of the folders above it included."""

    def __init__(self, folder: Path) -> None:
        self._specs: dict[Path, pathspec.GitIgnoreSpec] = {}
        self._top = _repository(folder)
        here = _absolute(folder)
        for above in reversed(here.parents):
            if self._top is not None and (above == self._top or self._top in above.parents):
                self.enter(above)
        if self.has(here, is_folder=True):
            # whoever names an ignored folder, as of build output, wants it searched
            self._specs.clear()
        self.enter(here)

    def enter(self, folder: Path) -> None:
        """Reads a folder's own ignore file."""
        here = _absolute(folder)
        if here in self._specs:
            return
        file = here / _NAME
        # a pipe of that name would be waited for
        if os.path.isfile(file) and os.access(file, os.R_OK):  # noqa: PTH113
            lines = file.read_text("utf-8", errors="replace").splitlines()
            self._specs[here] = pathspec.GitIgnoreSpec.from_lines(lines)

    def has(self, path: Path, *, is_folder: bool = False) -> bool:
        """Whether the path is ignored: the nearest ignore file that speaks of it decides."""
        here = _absolute(path)
        for folder in here.parents:
            spec = self._specs.get(folder)
            if spec is None:
                continue
            relative = here.relative_to(folder).as_posix() + ("/" if is_folder else "")
            verdict = spec.check_file(relative).include
            if verdict is not None:
                return verdict
        return False


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))


def _repository(folder: Path) -> Path | None:
    here = _absolute(folder)
    return next((above for above in (here, *here.parents) if os.path.lexists(above / ".git")), None)
