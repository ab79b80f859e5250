"""Rows of a table that are about a type of SAM, since it passes on what they are about.

A row about `AWS::Lambda::Function` speaks of `AWS::Serverless::Function` as well, where all of the
properties that it names are passed on to the function as they are written; one about a rule or an
event source mapping speaks of the events that become one, `Events{Schedule}`. What the translator
fills in where it is missing is needed by nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from auditor.data.resource_types import resource_type
from auditor.data.sam_passed_on import made_anyway, passed_on, sam_types
from auditor.data.table import RowOfType, RowsByType

Row = Mapping[str, Any]
_TO_NAMES = ("most", "less", "multiple", "apart", "within")
"""Fields whose values are names of properties, as their keys are."""
_BELOW_NAMES = ("times",)
"""Fields whose values have names of properties for keys."""
_OF_RESOURCE = ("around", "unless")
"""Those that ask about the whole resource, where a row is about a part of it."""
_SAM = "AWS::Serverless::"
_ROLE = "AWS::IAM::Role"
"""What the translator makes only where the template names no `Role`."""


class _Home(Struct, frozen=True):
    """What of a SAM type, or of its events of a kind, becomes a resource of a type."""

    type: str
    event: str | None
    ways: Mapping[str, str]
    made: frozenset[str]
    own: frozenset[str]
    """The properties that the type of SAM has."""

    def way(self, name: str) -> str | None:
        """The property of SAM whose value comes to stand at a place; None where none does."""
        for place, way in self.ways.items():
            if name == place or name.startswith((f"{place}.", f"{place}[]")):
                return way + name[len(place) :]
        return None


class RowsWithSam(RowsByType[RowOfType]):
    """Rows by the resource type that each is about, those that types of SAM carry among them."""

    def everything(self, name: str) -> list[Row]:
        """The rows that are written for a type, and those that it carries."""
        own = self.read(name)
        return own + _carried(name, self.read, own, self.by_name) if name.startswith(_SAM) else own

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*super().__iter__(), *filter(self.__contains__, sam_types()))))


def _carried(
    type_name: str,
    read: Callable[[str], Iterable[Row]],
    own: Iterable[Row],
    by_name: Iterable[str],
) -> list[Row]:
    """The rows of other types that are about a type of SAM as well, in its names.

    What a row of the type's `own` asks for has an error of SAM's own, which comes first.
    """
    said = {_asked(row) for row in own}
    kinds: dict[str, tuple[Row, list[str]]] = {}
    found: list[Row] = []
    for home in _homes(type_name):
        for row in read(home.type):
            renamed = _renamed(row, home, by_name)
            if renamed is None or _asked(renamed) in said:
                continue
            if home.event is None:
                found.append({**renamed, "type": type_name})
            else:  # events of several kinds become the same
                kinds.setdefault(repr(renamed), (renamed, []))[1].append(home.event)
    for row, events in kinds.values():
        found.append({**row, "type": type_name, "each": f"Events{{{','.join(events)}}}"})
    return found


def _asked(row: Row) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The properties that a row is about."""
    needed = (*row.get("needs", ()), *row.get("needs_any", ()))
    asks = frozenset(row.get("if", ())), frozenset(needed), frozenset(row.get("excludes", ()))
    return asks if any(asks) else (frozenset({str(row)}), *asks[1:])


@cache
def _homes(type_name: str) -> tuple[_Home, ...]:
    known = resource_type(type_name)
    own = frozenset(known.properties if known is not None else ())
    ways: dict[tuple[str, str | None], dict[str, str]] = {}
    for one in passed_on(type_name):
        ways.setdefault((one.type, one.event), {})[one.place] = one.way
    return tuple(
        _Home(
            type=kind,
            event=event,
            ways=_longest_first(places),
            made=made_anyway(type_name, event, kind),
            own=own,
        )
        for (kind, event), places in ways.items()
    )


def _longest_first(places: dict[str, str]) -> dict[str, str]:
    return dict(sorted(places.items(), key=lambda one: -len(one[0])))


def _renamed(row: Row, home: _Home, by_name: Iterable[str]) -> Row | None:
    """A row in the names of SAM; None where it is about what is not passed on."""
    each = row.get("each", "")
    items = home.way(each) if each else None
    is_part = home.event is not None or items is not None
    if "instead" in row or (is_part and any(field in row for field in _OF_RESOURCE)):
        return None
    made = {field: value for field, value in row.items() if field not in ("each", "rename")}
    if items is not None:
        return None if home.event else {**made, "each": items}
    if each and home.event is None:
        return None
    names = _Names(home, each)
    is_made = any(map(names.is_made, _needed(row)))
    return None if is_made else _in_names(made, names, by_name)


def _in_names(row: dict[str, Any], names: _Names, by_name: Iterable[str]) -> Row | None:
    try:
        for field in by_name:
            if field in row:
                row[field] = {
                    names(name): _named(field, value, names) for name, value in row[field].items()
                }
        if "unless" in row:
            row["unless"] = dict(names.excuses(row["unless"]))
        if "needs_any" in row:
            row["needs_any"] = [names(name) for name in row["needs_any"]]
        if "path" in row:
            row["path"] = names(".".join(row["path"])).split(".")
            if names.home.type == _ROLE:
                row["beside"] = {**row.get("beside", {}), "Role": [""]}
    except KeyError:
        return None
    return row


def _named(field: str, value: Any, names: _Names) -> Any:
    """A value of a field, with the names of properties in it."""
    if field in _TO_NAMES:
        return names(value)
    if field in _BELOW_NAMES:
        return {names(name): below for name, below in value.items()}
    return value


def _needed(row: Row) -> Iterator[str]:
    """What a row asks for that may be missing, but below a property that it asks to be there."""
    there = {name.partition(".")[0] for name in row.get("if", ())}
    needed = (*row.get("needs", ()), *row.get("needs_any", ()))
    return (name for name in needed if name.partition(".")[0] not in there)


class _Names:
    """The names of properties in SAM, by those that they have where they are passed on to."""

    def __init__(self, home: _Home, each: str) -> None:
        self.home = home
        self._before = f"{each}." if each else ""

    def __call__(self, name: str) -> str:
        found = self.home.way(self._before + name)
        if found is None:
            raise KeyError(name)
        return found

    def excuses(self, unless: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """What excuses a resource: nothing does that SAM neither takes nor makes."""
        for name, values in unless.items():
            top = name.partition(".")[0]
            if self.home.way(name) is not None or top in self.home.made:
                yield self(name), values
            elif top in self.home.own:  # what SAM changes has the same name, and the same sense
                yield name, values

    def is_made(self, name: str) -> bool:
        """Whether the translator writes the property where the template does not."""
        return (self._before + name).partition(".")[0].removesuffix("[]") in self.home.made
