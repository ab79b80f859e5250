"""What fixes would change, as a unified diff that `patch` can apply."""

from __future__ import annotations

import difflib
from collections.abc import Iterator


def unified(before: str, after: str, name: str) -> Iterator[str]:
    """The lines of the diff, none where nothing changes."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for line in difflib.unified_diff(old, new, fromfile=name, tofile=name):
        yield line
        if not line.endswith(("\n", "\r")):
            yield "\n\\ No newline at end of file\n"
