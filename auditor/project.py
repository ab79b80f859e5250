"""Reads what lies beside a template, and nothing outside of the template's folder."""

from __future__ import annotations

import os
import stat
from itertools import islice
from pathlib import Path

from msgspec import Struct

MAX_BYTES = 2_000_000
"""Larger files are not written by hand."""
MAX_NAMES = 20_000


class ProjectFolder(Struct, frozen=True):
    """The folder that a template lies in. Links that lead out of it are not followed."""

    root: Path

    def names(self, folder: str) -> frozenset[str] | None:
        """The names of what lies in a folder; None where it cannot be listed, or is too large."""
        place = self._inside(folder)
        if place is None:
            return None
        try:
            with os.scandir(place) as entries:
                found = frozenset(entry.name for entry in islice(entries, MAX_NAMES + 1))
        except OSError:
            return None
        return found if len(found) <= MAX_NAMES else None

    def read(self, file: str) -> str | None:
        """The text of a regular file in UTF-8 of up to 2 MB, else None."""
        place = self._inside(file)
        if place is None:
            return None
        try:
            # opening a pipe may wait for ever
            if not stat.S_ISREG(place.stat().st_mode):
                return None
            with place.open("rb") as stream:
                content = stream.read(MAX_BYTES + 1)
            return content.decode("utf-8") if len(content) <= MAX_BYTES else None
        except (OSError, UnicodeDecodeError):
            return None

    def _inside(self, relative: str) -> Path | None:
        """The place that a path leads to, all links followed; None outside of the folder."""
        try:
            root = Path(os.path.realpath(self.root))
            place = Path(os.path.realpath(root / relative))
        except (OSError, ValueError):
            return None
        return place if place.is_relative_to(root) else None
