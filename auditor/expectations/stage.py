"""A Pulumi program under mocks, as the readers of tests ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct

from auditor.expectations.values import InProgram, InTemplate, Known, Value
from auditor.model.path import Path
from auditor.model.tree import Tree

_PROPERTIES = "Properties"
RESOURCE: int = 2
"""The length of the path of a resource."""
_OF_RECORDS = {"typ": "Type", "type": "Type", "type_": "Type", "name": "Name", "inputs": "Inputs"}
"""What the arguments of a mock say of a resource, by their names in both languages."""


class Stage(Protocol):
    """What one test makes of a program, in the order of its statements."""

    tree: Tree

    def bound(self, place: str, text: str) -> Mapping[str, object]:
        """What a statement gives to names, such as an import of the test at a place."""

    def evaluated(self, place: str, text: str, names: Mapping[str, object]) -> object | None:
        """What an expression of the test stands for, with values for the names in it."""

    def member(self, place: str, value: object, name: str) -> object | None:
        """What stands behind a dot."""

    def path(self, value: object) -> Path | None:
        """Where what a resource was given stands in the tree; None for any other value."""

    def source(self, value: object) -> tuple[str, str] | None:
        """The path and the text of the module that a class stands in; None for any other value."""

    def records(self) -> list[Path] | None:
        """The resources that were made; None where nobody knows how many there are."""


class Mocked(Struct, frozen=True):
    """What the mocks of a test say that a resource is.

    They give it what the program does, but for the names in `own`.
    """

    own: frozenset[str]


class Staged:
    """The program that a test runs, with its mocks; nothing is known of it without them."""

    def __init__(self, stage: Stage, place: str, mocked: Mocked | None) -> None:
        self._stage = stage
        self._place = place
        self._mocked = mocked
        self._bound: dict[str, Mapping[str, object]] = {}

    def bound(self, text: str, name: str) -> Value:
        """What a statement, which is run once, gives to a name."""
        if text not in self._bound:
            self._bound[text] = self._stage.bound(self._place, text)
        return self._of(self._bound[text].get(name))

    def evaluated(self, text: str, names: Mapping[str, Value]) -> Value:
        """What an expression stands for."""
        known = {
            name: value.value
            for name, value in names.items()
            if isinstance(value, InProgram | Known)
        }
        return self._of(self._stage.evaluated(self._place, text, known))

    def member(self, found: Value, name: str) -> Value:
        """What stands behind a dot."""
        if isinstance(found, InProgram):
            return self._of(self._stage.member(self._place, found.value, name))
        if not isinstance(found, InTemplate):
            return None
        if len(found.path) == RESOURCE:
            step = _OF_RECORDS.get(name)
            return None if step is None else InTemplate((*found.path, step))
        return InTemplate((*found.path, name))

    def records(self) -> list[InTemplate] | None:
        """What the mocks are told, in no certain order."""
        found = self._stage.records()
        return None if found is None else [InTemplate(path) for path in found]

    def _of(self, value: object | None) -> Value:
        if value is None:
            return None
        path = self._stage.path(value)
        if path is None:
            return InProgram(value)
        is_given = self._mocked is not None and not {path[3], snake(path[3])} & self._mocked.own
        return InTemplate(path) if is_given else None


def spelled(path: Path, tree: Tree) -> Path:
    """A path with the keys as the program writes them: `from_port` for `fromPort`."""
    here = tree
    found: list[str | int] = []
    for step in path:
        key = step
        if isinstance(here, dict) and isinstance(step, str) and len(found) > RESOURCE:
            key = next((one for one in (step, camel(step), snake(step)) if one in here), step)
        found.append(key)
        is_there = isinstance(here, dict) and key in here
        is_item = isinstance(here, list) and isinstance(key, int) and key < len(here)
        here = here[key] if is_there or is_item else None
    return tuple(found)


def camel(snake: str) -> str:
    """A name of Python as JavaScript has it."""
    head, *rest = snake.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def snake(name: object) -> str:
    """A name of JavaScript as Python has it."""
    return "".join(f"_{one.lower()}" if one.isupper() else one for one in str(name))
