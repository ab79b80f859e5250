"""Which parameters a table of settings names, and where it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.config.layer import Layer
from auditor.config.parameters import from_file


def named_parameters(layer: Layer) -> Iterator[tuple[str, str]]:
    """The names with their places, those of files and environments too.

    Raises BadConfiguration for a file that cannot be read.
    """
    yield from _named(layer, layer.table, ())
    for name, environment in (layer.find("environments") or {}).items():
        yield from _named(layer, environment, ("environments", name))


def _named(
    layer: Layer, table: Mapping[str, Any], at: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    for name in table.get("parameters", ()):
        yield name, layer.source.place((*layer.at, *at, "parameters", name))
    for file in table.get("parameter-files", ()):
        path = layer.source.path.parent / file
        for name in from_file(path):
            yield name, str(path)
