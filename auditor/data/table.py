"""Reads the tables of this folder; by their paths, which costs no import machinery."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


def read_table(*names: str) -> Any:
    """The JSON of a file below this folder, None where there is no such file."""
    try:
        return json.loads(_FOLDER.joinpath(*names).read_bytes())
    except FileNotFoundError:
        return None
