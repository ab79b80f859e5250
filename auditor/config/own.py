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
    if source is None or not any(key in source.table for key in _KEYS):
        return OwnRules()
    from auditor.config.schema import fault

    wrong = fault(source.table, source.above)
    if wrong is not None:
        raise source.refusal(wrong.at, wrong.message, on_key=wrong.on_key)
    folder = source.path.parent
    house = (Named(str(folder / one.name), one.place) for one in _named(source, "house-rules"))
    return OwnRules(tuple(house), _named(source, "plugins"))


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
