"""Reads what lies beside a template, and nothing outside of the template's folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from auditor.files.reading import MEGABYTE, SourceFile, open_regular
from auditor.model.project import Unread

MAX_BYTES = 2 * MEGABYTE
"""Larger files are not written by hand."""
MAX_NAMES = 20_000


class Beside(Struct, frozen=True):
    """What was looked at beside a template, by paths from its folder.

    `files` have a digest of the text, `folders` one of the names in it, or why that is not read.
    """

    files: Mapping[str, str]
    folders: Mapping[str, str]


NOTHING = Beside({}, {})
_NO_FILE = Unread("is not a regular file")

Found = TypeVar("Found")


class ProjectFolder:
    """The folder that a template lies in. Links that lead out of it are not followed.

    Everything is looked up once: however often a template is checked, it is with the same files.
    `files` and `listings` have what was read and listed so far, None where it could not be.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: dict[str, SourceFile | None] = {}
        self.listings: dict[str, frozenset[str] | None] = {}
        self._unread: dict[str, Unread] = {}

    def names(self, folder: str) -> frozenset[str] | None:
        """The names of what lies in a folder; None where it cannot be listed, or is too large."""
        if folder not in self.listings:
            self.listings[folder] = self._known(folder, self._list(folder))
        return self.listings[folder]

    def read(self, file: str) -> str | None:
        """The text of a regular file in UTF-8 of up to 2 MB, else None."""
        if file not in self.files:
            self.files[file] = self._known(file, self._read(file))
        found = self.files[file]
        return None if found is None else found.text

    def unread(self, path: str) -> Unread | None:
        """Why that which was asked for at a path is not known; None where it is."""
        return self._unread.get(path)

    @property
    def looked_at(self) -> Beside:
        """What was looked at so far."""
        return Beside(
            {
                name: self._why(name) if file is None else digest(file.text)
                for name, file in self.files.items()
            },
            {
                name: self._why(name) if names is None else digest("/".join(sorted(names)))
                for name, names in self.listings.items()
            },
        )

    def _known(self, path: str, found: Found | Unread) -> Found | None:
        if isinstance(found, Unread):
            self._unread[path] = found
            return None
        return found

    def _why(self, path: str) -> str:
        unread = self._unread[path]
        return f"{unread.reason} {digest(unread.text or '')}"

    def _list(self, folder: str) -> frozenset[str] | Unread:
        place = self._inside(folder)
        if isinstance(place, Unread):
            return place
        try:
            with os.scandir(place) as entries:
                found = frozenset(entry.name for entry in islice(entries, MAX_NAMES + 1))
        except OSError as error:
            return _refused(error)
        many = Unread(f"holds more than {MAX_NAMES:,} files")
        return found if len(found) <= MAX_NAMES else many

    def _read(self, file: str) -> SourceFile | Unread:
        place = self._inside(file)
        if isinstance(place, Unread):
            return place
        try:
            # opening a device may have effects
            if not stat.S_ISREG(place.stat().st_mode):
                return _NO_FILE
            with open_regular(place) as stream:
                status = os.fstat(stream.fileno())
                content = stream.read(MAX_BYTES + 1)
        except OSError as error:
            return _refused(error)
        if len(content) > MAX_BYTES:
            return Unread(f"is larger than {MAX_BYTES // MEGABYTE} MB")
        if not stat.S_ISREG(status.st_mode):
            return _NO_FILE
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            return Unread("is not UTF-8", content.decode("utf-8", "surrogateescape"))
        # a byte order mark is a character of the text: spans count it
        return SourceFile(self.root / file, text, identity=(status.st_dev, status.st_ino))

    def _inside(self, relative: str) -> Path | Unread:
        """The place that a path leads to, all links followed, where it is in the folder."""
        try:
            root = Path(os.path.realpath(self.root))
            place = Path(os.path.realpath(root / relative))
        except OSError as error:
            return _refused(error)
        except ValueError:
            return Unread("is not a path")
        outside = Unread("lies outside of the template's folder")
        return place if place.is_relative_to(root) else outside


def _refused(error: OSError) -> Unread:
    if isinstance(error, FileNotFoundError):
        return Unread("does not exist")
    if isinstance(error, NotADirectoryError):
        return Unread("is not a folder")
    return Unread(f"cannot be read ({error.strerror})")


def digest(text: str) -> str:
    """What tells a text from all others."""
    from hashlib import blake2b

    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
