"""What holds for the files of a folder: the command line, else the file, else the default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from auditor.config.layer import ADDING, TABLES, Layer
from auditor.model.finding import Severity
from auditor.model.selection import Named
from auditor.model.settings import Settings

if TYPE_CHECKING:
    from auditor.config.patterns import Patterns
    from auditor.config.read import Source

DEFAULTS: Mapping[str, Any] = {
    "extend": None,
    "select": ["all"],
    "extend-select": [],
    "ignore": [],
    "extend-ignore": [],
    "per-file-ignores": {},
    "severity": {},
    "extend-safe-fixes": [],
    "extend-unsafe-fixes": [],
    "fixable": ["all"],
    "unfixable": [],
    "unsafe-fixes": False,
    "fail-on": "error",
    "min-severity": "warning",
    "docs-url": None,
    "output-format": "text",
    "include": None,
    "exclude": [],
    "house-rules": [],
    "plugins": [],
    "baseline": None,
    "overrides": [],
    "max-file-seconds": 60,
    "max-file-size": 5,
    "regions": [],
    "log-retention-days": 30,
    "account.concurrency": None,
    "account.api-gateway-logging-role": None,
    "account.services-in-use": None,
    "account.singletons": None,
    "parameters": {},
    "parameter-files": [],
    "environments": {},
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
    "baseline",
)
"""The keys that only the configuration of the working folder decides."""
OPTIONS = {
    "parameters": "--parameters",
    "regions": "--region",
    "account.concurrency": "--account-concurrency",
    "account.api-gateway-logging-role": "--api-gateway-logging-role",
}
"""The options that are not called as their keys."""

_PARAMETERS = ("parameters", "parameter-files")
_ACCOUNT = "account."

Given = Mapping[str, Any]
"""What the command line says, by the keys; a key that it does not speak of is not in it."""


class Configuration(Struct, frozen=True):
    """What the command line says, over the tables of files: the first layer that speaks decides."""

    layers: tuple[Layer, ...]
    given: Given

    @property
    def source(self) -> Source | None:
        """The file that holds, None where there is none; what it extends is not told."""
        return self.layers[-1].source if self.layers else None

    @property
    def is_trusted(self) -> bool:
        """Whether all of it comes from whoever started the run."""
        return all(layer.is_trusted for layer in self.layers)

    @property
    def without_effect(self) -> tuple[tuple[str, str], ...]:
        """What is checked has no say in these keys, each with the place where it speaks of it.

        It makes no fixes safer, and of the account only its owner knows: that is no fact of what is
        deployed, and fixes that are safe for some accounts may follow from it.
        """
        return tuple(
            (layer.place(*at), ".".join(at))
            for layer in self.layers
            if not layer.is_trusted
            for at in _of_the_account(layer)
        )

    def value(self, key: str) -> Any:
        """The value that holds: what TOML has for it, the plain values of JSON."""
        if key in self.given:
            return self.given[key]
        return self.written(key, DEFAULTS[key])

    def written(self, key: str, default: Any = None) -> Any:
        """What the files say for a key, joined where tables or lists of several layers add up."""
        found = [value for layer in self._heard(key) if (value := layer.find(key)) is not None]
        if not found:
            return default
        if key in TABLES:
            return {name: one for value in reversed(found) for name, one in value.items()}
        if key in ADDING:
            return [name for value in reversed(found) for name in value]
        return found[0]

    def origin(self, *at: str | int) -> str:
        """Who says so: an option, a place in a file, or nobody, then it is the default.

        `at` is a key or the option of a name, and what is asked for in its value, if anything; in
        front of them the number of the layer, where several may say something.
        """
        if at and isinstance(at[0], int):
            return self.layers[at[0]].place(str(at[1]), *at[2:])
        key = str(at[0]) if at else ""
        if key.startswith("--"):
            return key
        if key in self.given:
            option = OPTIONS.get(key, f"--{key}")
            return option.replace("--", "--no-", 1) if self.given[key] is False else option
        layer = next((one for one in self._heard(key) if one.find(key) is not None), None)
        return "default" if layer is None else layer.place(key, *at[1:])

    def _heard(self, key: str) -> Sequence[Layer]:
        """The layers that have a say in a key."""
        if not key.startswith(_ACCOUNT):
            return self.layers
        return [layer for layer in self.layers if layer.is_trusted]

    def source_origin(self, key: str) -> str:
        """Where the files speak of a key, whatever the command line says."""
        return Configuration(self.layers, {}).origin(key)

    @property
    def settings(self) -> Settings:
        """What rules may know. Raises BadConfiguration for a file of parameters that is none."""
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
            parameters=self._parameters(),
        )

    @property
    def baseline(self) -> str | None:
        """The path of the baseline, from the working folder."""
        if "baseline" in self.given:
            return str(self.given["baseline"])
        layer = next((one for one in self.layers if one.find("baseline") is not None), None)
        return None if layer is None else str(layer.source.path.parent / layer.find("baseline"))

    def in_environment(self, name: str) -> Configuration:
        """What holds in one of the environments."""
        layer = next(one for one in self.layers if name in (one.find("environments") or ()))
        at = (*layer.at, "environments", name)
        table = layer.table["environments"][name]
        inner = Layer(layer.source, table, at, is_trusted=layer.is_trusted)
        return Configuration((inner, *self.layers), self.given)

    def _parameters(self) -> dict[str, str]:
        """Values of parameters: of the files, over them those of the tables, then those given."""
        given = self.given.get("parameters", {})
        if not any(layer.find(key) for layer in self.layers for key in _PARAMETERS):
            return dict(given)
        from auditor.config.parameters import from_file, text_of_value

        found: dict[str, str] = {}
        for layer in reversed(self.layers):
            for name in layer.find("parameter-files") or ():
                found.update(from_file(layer.source.path.parent / name))
            for name, value in (layer.find("parameters") or {}).items():
                found[name] = text_of_value(value) or ""
        return {**found, **given}

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
            *self.names("extend-ignore", is_for=False),
            *self._from_command_line("ignore", is_for=False),
        )

    def names(self, key: str, *, is_for: bool) -> list[Named]:
        """The names of a list, or of a table's keys, as far as no layer before has its say."""
        named: list[Named] = []
        seen: set[str] = set()
        for number, layer in enumerate(self.layers):
            written = layer.find(key)
            if written is None:
                continue
            places = written if isinstance(written, dict) else range(len(written))
            named += (
                Named(name, is_for, at=(number, key, place))
                for name, place in zip(written, places, strict=True)
                if name not in seen
            )
            if key not in TABLES and key not in ADDING:
                break
            seen.update(written if key in TABLES else ())
        return named

    def safeties(self) -> tuple[Named, ...]:
        """The names for and against the safety of rules' fixes."""
        safer = self.names("extend-safe-fixes", is_for=True)
        return (
            *(name for name in safer if self.layers[int(name.at[0])].is_trusted),
            *self.names("extend-unsafe-fixes", is_for=False),
            *self._from_command_line("extend-safe-fixes", is_for=True),
        )

    def fixables(self) -> tuple[Named, ...]:
        """The names for and against making rules' fixes at all."""
        wanted = self.names("fixable", is_for=True) or [Named("all", is_for=True)]
        return (*wanted, *self.names("unfixable", is_for=False))

    def ignored_in(self, path: Path | None) -> tuple[Named, ...]:
        """The names against rules that hold for one file."""
        if path is None:
            return ()
        return tuple(
            Named(name, is_for=False, at=(number, "per-file-ignores", pattern))
            for number, layer in enumerate(self.layers)
            for pattern, patterns in layer.per_file.items()
            if patterns.match(path) is not None
            for name in layer.table["per-file-ignores"][pattern]
        )

    @property
    def include(self) -> Patterns | None:
        """The files that a search looks into, None for those with the usual suffixes."""
        return next((one.include for one in self.layers if one.find("include") is not None), None)

    @property
    def exclude(self) -> Patterns | None:
        """What a search passes over, None for nothing."""
        return next((one.exclude for one in self.layers if one.find("exclude") is not None), None)

    def passes_over(self, path: Path, *, is_folder: bool = False) -> bool:
        """Whether a search passes over a path."""
        exclude = self.exclude
        return exclude is not None and exclude.match(path, is_folder=is_folder) is not None

    def _from_command_line(self, key: str, *, is_for: bool) -> list[Named]:
        return [
            Named(name, is_for, on_command_line=True, at=(f"--{key}",))
            for name in self.given.get(key, ())
        ]


def severity(name: str) -> Severity:
    """A severity by what users call it."""
    return Severity[name.upper()]


def _of_the_account(layer: Layer) -> Iterator[tuple[str, ...]]:
    """Where a table makes fixes safer, or says something of the account."""
    if layer.find("extend-safe-fixes"):
        yield ("extend-safe-fixes",)
    if layer.find("account"):
        yield ("account",)
    for name, environment in (layer.find("environments") or {}).items():
        if environment.get("account"):
            yield "environments", name, "account"
