"""Reads the tables of this folder; by their paths, which costs no import machinery."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.json import decode

Row = TypeVar("Row", bound=Struct)
_FOLDER = Path(__file__).parent


def read_table(*names: str) -> Any:
    """The JSON of a file below this folder, None where there is no such file."""
    try:
        return decode(_FOLDER.joinpath(*names).read_bytes())
    except FileNotFoundError:
        return None


def rows_of(rows: Iterable[Mapping[str, Any]], kind: type[Row]) -> tuple[Row, ...]:
    """Rows as what they are in Python, with tuples in place of lists.

    That they are what the annotations of the class say is for a test to see: `msgspec.convert`
    would compile these first, which takes a twentieth of a start.
    """
    names = dict(zip(kind.__struct_encode_fields__, kind.__struct_fields__, strict=True))
    return tuple(
        kind(**{names[name]: _frozen(value) for name, value in row.items()}) for row in rows
    )


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _frozen(inner) for name, inner in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
