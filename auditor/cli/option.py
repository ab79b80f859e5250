"""What an option of `check` is, and how it is written on a command line."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from msgspec import Struct


class Kind(Enum):
    """What an option takes, and what it is without being given: False, None or an empty list."""

    FLAG = "flag"
    """Nothing: it is given or not."""
    SWITCH = "switch"
    """Nothing: `--name` or `--no-name`."""
    TEXT = "text"
    PATH = "path"
    CHOICE = "choice"
    """One of the choices."""
    COUNT = "count"
    """A whole number from 1 to `most`."""
    TEXTS = "texts"
    """A text; may be given several times."""
    RULES = "rules"
    """As TEXTS: names of rules, which shells complete."""


class Option(Struct, frozen=True):
    """An option by the name that its value has in the program; `--` and hyphens make the flag.

    `shown` is the default that the help names, and `value` what may come after it and `=`, where it
    may go without: the hidden option of the longer name has that.
    """

    name: str
    kind: Kind
    panel: str
    help: str
    short: str | None = None
    metavar: str | None = None
    shown: str | None = None
    choices: tuple[str, ...] = ()
    most: int | None = None
    value: str | None = None
    is_hidden: bool = False

    @property
    def flag(self) -> str:
        """How it is written."""
        return "--" + self.name.replace("_", "-")

    @property
    def placeholder(self) -> str:
        """What stands for its value in the help; empty where it takes none."""
        if self.metavar is not None or self.kind in (Kind.FLAG, Kind.SWITCH):
            return self.metavar or ""
        return {Kind.RULES: "RULES", Kind.COUNT: "NUMBER", Kind.PATH: "FILE"}.get(
            self.kind, self.name.upper().rpartition("_")[2]
        )


_WITH_VALUE = {
    "--unsafe-fixes=": "--unsafe-fixes-of=",
    "--add-ignores=": "--add-ignores-because=",
}
"""How options are written that may have a value or none, and the hidden ones that always have."""


def spelled_out(arguments: Sequence[str]) -> list[str]:
    """The arguments with each option that may have a value, or none, as two options."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    return [*map(_spelled_out, arguments[:end]), *arguments[end:]]


def _spelled_out(argument: str) -> str:
    for written, meant in _WITH_VALUE.items():
        if argument.startswith(written):
            return meant + argument.removeprefix(written)
    return argument
