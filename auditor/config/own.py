"""Which rules of their own users have, known before the names of all rules are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from auditor.config.find import Finder
from auditor.config.lookup import shown

if TYPE_CHECKING:
    from auditor.config.read import Source

_KEYS = ("house-rules", "plugins")


class Named(Struct, frozen=True):
    """What an item of a list names, and where it stands: `path:line:column`."""

    name: str
    place: str


class OwnRules(Struct, frozen=True):
    """Files of house rules by their paths, and plugins by their names."""

    house: tuple[Named, ...] = ()
    plugins: tuple[Named, ...] = ()


def own_rules(file: str | None = None, *, isolated: bool = False) -> OwnRules:
    """What the configuration of the working folder names, or that in `file`.

    No other one is asked: a folder that is checked brings no rules along. Raises BadConfiguration.
    """
    path = None if isolated else _nearest() if file is None else file
    source = None if path is None else _read(path)
    if source is None or not any(key in source.table for key in (*_KEYS, "extend")):
        return OwnRules()
    from auditor.config.extending import chain
    from auditor.config.schema import fault

    house: tuple[Named, ...] | None = None
    plugins: tuple[Named, ...] | None = None
    for one in chain(source, lambda path: _read(str(path))):
        wrong = fault(one.table, one.above)
        if wrong is not None:
            raise one.refusal(wrong.at, wrong.message, on_key=wrong.on_key)
        if house is None and _KEYS[0] in one.table:
            folder = one.path.parent
            house = tuple(
                Named(str(folder / named.name), named.place) for named in _named(one, _KEYS[0])
            )
        if plugins is None and _KEYS[1] in one.table:
            plugins = _named(one, _KEYS[1])
    return OwnRules(house or (), plugins or ())


def _nearest() -> str | None:
    """The configuration file of the working folder."""
    try:
        return Finder(_has_table).nearest(str(Path.cwd()))
    except FileNotFoundError:  # the folder was removed: nothing is above it
        return None


def _has_table(path: str) -> bool:
    from auditor.config.read import read

    return read(shown(path)) is not None


def _read(path: str) -> Source | None:
    """The TOML of a file, where it configures cfnaudit with a table."""
    from auditor.config.read import read

    source = read(shown(path))
    return source if source is not None and isinstance(source.table, dict) else None


def _named(source: Source, key: str) -> tuple[Named, ...]:
    names: list[str] = source.table.get(key, [])
    return tuple(Named(name, source.place((key, index))) for index, name in enumerate(names))
