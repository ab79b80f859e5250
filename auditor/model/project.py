"""What lies beside a template: the files that it speaks of by their paths."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct


class Unread(Struct, frozen=True):
    """Why the text of a file, or the names in a folder, are not known.

    `reason` goes on where the path was named: "is larger than 2 MB". `text` is that of a file whose
    bytes are not all UTF-8, each of those as a lone surrogate (`surrogateescape` of Python).
    """

    reason: str
    text: str | None = None


class UnreadCode(Struct, frozen=True):
    """Code of a resource that is not read.

    `file` is its path from the template's folder, None for code in the template. `reason` goes on
    where the code was named: "is larger than 2 MB".
    """

    resource: str
    file: str | None
    reason: str


SEALED = ".sealed"
"""The folder in which seem to lie what is uploaded as it stands: nothing above it adds to it."""


def leads_out(path: str) -> bool:
    """Whether a path from a folder leads out of it, unless a link leads back."""
    return posixpath.normpath(path).startswith("..")


class Project(Protocol):
    """The folder of a template. Paths are relative to it, with `/` between their parts."""

    def names(self, folder: str) -> frozenset[str] | None:
        """The names of what lies in a folder; None where there is none, or it is not known."""

    def read(self, file: str) -> str | None:
        """The text of a file; None where there is none, or it cannot be known."""

    def template(self, file: str) -> str | None:
        """The text of a template that this one names; its path may lead out of the folder."""

    def unread(self, path: str) -> Unread | None:
        """Why that which was asked for at a path is not known; None where it is."""


class Changed:
    """A project with other texts in some of its files; everything is looked up once."""

    def __init__(self, base: Project, texts: Mapping[str, str]) -> None:
        self._base = base
        self._names: dict[str, frozenset[str] | None] = {}
        self._texts: dict[str, str | None] = dict(texts)

    def names(self, folder: str) -> frozenset[str] | None:
        """The names of what lies in a folder; None where there is none, or it is not known."""
        if folder not in self._names:
            self._names[folder] = self._base.names(folder)
        return self._names[folder]

    def read(self, file: str) -> str | None:
        """The text of a file; None where there is none, or it cannot be known."""
        if file not in self._texts:
            self._texts[file] = self._base.read(file)
        return self._texts[file]

    def template(self, file: str) -> str | None:
        """The text of a template that this one names; its path may lead out of the folder."""
        return self._base.template(file) if leads_out(file) else self.read(file)

    def unread(self, path: str) -> Unread | None:
        """Why that which was asked for at a path is not known; None where it is."""
        return None if self._texts.get(path) is not None else self._base.unread(path)

    @property
    def texts(self) -> dict[str, str]:
        """The texts of the files that were read so far, and of those that are changed."""
        return {file: text for file, text in self._texts.items() if text is not None}
