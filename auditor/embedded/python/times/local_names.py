"""What is known of the local names of a function at one place of the way through it.

A function may have as many names as branches. Changes are therefore noted as they are made: a
branch is undone, and branches meet, at the cost of what they change alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from auditor.embedded.python.times.kinds import NOTHING, Value, join

Changes: TypeAlias = dict[str, Value | None]
"""Names with their values; None for a name that has none any more."""


class LocalNames:
    """The names that are bound so far, with their values."""

    def __init__(self, values: Mapping[str, Value] | None = None) -> None:
        self._values: Final[dict[str, Value]] = dict(values or {})
        self._undo: Final[list[tuple[str, Value | None]]] = []

    def get(self, name: str) -> Value | None:
        """The value of a name; None where it is not bound."""
        return self._values.get(name)

    def set(self, name: str, value: Value | None) -> None:
        """Binds a name, or takes its binding from it."""
        self._undo.append((name, self._values.get(name)))
        if value is None:
            self._values.pop(name, None)
        else:
            self._values[name] = value

    def items(self) -> Iterable[tuple[str, Value]]:
        """All names that are bound."""
        return self._values.items()

    def mark(self) -> int:
        """A place to come back to, as long as no earlier one was gone back to."""
        return len(self._undo)

    def since(self, mark: int) -> Changes:
        """What was changed since a place."""
        return {name: self._values.get(name) for name, _ in self._undo[mark:]}

    def back(self, mark: int) -> None:
        """Undoes what was changed since a place."""
        while len(self._undo) > mark:
            name, value = self._undo.pop()
            if value is None:
                self._values.pop(name, None)
            else:
                self._values[name] = value

    def values_at(self, ends: Sequence[Changes]) -> dict[str, list[Value | None]]:
        """The values at several ends in their order, of each name that one of them changes.

        An end that leaves a name as it is now has its value of now; where several do so in a row,
        it is listed once, since nothing comes of joining a value twice.
        """
        found: dict[str, list[Value | None]] = {}
        last: dict[str, int] = {}
        for index, end in enumerate(ends):
            for name, value in end.items():
                values = found.setdefault(name, [])
                if index > last.get(name, -1) + 1:
                    values.append(self._values.get(name))
                values.append(value)
                last[name] = index
        for name, values in found.items():
            if last[name] < len(ends) - 1:
                values.append(self._values.get(name))
        return found

    def meet(self, ends: Sequence[Changes], steps: Sequence[Changes] | None = None) -> None:
        """Goes on where one of several ends may have been reached.

        `steps`: besides, the place before any of some statements in a row, with what each changes.
        """
        values = self.values_at(ends)
        if steps is not None:
            stepped = dict.fromkeys(name for step in steps for name in step)
            for name in {**values, **stepped}:
                now = self._values.get(name)
                values.setdefault(name, [now] if ends else []).append(now)
            for step in steps:
                for name, value in step.items():
                    values[name].append(value)
        for name, met in values.items():
            merged = _joined(met[0], met[1:])
            if merged is not self._values.get(name):
                self.set(name, merged)


def _joined(first: Value | None, others: Iterable[Value | None]) -> Value | None:
    merged = first
    for value in others:
        if merged is None:
            # `except ImportError: ssl = None` leaves the name to what is imported.
            merged = None if value is NOTHING else value
        elif value is not None and value is not merged:
            merged = join(merged, value)
    return merged
