"""The files of a family: a folder for each stack, with what was broken and what was deployed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

SIDES = ("broken", "final")


class StackFile(Struct, frozen=True):
    """One version of a stack: `side` says which one."""

    path: Path
    side: str

    @property
    def name(self) -> str:
        """The stack's folder and the file, as reports call it."""
        return f"{self.path.parent.name}/{self.path.name}"


def stack_files(family: Path, sides: tuple[str, ...] = SIDES) -> Iterator[StackFile]:
    """All versions in a family's folder, in order."""
    for path in sorted(family.glob("*/*.*")):
        if path.stem in sides:
            yield StackFile(path, path.stem)
