"""From a file's TOML to layers of settings, once all that it says is known to make sense."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.config.extending import chain
from auditor.config.layer import Layer
from auditor.config.read import Key, Source
from auditor.config.schema import fault
from auditor.data.regions import REGIONS
from auditor.model.selection import hint, shortened, unknown

if TYPE_CHECKING:
    from auditor.config.patterns import Patterns

_NAMES = (
    "select",
    "extend-select",
    "ignore",
    "extend-ignore",
    "extend-safe-fixes",
    "extend-unsafe-fixes",
    "fixable",
    "unfixable",
)


def layers(
    source: Source, root: Path, names: Collection[str], read: Callable[[Path], Source | None]
) -> tuple[Layer, ...]:
    """The layers of a file whose patterns are relative to `root`, the most specific one first.

    The last override of a file comes first, then the file itself, then what it extends. `names`
    are those of all rules, and `read` gives the file that another one extends. Raises
    BadConfiguration.
    """
    found: list[Layer] = []
    for one in chain(source, read):
        found += _own_layers(one, root if one is source else one.path.parent, names)
    return tuple(found)


def _own_layers(source: Source, root: Path, names: Collection[str]) -> Iterator[Layer]:
    wrong = fault(source.table, source.above)
    if wrong is not None:
        raise source.refusal(wrong.at, wrong.message, on_key=wrong.on_key)
    tables: list[tuple[Key, Mapping[str, Any]]] = [
        (("overrides", index), table)
        for index, table in enumerate(source.table.get("overrides", ()))
    ]
    for at, table in (*reversed(tables), ((), source.table)):
        _judge(source, at, table, names)
        yield Layer(
            source,
            table,
            at,
            files=_patterns(source, (*at, "files"), table.get("files"), root),
            include=_patterns(source, (*at, "include"), table.get("include"), root),
            exclude=_patterns(source, (*at, "exclude"), table.get("exclude"), root),
            per_file={
                pattern: found
                for pattern in table.get("per-file-ignores", ())
                for place in [(*at, "per-file-ignores", pattern)]
                for found in [_patterns(source, place, [pattern], root, on_key=True)]
                if found is not None
            },
        )


def _judge(source: Source, at: Key, table: Mapping[str, Any], names: Collection[str]) -> None:
    """Raises BadConfiguration for a name that means no rule, or no Region."""
    for place, name, on_key in _names(table):
        if name not in names:
            raise source.refusal((*at, *place), unknown(name, names), on_key=on_key)
    for place, region in _regions(table):
        if region not in REGIONS:
            raise source.refusal((*at, *place), unknown_region(region), on_key=False)
    if _has_types(table):
        from auditor.config.account_types import unknown_types

        for place, message in unknown_types(table):
            raise source.refusal((*at, *place), message, on_key=False)


def _has_types(table: Mapping[str, Any]) -> bool:
    """Whether a table may name resource types: only then are their names looked up."""
    return "account" in table or "environments" in table


def unknown_region(name: str) -> str:
    """What to say of a name that is not a Region's."""
    return f"{shortened(name)} is not an AWS Region{hint(name, REGIONS)}"


def _names(table: Mapping[str, Any]) -> Iterator[tuple[Key, str, bool]]:
    """The names of rules with their paths, and whether they are keys."""
    for key in _NAMES:
        for index, name in enumerate(table.get(key, ())):
            yield (key, index), name, False
    for name in table.get("severity", ()):
        yield ("severity", name), name, True
    for pattern, names in table.get("per-file-ignores", {}).items():
        for index, name in enumerate(names):
            yield ("per-file-ignores", pattern, index), name, False


def _regions(table: Mapping[str, Any]) -> Iterator[tuple[Key, str]]:
    for index, region in enumerate(table.get("regions", ())):
        yield ("regions", index), region
    for name, environment in table.get("environments", {}).items():
        for index, region in enumerate(environment.get("regions", ())):
            yield ("environments", name, "regions", index), region


def _patterns(
    source: Source, at: Key, patterns: list[str] | None, root: Path, *, on_key: bool = False
) -> Patterns | None:
    if not patterns:
        return None
    from auditor.config.patterns import Patterns
    from auditor.wildmatch import BadPattern

    for index, pattern in enumerate(patterns):
        try:
            Patterns([pattern], root)
        except BadPattern as error:
            raise source.refusal(
                at if on_key else (*at, index),
                f"{shortened(pattern)} is not a file pattern as .gitignore has them: {error}",
            ) from None
    return Patterns(patterns, root)
