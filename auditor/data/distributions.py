"""Which distribution of the public Python index brings which module, and what else it installs.

The table is `distributions.json`: the distributions that Lambda functions commonly use. Rows with
a version under `verified` were read from that version's wheel; the others are well known but were
not checked. Names of distributions are normalised as in
https://packaging.python.org/en/latest/specifications/name-normalization/
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from auditor.data.table import read_table
from auditor.expression import expression

_SEPARATORS = expression(r"[-_.]+")


class Distribution(Struct, frozen=True):
    """A row of the table.

    `modules` are importable names, dotted ones inside a namespace such as `google.cloud`.
    `requires` are the distributions that come with it without extras, of any version; `verified`
    is the version whose wheel was read. `is_complete` is False where `requires` is not known.
    """

    name: str
    modules: tuple[str, ...]
    requires: tuple[str, ...]
    verified: str | None
    is_complete: bool


class ExtraNeed(Struct, frozen=True):
    """A part of a distribution that works only with an extra of it.

    `path` is the dotted name that the code imports and that needs `module`, which `brought_by`
    brings, as each of `extras` does. `fails_on_import` says whether the import itself fails, or
    only the first use of what was imported.
    """

    distribution: str
    path: str
    module: str
    brought_by: str
    extras: tuple[str, ...]
    fails_on_import: bool


def normalised(name: str) -> str:
    """The name of a distribution in the one spelling that names are compared in."""
    return _SEPARATORS.sub("-", name).lower()


def distributions_of(module: str) -> tuple[str, ...]:
    """The distributions that bring a module, given by its dotted name; the likeliest is first.

    Empty where none is known: that the distribution is called like the module is then a guess.
    """
    index = _by_module()
    name = module
    while name:
        if name in index:
            return index[name]
        name = name.rpartition(".")[0]
    return ()


def distribution(name: str) -> Distribution | None:
    """The row of a distribution, in any spelling of its name; None where there is none."""
    return _rows().get(normalised(name))


def provided_by(distribution: str, extras: Collection[str] = ()) -> frozenset[str]:
    """The modules that installing a distribution with extras brings, as far as is known.

    Those of everything that comes with it are among them. `is_known` says whether these are all.
    """
    rows = _rows()
    found = (rows[name].modules for name in _installed(distribution, extras) if name in rows)
    return frozenset(module for modules in found for module in modules)


def is_known(distribution: str, extras: Collection[str] = ()) -> bool:
    """Whether all modules are known that installing a distribution with extras brings."""
    rows = _rows()
    brought = _extras().get(normalised(distribution), {"brings": {}})["brings"].values()
    if any(all(normalised(extra) not in known for known in brought) for extra in extras):
        return False
    installed = _installed(distribution, extras)
    return all(name in rows and rows[name].is_complete for name in installed)


def covers(provided: Iterable[str], module: str) -> bool:
    """Whether one of the provided names is a module, a package above it, or something in it."""
    return any(
        module == name or module.startswith(f"{name}.") or name.startswith(f"{module}.")
        for name in provided
    )


def extras_for(
    distribution: str, module_path: str, names: tuple[str, ...] = (), major: int | None = None
) -> tuple[ExtraNeed, ...]:
    """What an import from a distribution needs beyond the distribution itself.

    `from module_path import names`, or `import module_path` without names. `major` is the major
    version that will be installed. None stands for any: then a need is told only where all
    versions of the table have it, with the extras that serve in all of them.
    """
    known = _extras().get(normalised(distribution))
    if known is None:
        return ()
    majors = sorted(int(version) for version in known["brings"])
    imported = (module_path, *(f"{module_path}.{name}" for name in names))
    wanted = majors if major is None else [major]
    told = [_needs(normalised(distribution), known["needs"], imported, one) for one in wanted]
    common = set(told[0]).intersection(*told[1:])
    return tuple(_merged([needs[key] for needs in told]) for key in told[0] if key in common)


_Needs = dict[tuple[str, str], ExtraNeed]


def _needs(distribution: str, rows: Any, imported: tuple[str, ...], major: int) -> _Needs:
    """By path and missing module; the path is the longest imported name that a row speaks of."""
    found: _Needs = {}
    for row in rows:
        hits = [name for name in imported if _lies_in(row["paths"], name)]
        if major in row["majors"] and hits:
            found.setdefault(
                (hits[0], row["module"]),
                ExtraNeed(
                    distribution=distribution,
                    path=hits[0],
                    module=row["module"],
                    brought_by=row["distribution"],
                    extras=tuple(row["extras"]),
                    fails_on_import=row["moment"] == "import",
                ),
            )
    return found


def _lies_in(paths: Iterable[str], name: str) -> bool:
    """Whether a dotted name is one of the paths or lies below one."""
    return any(name == path or name.startswith(f"{path}.") for path in paths)


def _merged(needs: list[ExtraNeed]) -> ExtraNeed:
    first = needs[0]
    serving = tuple(
        extra for extra in first.extras if all(extra in need.extras for need in needs[1:])
    )
    return ExtraNeed(
        first.distribution,
        first.path,
        first.module,
        first.brought_by,
        serving,
        first.fails_on_import,
    )


def _installed(distribution: str, extras: Collection[str]) -> frozenset[str]:
    """The names of everything that comes with a distribution, its own among them."""
    rows, start = _rows(), normalised(distribution)
    known = _extras().get(start, {"brings": {}})
    wanted = {normalised(extra) for extra in extras}
    waiting = [start]
    for brought in known["brings"].values():
        waiting += [name for extra in wanted for name in brought.get(extra, ())]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += rows[name].requires if name in rows else ()
    return frozenset(found)


@lru_cache(maxsize=1)
def _table() -> Any:
    return read_table("distributions.json")


@lru_cache(maxsize=1)
def _rows() -> Mapping[str, Distribution]:
    return MappingProxyType(
        {
            name: Distribution(
                name=name,
                modules=tuple(row["modules"]),
                requires=(*(row["requires"] or ()), *row.get("requires_in_other_versions", ())),
                verified=row["verified"],
                is_complete=row["requires"] is not None,
            )
            for name, row in _table()["distributions"].items()
        }
    )


@lru_cache(maxsize=1)
def _by_module() -> Mapping[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for name, row in _rows().items():
        for module in row.modules:
            index[module] = (*index.get(module, ()), name)
    preferred = {module: tuple(names) for module, names in _table()["preferred"].items()}
    return MappingProxyType({**index, **preferred})


def _extras() -> Any:
    return _table()["extras"]
