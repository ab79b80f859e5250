"""Which paths git would ignore, by the `.gitignore` files on the way to them."""

from __future__ import annotations

import os
from pathlib import Path

import pathspec

_NAME = ".gitignore"


class Ignored:
    """The ignore files that apply below a folder, those of the folders above it included."""

    def __init__(self, folder: Path) -> None:
        self._specs: dict[Path, pathspec.GitIgnoreSpec | None] = {}
        self._top = _repository(folder)
        here = _absolute(folder)
        for above in (*reversed(here.parents), here):
            if self._top is not None and (above == self._top or self._top in above.parents):
                self.enter(above)

    def enter(self, folder: Path) -> None:
        """Reads a folder's own ignore file."""
        here = _absolute(folder)
        if here in self._specs:
            return
        try:
            lines = (here / _NAME).read_text("utf-8", errors="replace").splitlines()
        except OSError:
            self._specs[here] = None
        else:
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
    return next((above for above in (here, *here.parents) if (above / ".git").exists()), None)
