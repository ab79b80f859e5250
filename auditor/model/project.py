"""What lies beside a template: the files that it speaks of by their paths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Project(Protocol):
    """The folder of a template. Paths are relative to it, with `/` between their parts."""

    def names(self, folder: str) -> frozenset[str] | None:
        """The names of what lies in a folder; None where there is none, or it is not known."""

    def read(self, file: str) -> str | None:
        """The text of a file; None where there is none, or it cannot be known."""


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

    @property
    def texts(self) -> dict[str, str]:
        """The texts of the files that were read so far, and of those that are changed."""
        return {file: text for file, text in self._texts.items() if text is not None}
