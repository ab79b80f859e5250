"""What the user asked for, whoever read it: the command line, an editor, a library call."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

STDIN = "-"
"""The path that stands for standard input."""


class OutputFile(Struct, frozen=True):
    """A file that a report in a format is written to."""

    path: str
    format: str


class Request(Struct, frozen=True):
    """One run of `check`.

    `given` is what may be in a configuration as well, by its keys. `jobs` is how many worker
    processes there are, None to start some where they pay.
    """

    paths: tuple[str, ...]
    given: Mapping[str, Any]
    templates_only: bool = False
    fix: bool = False
    interactive: bool = False
    fix_only: bool = False
    add_ignores: bool = False
    ignore_reason: str = ""
    no_ignores: bool = False
    diff: bool = False
    show_files: bool = False
    show_fixes: bool = False
    statistics: bool = False
    quiet: bool = False
    color: str | None = None
    exclude: tuple[str, ...] = ()
    output_files: tuple[OutputFile, ...] = ()
    exit_zero: bool = False
    exit_non_zero_on_fix: bool = False
    update_baseline: bool = False
    jobs: int | None = None
    cache: bool = True
    config: str | None = None
    isolated: bool = False
    show_settings: bool = False
    watch: bool = False
    stdin_filename: Path | None = None
    environments: tuple[str, ...] = ()

    @property
    def formats(self) -> frozenset[str]:
        """The formats of the files that reports are written to."""
        return frozenset(one.format for one in self.output_files)

    @property
    def rewrites(self) -> bool:
        """Whether templates are to be changed."""
        return (self.fix or self.add_ignores) and not self.diff

    @property
    def is_repeatable(self) -> bool:
        """Whether it reads the disk, prints, and does nothing else, the same each time."""
        writes_or_shows = self.diff or self.add_ignores or self.update_baseline or self.output_files
        return self.cache and not (self.interactive or writes_or_shows or STDIN in self.paths)

    @property
    def is_filter(self) -> bool:
        """Whether standard output is for texts or a diff, and the report goes elsewhere."""
        return self.diff or (self.rewrites and STDIN in self.paths)
