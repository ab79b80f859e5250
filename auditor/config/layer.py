"""One table of settings: what a file says at its top, or for some files, or what it extends."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

if TYPE_CHECKING:
    from auditor.config.patterns import Patterns
    from auditor.config.read import Key, Source

TABLES = ("severity", "per-file-ignores", "account", "parameters", "environments")
"""Keys whose tables are joined entry by entry; the value of every other key replaces another."""
ADDING = ("extend-select", "extend-ignore", "extend-safe-fixes", "extend-unsafe-fixes")
"""Keys whose lists add to those of what is extended."""


class Layer(Struct, frozen=True):
    """A table of a file, with its file patterns; `at` is where it stands below the file's table.

    `files` are the patterns of an override: the files that it holds for, None for all. A table that
    is not trusted comes with what is checked: it makes no fix safer, and what it hides is counted.
    """

    source: Source
    table: Mapping[str, Any]
    at: Key = ()
    files: Patterns | None = None
    include: Patterns | None = None
    exclude: Patterns | None = None
    per_file: Mapping[str, Patterns] = field(default_factory=dict)
    is_trusted: bool = True

    def find(self, key: str) -> Any:
        """What the table says for a key, those of tables with a dot; None where nothing."""
        found: Any = self.table
        for part in key.split("."):
            if not isinstance(found, Mapping) or part not in found:
                return None
            found = found[part]
        return found

    def place(self, key: str, *below: str | int) -> str:
        """Where a key is written, or something in its value: `path:line:column`."""
        return self.source.place((*self.at, *key.split("."), *below))

    def holds_for(self, path: Path | None) -> bool:
        """Whether the table speaks of a file; None is a text without one."""
        return self.files is None or (path is not None and self.files.match(path) is not None)
