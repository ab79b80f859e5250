"""Reads what lies beside a template, and nothing outside of the template's folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from msgspec import Struct

from auditor.files.reading import SourceFile, open_regular

MAX_BYTES = 2_000_000
"""Larger files are not written by hand."""
MAX_NAMES = 20_000


class Beside(Struct, frozen=True):
    """What was looked at beside a template, by paths from its folder.

    `files` have a digest of the text, `folders` one of the names in it; None where there was
    nothing, or nothing that is read.
    """

    files: Mapping[str, str | None]
    folders: Mapping[str, str | None]


NOTHING = Beside({}, {})


class ProjectFolder:
    """The folder that a template lies in. Links that lead out of it are not followed.

    Everything is looked up once: however often a template is checked, it is with the same files.
    `files` and `listings` have what was read and listed so far, None where it could not be.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: dict[str, SourceFile | None] = {}
        self.listings: dict[str, frozenset[str] | None] = {}

    def names(self, folder: str) -> frozenset[str] | None:
        """The names of what lies in a folder; None where it cannot be listed, or is too large."""
        if folder not in self.listings:
            self.listings[folder] = self._list(folder)
        return self.listings[folder]

    def read(self, file: str) -> str | None:
        """The text of a regular file in UTF-8 of up to 2 MB, else None."""
        if file not in self.files:
            self.files[file] = self._read(file)
        found = self.files[file]
        return None if found is None else found.text

    @property
    def looked_at(self) -> Beside:
        """What was looked at so far."""
        return Beside(
            {
                name: None if file is None else digest(file.text)
                for name, file in self.files.items()
            },
            {
                name: None if names is None else digest("/".join(sorted(names)))
                for name, names in self.listings.items()
            },
        )

    def _list(self, folder: str) -> frozenset[str] | None:
        place = self._inside(folder)
        if place is None:
            return None
        try:
            with os.scandir(place) as entries:
                found = frozenset(entry.name for entry in islice(entries, MAX_NAMES + 1))
        except OSError:
            return None
        return found if len(found) <= MAX_NAMES else None

    def _read(self, file: str) -> SourceFile | None:
        place = self._inside(file)
        if place is None:
            return None
        try:
            # opening a device may have effects
            if not stat.S_ISREG(place.stat().st_mode):
                return None
            with open_regular(place) as stream:
                status = os.fstat(stream.fileno())
                content = stream.read(MAX_BYTES + 1)
            if len(content) > MAX_BYTES or not stat.S_ISREG(status.st_mode):
                return None
            identity = (status.st_dev, status.st_ino)
            # a byte order mark is a character of the text: spans count it
            return SourceFile(self.root / file, content.decode("utf-8"), identity=identity)
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


def digest(text: str) -> str:
    """What tells a text from all others."""
    from hashlib import blake2b

    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
