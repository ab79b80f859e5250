"""What a file may be called that is not there."""

from __future__ import annotations

import os
from pathlib import Path

_MOST = 1000
"""Names of a folder that are compared."""
_LONGEST = 64


def nearest_file(path: Path) -> str:
    """The end of a sentence about a file that does not exist: the nearest name, if any is near."""
    if len(path.name) > _LONGEST:
        return ""
    from difflib import get_close_matches
    from itertools import islice

    try:
        with os.scandir(path.parent) as entries:
            names = [entry.name for entry in islice(entries, _MOST) if entry.name.isprintable()]
    except (OSError, ValueError):
        return ""
    nearest = get_close_matches(path.name, sorted(names), n=1, cutoff=0.75)
    return f"; did you mean '{path.parent / nearest[0]}'?" if nearest else ""
