"""The configurations of a run: each file has that of its folder, the nearest one upward."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from auditor.config.configuration import Configuration, Given, severity
from auditor.config.fault import BadConfiguration
from auditor.config.find import Finder
from auditor.config.trust import is_trusted
from auditor.disk import asking
from auditor.model.choices import Choices
from auditor.model.finding import Safety
from auditor.model.rule import AnyRule
from auditor.model.selection import ALL, Named, decisions, hint, names_of, unknown
from auditor.model.settings import Settings

if TYPE_CHECKING:
    from auditor.config.assembly import Assembly
    from auditor.config.layer import Layer
    from auditor.config.read import Source
    from auditor.config.samconfig import Deployment

_COMMAND_LINE_NAMES = ("select", "extend-select", "ignore", "extend-safe-fixes")
_SAM = "samconfig.toml"
_NO_NAMES = "; neither the configuration nor a samconfig.toml beside the template names any"


class Chosen(Struct, frozen=True):
    """The rules that run on a file, and what was decided about their findings."""

    rules: tuple[AnyRule, ...]
    choices: Choices


class Configurations:
    """What holds for each file of a run.

    `given` is what the command line says. `file` is the one configuration for all files, and its
    patterns are relative to the working folder; with `isolated` there is none. `environments` are
    those that are asked for, all where none is. Raises BadConfiguration where `given` names an
    unknown rule or Region.
    """

    def __init__(
        self,
        rules: Sequence[AnyRule],
        given: Given,
        *,
        file: str | None = None,
        isolated: bool = False,
        environments: Sequence[str] = (),
    ) -> None:
        self._environments = tuple(environments)
        self._rules = tuple(rules)
        self._names = names_of(rules)
        self._given = given
        self._file = file
        self._isolated = isolated
        self._finder = Finder(lambda path: self._read(path) is not None)
        self._deployed: dict[Path, tuple[Deployment, ...]] = {}
        self._assemblies: dict[Path, Assembly | None] = {}
        self._sources: dict[str, Source | BadConfiguration | None] = {}
        self._layers: dict[str, tuple[Layer, ...] | BadConfiguration] = {}
        self._of_files: dict[Path | None, Configuration] = {}
        self._of_layers: dict[tuple[str, tuple[bool, ...]], Configuration] = {}
        self._chosen: dict[tuple[int, tuple[Named, ...]], Chosen] = {}
        self._none = Configuration((), given)
        for key in _COMMAND_LINE_NAMES:
            for name in given.get(key, ()):
                if name not in self._names:
                    raise BadConfiguration(unknown(name, self._names))
        for region in given.get("regions", ()):
            self._refuse_region(region)

    @staticmethod
    def _refuse_region(region: str) -> None:
        from auditor.config.build import unknown_region
        from auditor.data.regions import REGIONS

        if region not in REGIONS:
            raise BadConfiguration(f"--region: {unknown_region(region)}")

    def for_file(self, path: Path | None) -> Configuration:
        """What holds for a file, None for a text of the working folder. Raises BadConfiguration."""
        known = self._of_files.get(path)
        if known is None:
            folder = Path() if path is None else path.parent
            known = self._of_files[path] = self._found(folder, path)
        return known

    def repository(self, folder: Path) -> Path | None:
        """The root of the repository that a folder lies in, None where it is in none."""
        found = self._finder.repository(os.path.abspath(folder))
        return None if found is None else Path(found)

    def for_folder(self, folder: Path) -> Configuration:
        """What holds for all files of a folder. Raises BadConfiguration."""
        return self._found(folder, None)

    def settings(self, configuration: Configuration, path: Path | None) -> tuple[Settings, ...]:
        """What rules may know of a file, in each environment. Raises BadConfiguration."""
        names = configuration.written("environments", {})
        if names:
            return tuple(
                replace(configuration.in_environment(name).settings, environment=name)
                for name in self._asked_for(names)
            )
        base = configuration.settings
        by_name = {one.environment: one for one in self.deployments(path)}
        return tuple(
            replace(
                base,
                regions=base.regions or (() if one.region is None else (one.region,)),
                parameters={**one.parameters, **base.parameters},
                environment=one.environment,
            )
            for one in map(by_name.__getitem__, self._asked_for(by_name))
        ) or (self._as_synthesized(base, path),)

    def is_synthesized(self, folder: Path) -> bool:
        """Whether CDK wrote the files of a folder."""
        return self._assembly(folder) is not None

    def stack_of(self, path: Path) -> str:
        """The ID that an app of CDK gives the stack of a template; empty where it is not known."""
        assembly = self._assembly(path.parent)
        return "" if assembly is None else assembly.stacks.get(path.name, "")

    def _as_synthesized(self, base: Settings, path: Path | None) -> Settings:
        """The settings with the Region that CDK deploys to, where none is configured."""
        if base.regions or path is None:
            return base
        assembly = self._assembly(path.parent)
        region = None if assembly is None else assembly.regions.get(path.name)
        return base if region is None else replace(base, regions=(region,))

    def _assembly(self, folder: Path) -> Assembly | None:
        if folder not in self._assemblies:
            self._assemblies[folder] = None
            if asking.is_file(folder / "manifest.json"):
                from auditor.config.assembly import is_assembly, read

                self._assemblies[folder] = read(folder) if is_assembly(folder) else None
        return self._assemblies[folder]

    def _asked_for(self, names: Collection[str]) -> Iterable[str]:
        for name in self._environments:
            if name not in names:
                known = f"; the environments are {', '.join(sorted(names))}" if names else _NO_NAMES
                advice = hint(name, names) or known
                raise BadConfiguration(f"--environment: no environment is called '{name}'{advice}")
        return self._environments or names

    def deployments(self, path: Path | None) -> tuple[Deployment, ...]:
        """What a `samconfig.toml` beside a file says. Raises BadConfiguration."""
        if path is None or self._isolated:
            return ()
        folder = path.parent
        if folder not in self._deployed:
            self._deployed[folder] = ()
            path = folder / _SAM
            if asking.is_file(path):
                from auditor.config.samconfig import deployments

                self._deployed[folder] = deployments(path)
        return self._deployed[folder]

    def _found(self, folder: Path, path: Path | None) -> Configuration:
        if self._isolated:
            return self._none
        if self._file is not None:
            return self._of(self._file, Path(), path)
        try:
            found = self._finder.nearest(os.path.abspath(folder))
        except FileNotFoundError:  # the working folder was removed: nothing is above it
            found = None
        return self._none if found is None else self._of(found, Path(found).parent, path)

    def own(self, path: Path | None) -> Configuration:
        """What would hold for a file if the working folder decided. Raises BadConfiguration."""
        found = self._found(Path(), path)
        return found if found.is_trusted else self._none

    def chosen(self, configuration: Configuration, path: Path | None) -> Chosen:
        """The rules for a file, and what was decided about them."""
        key = (id(configuration), configuration.ignored_in(path))
        if key not in self._chosen:
            self._chosen[key] = _chosen(self._rules, configuration, key[1])
        return self._chosen[key]

    def _of(self, file: str, root: Path, path: Path | None) -> Configuration:
        """The configuration in a file, for a file that it holds for."""
        if file not in self._layers:
            self._layers[file] = self._build(file, root)
        layers = self._layers[file]
        if isinstance(layers, BadConfiguration):
            raise layers
        key = (file, tuple(layer.holds_for(path) for layer in layers))
        if key not in self._of_layers:
            holding = tuple(layer for layer, holds in zip(layers, key[1], strict=True) if holds)
            self._of_layers[key] = Configuration(holding, self._given)
        return self._of_layers[key]

    def _build(self, file: str, root: Path) -> tuple[Layer, ...] | BadConfiguration:
        from auditor.config.build import layers

        try:
            source = self._read(file)
            if source is None:
                raise BadConfiguration(f"{shown(file)}: has no table [tool.cfnaudit]")
            found = layers(source, root, self._names, lambda path: self._read(str(path)))
            if self._file is not None or is_trusted(file):
                return found
            return tuple(
                replace(layer, is_trusted=is_trusted(os.path.abspath(layer.source.path)))
                for layer in found
            )
        except BadConfiguration as error:
            return error

    def _read(self, path: str) -> Source | None:
        from auditor.config.read import read

        if path not in self._sources:
            try:
                self._sources[path] = read(shown(path))
            except BadConfiguration as error:
                self._sources[path] = error
        found = self._sources[path]
        if isinstance(found, BadConfiguration):
            raise found
        return found


def _chosen(
    rules: Sequence[AnyRule], configuration: Configuration, ignored: tuple[Named, ...]
) -> Chosen:
    selected = decisions(rules, configuration.selectors())
    against = decisions(rules, ignored)
    wanted = [
        rule
        for rule in rules
        if (one := selected[rule.id]) is not None and one.is_for and against[rule.id] is None
    ]
    graded = decisions(wanted, configuration.names("severity", is_for=True))
    trusted = decisions(wanted, configuration.safeties())
    fixable = decisions(wanted, configuration.fixables())
    written = configuration.written("severity", {})
    named = [rule.id for rule in wanted if (one := selected[rule.id]) and one.name != ALL]
    choices = Choices(
        severities={id: severity(written[one.name]) for id, one in graded.items() if one},
        safeties={
            id: Safety.SAFE if one.is_for else Safety.UNSAFE for id, one in trusted.items() if one
        },
        named=frozenset(named),
        unfixable=frozenset([id for id, one in fixable.items() if not (one and one.is_for)]),
    )
    return Chosen(tuple(wanted), choices)


def shown(path: str) -> Path:
    """A path as messages say it: from the working folder where it lies in there."""
    whole = Path(path)
    with suppress(FileNotFoundError, ValueError):
        return whole.relative_to(Path.cwd())
    return whole
