"""Paths that begin where a module lies: `__dirname`, `__file__`, and what is joined to them."""

from __future__ import annotations

import posixpath

from auditor.programs.reading.settled import settled
from auditor.programs.syntax import File
from auditor.programs.values import Contents, Known, Mapping, Place, Value

_NAMES = frozenset({"__dirname", "__filename", "__file__"})
SAME = frozenset({"resolve", "absolute", "as_posix", "toString"})
"""Methods of a path that lead to the same file."""


def of_module(name: str, file: File) -> Place | None:
    """The place that a name stands for in a module; None for any other name."""
    if name not in _NAMES:
        return None
    return above(Place(path=file.name)) if name == "__dirname" else Place(path=file.name)


def above(place: Place) -> Place:
    """The folder that a place is in."""
    return Place(path=posixpath.dirname(place.path) or ".")


def beside(place: Place, rest: list[Value], separator: str = "/") -> Place | None:
    """What parts behind a place lead to; None where they are not known."""
    texts = [one.value for one in map(settled, rest) if isinstance(one, Known)]
    known = [text for text in texts if isinstance(text, str)]
    if len(known) < len(rest):
        return None
    return Place(path=posixpath.normpath(separator.join((place.path, *known))))


def further(path: Contents, rest: list[Value]) -> Contents | None:
    """The same for `pathlib.Path` of a path from where the program runs."""
    if isinstance(path.path, Place):
        place = beside(path.path, rest)
        return None if place is None else Contents(path=place)
    made = joined_path([Known(value=path.path), *map(settled, rest)], Mapping())
    is_text = isinstance(made, Known) and isinstance(made.value, str)
    return Contents(path=str(made.value)) if is_text and isinstance(made, Known) else None


def joined_path(given: list[Value], _named: Mapping) -> Value | None:
    """`path.join(...)`."""
    if given and isinstance(given[0], Place):
        return beside(given[0], given[1:])
    texts = [one.value for one in given if isinstance(one, Known)]
    if len(texts) == len(given) and all(isinstance(one, str) for one in texts):
        return Known(value="/".join(map(str, texts)))
    return None


def folder_of(given: list[Value], _named: Mapping) -> Value | None:
    """`path.dirname(...)`."""
    return above(given[0]) if given and isinstance(given[0], Place) else None
