"""How folders are searched: as the configurations in them say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from auditor.config.configuration import Configuration
from auditor.config.fault import BadConfiguration
from auditor.config.lookup import Configurations
from auditor.files import BySuffix

if TYPE_CHECKING:
    from auditor.config.patterns import Patterns

BUILT = frozenset({".aws-sam", "cdk.out", "dist"})
"""The folders that tools write: their templates are checked where they come from."""


class ConfiguredSearch:
    """Passes over what is excluded, and takes what is included.

    Where a configuration is broken, the search takes what it would without: the run says so when
    it comes to the file. Folders of build output that it comes to are passed over and added to
    `built`, unless they are named. What the command line has `excluded` is passed over as well.
    An excluded folder that is named itself is searched whole. What a configuration that is not
    trusted leaves out is taken, to count what it hides.
    """

    def __init__(
        self,
        known: Configurations,
        folder: Path,
        *,
        excluded: Patterns | None = None,
        built: list[Path] | None = None,
    ) -> None:
        self._built = [] if built is None else built
        self._is_in_built = not BUILT.isdisjoint(folder.absolute().parts)
        self._excluded = excluded
        self._known = known
        self._by_suffix = BySuffix()
        configuration = self._of(folder)
        self._takes_all = configuration is not None and configuration.passes_over(
            folder, is_folder=True
        )

    def enters(self, folder: Path) -> bool:
        """Whether it goes into a folder: that above it decides."""
        if self._passes_over(folder, is_folder=True):
            return False
        if folder.name in BUILT and not self._is_in_built:
            self._built.append(folder)
            return False
        return True

    def takes(self, file: Path) -> bool:
        """Whether it takes a file."""
        configuration = self._of(file.parent)
        is_fit = self._fits(file, configuration)
        if not is_fit and configuration is not None and not configuration.is_trusted:
            is_fit = self._fits(file, self._own())
        return is_fit and not self._passes_over(file)

    def hides(self, file: Path) -> bool:
        """Whether it takes a file only to count what its configuration hides in there."""
        configuration = self._of(file.parent)
        if configuration is None or configuration.is_trusted:
            return False
        is_passed_over = not self._takes_all and configuration.passes_over(file)
        return is_passed_over or not self._fits(file, configuration)

    def _fits(self, file: Path, configuration: Configuration | None) -> bool:
        if configuration is None or configuration.include is None:
            return self._by_suffix.takes(file)
        return configuration.include.match(file) is not None

    def _passes_over(self, path: Path, *, is_folder: bool = False) -> bool:
        excluded = self._excluded
        if excluded is not None and excluded.match(path, is_folder=is_folder) is not None:
            return True
        configuration = None if self._takes_all else self._of(path.parent)
        if configuration is None or not configuration.passes_over(path, is_folder=is_folder):
            return False
        own = configuration if configuration.is_trusted else self._own()
        return own is not None and own.passes_over(path, is_folder=is_folder)

    def _own(self) -> Configuration | None:
        try:
            return self._known.own(None)
        except BadConfiguration:
            return None

    def _of(self, folder: Path) -> Configuration | None:
        try:
            return self._known.for_folder(folder)
        except BadConfiguration:
            return None
