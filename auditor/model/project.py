"""What lies beside a template: the files that it speaks of by their paths."""

from __future__ import annotations

from typing import Protocol


class Project(Protocol):
    """The folder of a template. Paths are relative to it, with `/` between their parts."""

    def names(self, folder: str) -> frozenset[str] | None:
        """The names of what lies in a folder; None where there is none, or it is not known."""

    def read(self, file: str) -> str | None:
        """The text of a file; None where there is none, or it cannot be known."""
