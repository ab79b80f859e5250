"""What holds for the files of a folder: the command line, else the file, else the default."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from auditor.model.finding import Severity
from auditor.model.selection import Named
from auditor.model.settings import Settings

if TYPE_CHECKING:
    from auditor.config.patterns import Patterns
    from auditor.config.read import Source

DEFAULTS: Mapping[str, Any] = {
    "select": ["all"],
    "extend-select": [],
    "ignore": [],
    "per-file-ignores": {},
    "severity": {},
    "extend-safe-fixes": [],
    "extend-unsafe-fixes": [],
    "fixable": ["all"],
    "unfixable": [],
    "unsafe-fixes": False,
    "fail-on": "warning",
    "min-severity": "warning",
    "docs-url": None,
    "output-format": "text",
    "include": None,
    "exclude": [],
    "house-rules": [],
    "plugins": [],
    "max-file-seconds": 60,
    "max-file-size": 5,
    "regions": [],
    "log-retention-days": 30,
    "account.concurrency": None,
    "account.api-gateway-logging-role": None,
    "account.services-in-use": None,
    "account.singletons": None,
}
"""All keys, those of tables with a dot, and what holds where nobody says anything."""
OF_THE_RUN = (
    "unsafe-fixes",
    "min-severity",
    "docs-url",
    "output-format",
    "house-rules",
    "plugins",
    "max-file-seconds",
    "max-file-size",
)
"""The keys that only the configuration of the working folder decides."""
OPTIONS = {
    "regions": "--region",
    "account.concurrency": "--account-concurrency",
    "account.api-gateway-logging-role": "--api-gateway-logging-role",
}
"""The options that are not called as their keys."""

Given = Mapping[str, Any]
"""What the command line says, by the keys; a key that it does not speak of is not in it."""


class Configuration(Struct, frozen=True):
    """A file, or none, with what the command line says. `patterns` are those of the file by key."""

    source: Source | None
    given: Given
    include: Patterns | None = None
    exclude: Patterns | None = None
    per_file: Mapping[str, Patterns] | None = None

    def value(self, key: str) -> Any:
        """The value that holds: what TOML has for it, the plain values of JSON."""
        if key in self.given:
            return self.given[key]
        return self.written(key, DEFAULTS[key])

    def written(self, key: str, default: Any = None) -> Any:
        """What the file says for a key."""
        found: Any = {} if self.source is None else self.source.table
        for part in key.split("."):
            if part not in found:
                return default
            found = found[part]
        return found

    def origin(self, *at: str | int) -> str:
        """Who says so: an option, a place in the file, or nobody, then it is the default.

        `at` is a key or the option of a name, and what is asked for in its value, if anything.
        """
        key = str(at[0]) if at else ""
        if key.startswith("--"):
            return key
        if key in self.given:
            option = OPTIONS.get(key, f"--{key}")
            return option.replace("--", "--no-", 1) if self.given[key] is False else option
        if self.source is None or self.written(key) is None:
            return "default"
        return self.source.place((*key.split("."), *at[1:]))

    def source_origin(self, key: str) -> str:
        """Where the file speaks of a key, whatever the command line says."""
        return Configuration(self.source, {}).origin(key)

    @property
    def settings(self) -> Settings:
        """What rules may know."""
        concurrency = self.value("account.concurrency")
        in_use = self.value("account.services-in-use")
        singletons = self.value("account.singletons")
        return Settings(
            account_concurrency=None if concurrency is None else int(concurrency),
            log_retention_days=int(self.value("log-retention-days")),
            api_gateway_logging_role=self.value("account.api-gateway-logging-role"),
            regions=tuple(self.value("regions")),
            services_in_use=None if in_use is None else tuple(in_use),
            singletons=None if singletons is None else tuple(singletons),
        )

    @property
    def fail_on(self) -> Severity:
        """The severity from which on findings make the run fail."""
        return severity(self.value("fail-on"))

    def selectors(self) -> tuple[Named, ...]:
        """The names for and against rules, those for some files left out."""
        if "select" in self.given:
            chosen = self._from_command_line("select", is_for=True)
        else:
            chosen = [*self.names("select", is_for=True), *self.names("extend-select", is_for=True)]
            if self.written("select") is None:
                chosen.append(Named("all", is_for=True))
        return (
            *chosen,
            *self._from_command_line("extend-select", is_for=True),
            *self.names("ignore", is_for=False),
            *self._from_command_line("ignore", is_for=False),
        )

    def names(self, key: str, *, is_for: bool) -> list[Named]:
        """The names of a list, or of a table's keys, in the file."""
        written = self.written(key, ())
        places = written if isinstance(written, dict) else range(len(written))
        return [
            Named(name, is_for, at=(key, place))
            for name, place in zip(written, places, strict=True)
        ]

    def safeties(self) -> tuple[Named, ...]:
        """The names for and against the safety of rules' fixes."""
        return (
            *self.names("extend-safe-fixes", is_for=True),
            *self.names("extend-unsafe-fixes", is_for=False),
            *self._from_command_line("extend-safe-fixes", is_for=True),
        )

    def fixables(self) -> tuple[Named, ...]:
        """The names for and against making rules' fixes at all."""
        wanted = self.names("fixable", is_for=True) or [Named("all", is_for=True)]
        return (*wanted, *self.names("unfixable", is_for=False))

    def ignored_in(self, path: Path | None) -> tuple[Named, ...]:
        """The names against rules that hold for one file."""
        if path is None or not self.per_file:
            return ()
        return tuple(
            Named(name, is_for=False, at=("per-file-ignores", pattern))
            for pattern, patterns in self.per_file.items()
            if patterns.match(path) is not None
            for name in self.written("per-file-ignores")[pattern]
        )

    def passes_over(self, path: Path, *, is_folder: bool = False) -> bool:
        """Whether a search passes over a path."""
        return (
            self.exclude is not None and self.exclude.match(path, is_folder=is_folder) is not None
        )

    def _from_command_line(self, key: str, *, is_for: bool) -> list[Named]:
        return [
            Named(name, is_for, on_command_line=True, at=(f"--{key}",))
            for name in self.given.get(key, ())
        ]


def severity(name: str) -> Severity:
    """A severity by what users call it."""
    return Severity[name.upper()]
