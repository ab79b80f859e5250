"""The configurations of a run: each file has that of its folder, the nearest one upward."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from auditor.config.configuration import Configuration, Given, severity
from auditor.config.fault import BadConfiguration
from auditor.config.find import Finder
from auditor.model.choices import Choices
from auditor.model.finding import Safety
from auditor.model.rule import AnyRule
from auditor.model.selection import ALL, Named, deciding, is_chosen, names_of, unknown

if TYPE_CHECKING:
    from auditor.config.read import Source

_COMMAND_LINE_NAMES = ("select", "extend-select", "ignore", "extend-safe-fixes")


class Chosen(Struct, frozen=True):
    """The rules that run on a file, and what was decided about their findings."""

    rules: tuple[AnyRule, ...]
    choices: Choices


class Configurations:
    """What holds for each file of a run.

    `given` is what the command line says. `file` is the one configuration for all files, and its
    patterns are relative to the working folder; with `isolated` there is none. Raises
    BadConfiguration where `given` names an unknown rule.
    """

    def __init__(
        self,
        rules: Sequence[AnyRule],
        given: Given,
        *,
        file: str | None = None,
        isolated: bool = False,
    ) -> None:
        self._rules = tuple(rules)
        self._names = names_of(rules)
        self._given = given
        self._file = file
        self._isolated = isolated
        self._finder = Finder(lambda path: self._read(path) is not None)
        self._sources: dict[str, Source | BadConfiguration | None] = {}
        self._built: dict[str, Configuration | BadConfiguration] = {}
        self._chosen: dict[tuple[int, tuple[Named, ...]], Chosen] = {}
        self._none = Configuration(None, given)
        for key in _COMMAND_LINE_NAMES:
            for name in given.get(key, ()):
                if name not in self._names:
                    raise BadConfiguration(unknown(name, self._names))

    def for_file(self, path: Path | None) -> Configuration:
        """What holds for a file, None for a text of the working folder. Raises BadConfiguration."""
        return self.for_folder(Path() if path is None else path.parent)

    def for_folder(self, folder: Path) -> Configuration:
        """What holds for the files of a folder. Raises BadConfiguration."""
        if self._isolated:
            return self._none
        if self._file is not None:
            return self._of(self._file, Path())
        try:
            path = self._finder.nearest(os.path.abspath(folder))
        except FileNotFoundError:  # the working folder was removed: nothing is above it
            path = None
        return self._none if path is None else self._of(path, Path(path).parent)

    def chosen(self, configuration: Configuration, path: Path | None) -> Chosen:
        """The rules for a file, and what was decided about them."""
        key = (id(configuration), configuration.ignored_in(path))
        if key not in self._chosen:
            self._chosen[key] = _chosen(self._rules, configuration, key[1])
        return self._chosen[key]

    def _of(self, path: str, root: Path) -> Configuration:
        if path not in self._built:
            self._built[path] = self._build(path, root)
        found = self._built[path]
        if isinstance(found, BadConfiguration):
            raise found
        return found

    def _build(self, path: str, root: Path) -> Configuration | BadConfiguration:
        from auditor.config.build import build

        try:
            source = self._read(path)
            if source is None:
                raise BadConfiguration(f"{shown(path)}: has no table [tool.cfnaudit]")
            return build(source, root, self._given, self._names)
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
    selectors = configuration.selectors()
    severities = configuration.names("severity", is_for=True)
    safeties = configuration.safeties()
    fixables = configuration.fixables()
    written = configuration.written("severity", {})
    wanted = [
        rule for rule in rules if is_chosen(rule, selectors) and deciding(rule, ignored) is None
    ]
    graded = [(rule.id, deciding(rule, severities)) for rule in wanted]
    trusted = [(rule.id, deciding(rule, safeties)) for rule in wanted]
    named = [(rule.id, deciding(rule, selectors)) for rule in wanted]
    choices = Choices(
        severities={id: severity(written[one.name]) for id, one in graded if one is not None},
        safeties={
            id: Safety.SAFE if one.is_for else Safety.UNSAFE
            for id, one in trusted
            if one is not None
        },
        named=frozenset(id for id, one in named if one is not None and one.name != ALL),
        unfixable=frozenset(rule.id for rule in wanted if not is_chosen(rule, fixables)),
    )
    return Chosen(tuple(wanted), choices)


def shown(path: str) -> Path:
    """A path as messages say it: from the working folder where it lies in there."""
    whole = Path(path)
    with suppress(FileNotFoundError, ValueError):
        return whole.relative_to(Path.cwd())
    return whole
