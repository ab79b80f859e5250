"""Reads the tables of this folder; by their paths, which costs no import machinery."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, Final, TypeVar

from msgspec import Struct
from msgspec.json import decode

Row = TypeVar("Row", bound=Struct)
NOTHING: Mapping[str, Any] = MappingProxyType({})
"""What most rows say of most things; one for all of them."""
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
        kind(
            **{
                names[name]: value if isinstance(value, str) else _frozen(value)
                for name, value in row.items()
            }
        )
        for row in rows
    )


class AboutProperties(Struct, frozen=True):
    """A row about properties of a resource of a type."""

    by_name: ClassVar[tuple[str, ...]] = ()
    """The fields whose keys are names of properties of the resource."""

    def wanted(self) -> tuple[Set[str], Set[str]]:
        """The properties without each of which a resource is no matter of the row.

        Then those of which it has to have one; none where it need not.
        """
        raise NotImplementedError


# once there is its bound: Python compiles one that is named, which takes as long as 40 modules
RowOfType = TypeVar("RowOfType", bound=AboutProperties)


class RowsByType(Mapping[str, tuple[RowOfType, ...]]):
    """Rows by the resource `type` that each is about, read when they are asked for.

    A folder has a file for each service, and that a line for each row, which begins with its type.
    A template has few types, and a table has rows for hundreds.
    """

    def __init__(self, folder: str, kind: type[RowOfType]) -> None:
        self._folder = folder
        self._kind = kind
        self.by_name: Final = kind.by_name
        self._made: dict[str, tuple[RowOfType, ...]] = {}
        self._wanted: dict[str, list[tuple[RowOfType, Set[str], Set[str]]]] = {}

    def __getitem__(self, name: str) -> tuple[RowOfType, ...]:
        made = self._rows(name)
        if not made:
            raise KeyError(name)
        return made

    def _rows(self, name: str) -> tuple[RowOfType, ...]:
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = rows_of(self.everything(name), self._kind)
        return made

    def everything(self, name: str) -> list[Mapping[str, Any]]:
        """The rows that are about a type: those that are written for it."""
        return self.read(name)

    def read(self, name: str) -> list[Mapping[str, Any]]:
        """The rows of a type as they are written."""
        begins = f'\n{{"type": "{name}"'.encode()
        _, *rests = service_text(self._folder, name).split(begins)
        return [decode(begins + rest.partition(b"\n")[0]) for rest in rests]

    def about(self, name: str, properties: Set[str] | None) -> Iterable[RowOfType]:
        """The rows of a type that a resource with some properties is a matter of.

        All of the type for None, where nobody knows which ones it has.
        """
        if properties is None:
            return self._rows(name)
        wanted = self._wanted.get(name)
        if wanted is None:
            wanted = self._wanted[name] = [(row, *row.wanted()) for row in self._rows(name)]
        return [
            row
            for row, each, one in wanted
            if each <= properties and not (one and one.isdisjoint(properties))
        ]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and bool(self._rows(name))

    def __iter__(self) -> Iterator[str]:
        texts = (path.read_bytes() for path in sorted((_FOLDER / self._folder).glob("*.jsonl")))
        return iter({decode(line)["type"]: None for text in texts for line in text.splitlines()})

    def __len__(self) -> int:
        return sum(1 for _ in self)


def service_text(folder: str, type_name: str) -> bytes:
    """The lines that a folder of tables has for the service of a resource type, each after a break.

    The type comes from a template and may be any text.
    """
    return _text(folder, "-".join(type_name.split("::", 2)[:2]))


@lru_cache(maxsize=128)
def _text(folder: str, service: str) -> bytes:
    if not service.replace("-", "").isalnum() or not service.isascii():
        return b""
    try:
        return b"\n" + _FOLDER.joinpath(folder, f"{service}.jsonl").read_bytes()
    except FileNotFoundError:
        return b""


@cache
def first_key(name: str) -> str:
    """The property that a name of one below it, `A.B`, `A[].B` or `Events{SQS}`, begins with."""
    return name.partition(".")[0].partition("{")[0].removesuffix("[]")


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _frozen(inner) for name, inner in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
