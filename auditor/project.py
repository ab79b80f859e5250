"""Reads what lies beside a template: nothing outside of its folder but templates that it names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from auditor.disk import looks
from auditor.files.reading import SourceFile
from auditor.model.project import Unread, leads_out


class Beside(Struct, frozen=True):
    """What was looked at beside a template, by paths from its folder.

    `files` have a digest of the text, `folders` one of the names in it, or why that is not read.
    `above` are files outside of the folder, by paths from the one that bounds the reading.
    """

    files: Mapping[str, str]
    folders: Mapping[str, str]
    above: Mapping[str, str] = {}


NOTHING = Beside({}, {})
_TOO_FAR = "lies outside of the repository and of the folder that was named"

Found = TypeVar("Found")


class ProjectFolder:
    """The folder that a template lies in. Links that lead out of it are not followed.

    Everything is looked up once: however often a template is checked, it is with the same files.
    `files` and `listings` have what was read and listed so far, None where it could not be.
    Templates are read in all of the folder `bound`, where there is one.
    """

    def __init__(self, root: Path, bound: Path | None = None) -> None:
        self.root = root
        self._bound = None if bound is None else ProjectFolder(bound)
        self.files: dict[str, SourceFile | None] = {}
        self.listings: dict[str, frozenset[str] | None] = {}
        self._unread: dict[str, Unread] = {}
        self._top: str | None = None

    def names(self, folder: str) -> frozenset[str] | None:
        """The names of what lies in a folder; None where it cannot be listed, or is too large."""
        if folder not in self.listings:
            listed = looks.listed_below(self.root, folder)
            found = Unread(listed) if isinstance(listed, str) else listed
            self.listings[folder] = self._known(folder, found)
        return self.listings[folder]

    def read(self, file: str) -> str | None:
        """The text of a regular file in UTF-8 of up to 2 MB, else None."""
        if file not in self.files:
            self.files[file] = self._known(file, self._read(file))
        found = self.files[file]
        return None if found is None else found.text

    def template(self, file: str) -> str | None:
        """The text of a template that this one names; its path may lead out of the folder."""
        if not leads_out(file):
            return self.read(file)
        below = None if self._bound is None else self._below(self._bound.root, file)
        if self._bound is None or below is None:
            self._unread[file] = Unread(_TOO_FAR)
            return None
        text, unread = self._bound.read(below), self._bound.unread(below)
        if unread is not None:
            is_outside = unread.reason == looks.OUTSIDE
            self._unread[file] = Unread(_TOO_FAR) if is_outside else unread
        return text

    def _below(self, bound: Path, file: str) -> str | None:
        """The path of a file from the bound; None where it leads out of that."""
        try:
            path = os.path.relpath(os.path.join(looks.top(self.root), file), looks.top(bound))  # noqa: PTH118
        except (OSError, ValueError):
            return None
        path = path.replace(os.sep, "/")
        return None if leads_out(path) else path

    def unread(self, path: str) -> Unread | None:
        """Why that which was asked for at a path is not known; None where it is."""
        return self._unread.get(path)

    @property
    def looked_at(self) -> Beside:
        """What was looked at so far."""
        return Beside(
            {
                name: self._why(name) if file is None else looks.digest(file.content)
                for name, file in self.files.items()
            },
            {
                name: self._why(name) if names is None else looks.spelled_names(names)
                for name, names in self.listings.items()
            },
            {} if self._bound is None else self._bound.looked_at.files,
        )

    def _known(self, path: str, found: Found | Unread) -> Found | None:
        if isinstance(found, Unread):
            self._unread[path] = found
            return None
        return found

    def _why(self, path: str) -> str:
        unread = self._unread[path]
        return (
            unread.reason if unread.text is None else looks.digest(unread.text.encode(*looks.BYTES))
        )

    def _read(self, file: str) -> SourceFile | Unread:
        if self._top is None:
            self._top = looks.top(self.root)
        found = looks.content_below(self.root, file, self._top)
        if isinstance(found, str):
            return Unread(found)
        content, identity = found
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            return Unread("is not UTF-8", content.decode(*looks.BYTES))
        # a byte order mark is a character of the text: spans count it
        return SourceFile(self.root / file, text, identity=identity)
