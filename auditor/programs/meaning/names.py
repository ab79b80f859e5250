"""Logical IDs of a program's resources: the variables that they are kept in."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.expression import expression
from auditor.programs.values import Joined, Known, Made, Value

_OTHERS = expression(r"[^A-Za-z0-9]+")
_LONGEST = 60


class Names:
    """A name for each resource that stands for itself, in the order of the program."""

    def __init__(self, resources: Iterable[Made]) -> None:
        self._names: dict[int, str] = {}
        self._taken: set[str] = set()
        for made in resources:
            self._names[id(made)] = self._free(wanted(made))

    def of(self, made: Made) -> str | None:
        """The logical ID; None for a resource that is a part of another one."""
        return self._names.get(id(made))

    def _free(self, asked: str) -> str:
        name, number = asked, 2
        while name in self._taken:
            name, number = f"{asked}{number}", number + 1
        self._taken.add(name)
        return name


def wanted(made: Made) -> str:
    """The logical ID of a resource, as long as no other one has it."""
    return name_of(made.handle.strip("_") or _text(made.name)) or made.kind.name.rpartition(".")[2]


def name_of(words: str) -> str:
    """The logical ID that a variable, or a name in Pulumi, becomes."""
    if words.isidentifier() and words.isascii():
        return words[:_LONGEST]
    plain = "".join(part[:1].upper() + part[1:] for part in _OTHERS.split(words) if part)
    return plain[:_LONGEST]


def _text(value: Value) -> str:
    parts = value.parts if isinstance(value, Joined) else [value]
    return "-".join(str(part.value) for part in parts if isinstance(part, Known))
