"""From a file's TOML to a configuration, once all that it says is known to make sense."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.config.configuration import Configuration, Given
from auditor.config.read import Key, Source
from auditor.config.schema import fault
from auditor.model.selection import shortened, unknown

if TYPE_CHECKING:
    from auditor.config.patterns import Patterns

_NAMES = (
    "select",
    "extend-select",
    "ignore",
    "extend-safe-fixes",
    "extend-unsafe-fixes",
    "fixable",
    "unfixable",
)


def build(source: Source, root: Path, given: Given, names: Collection[str]) -> Configuration:
    """The configuration of a file whose patterns are relative to `root`.

    `names` are those of all rules. Raises BadConfiguration.
    """
    wrong = fault(source.table, source.above)
    if wrong is not None:
        raise source.refusal(wrong.at, wrong.message, on_key=wrong.on_key)
    for at, name, on_key in _names(source.table):
        if name not in names:
            raise source.refusal(at, unknown(name, names), on_key=on_key)
    table = source.table
    return Configuration(
        source,
        given,
        include=_patterns(source, ("include",), table.get("include"), root),
        exclude=_patterns(source, ("exclude",), table.get("exclude"), root),
        per_file={
            pattern: found
            for pattern in table.get("per-file-ignores", ())
            for found in [_patterns(source, ("per-file-ignores", pattern), [pattern], root)]
            if found is not None
        },
    )


def _names(table: dict[str, Any]) -> Iterator[tuple[Key, str, bool]]:
    """The names of rules with their paths, and whether they are keys."""
    for key in _NAMES:
        for index, name in enumerate(table.get(key, ())):
            yield (key, index), name, False
    for name in table.get("severity", ()):
        yield ("severity", name), name, True
    for pattern, names in table.get("per-file-ignores", {}).items():
        for index, name in enumerate(names):
            yield ("per-file-ignores", pattern, index), name, False


def _patterns(source: Source, at: Key, patterns: list[str] | None, root: Path) -> Patterns | None:
    if not patterns:
        return None
    from auditor.config.patterns import Patterns
    from auditor.wildmatch import BadPattern

    for index, pattern in enumerate(patterns):
        try:
            Patterns([pattern], root)
        except BadPattern as error:
            place = at if at[0] == "per-file-ignores" else (*at, index)
            raise source.refusal(
                place, f"{shortened(pattern)} is not a file pattern as .gitignore has them: {error}"
            ) from None
    return Patterns(patterns, root)
