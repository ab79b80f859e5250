"""Reads the tables of this folder; by their paths, which costs no import machinery."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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


class RowsByType(Mapping[str, tuple[Row, ...]]):
    """Rows by the resource `type` that each is about, made when they are asked for.

    A template has few types, and a table has rows for hundreds.
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]], kind: type[Row]) -> None:
        self._kind = kind
        self._given: dict[str, list[Mapping[str, Any]]] = {}
        for row in rows:
            self._given.setdefault(row["type"], []).append(row)
        self._made: dict[str, tuple[Row, ...]] = {}

    def __getitem__(self, name: str) -> tuple[Row, ...]:
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = rows_of(self._given[name], self._kind)
        return made

    def of(self, name: str) -> tuple[Row, ...]:
        """The rows of a type, none for most of them."""
        return self[name] if name in self._given else ()

    def __contains__(self, name: object) -> bool:
        return name in self._given

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _frozen(inner) for name, inner in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
