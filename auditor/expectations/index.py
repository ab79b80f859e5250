"""Finds the assertions that a change of the template may touch, without asking all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.expectations.expectation import Aspect, Expectation, Relation
from auditor.expectations.holds import Seen, fitting
from auditor.expectations.patterns import Unknown
from auditor.model.edit import Edit, InsertItem, InsertKey, Remove, Rename, targets
from auditor.model.path import Path

_INSIDE = (Relation.EQUAL, Relation.PART, Relation.ITEM)
"""The relations for which it matters what is inside of the value."""
_TYPE = 3
"""Steps of the path of a resource's type."""
_MOST_STEPS = 12
"""Steps of a path that are told apart; deeper ones are looked up by their beginning."""


class Index:
    """Assertions of one file by the paths that they look at."""

    def __init__(self, expectations: Iterable[Expectation], seen: Seen) -> None:
        self._inside: dict[Path, list[Expectation]] = {}
        """Those that look at all that is inside of the value at a path."""
        self._keys: dict[Path, list[Expectation]] = {}
        """Those that count what is at a path."""
        self._at_or_below: dict[Path, list[Expectation]] = {}
        """Those that look at a path or below it."""
        self._of_types: list[Expectation] = []
        """Those that look for resources by their types."""
        for one in expectations:
            self._add(one, seen)

    def _add(self, one: Expectation, seen: Seen) -> None:
        path = one.path
        if one.type is not None:
            self._of_types.append(one)
        if one.aspect is Aspect.RESOURCES:
            try:
                found = [] if one.negated else fitting(one, seen)
            except (Unknown, LookupError):
                found = []
            if not found:
                return
            # as long as the first one fits, the assertion holds
            path = ("Resources", found[0])
        if one.aspect in (Aspect.LENGTH, Aspect.COUNT, Aspect.KEYS):
            self._keys.setdefault(path, []).append(one)
        elif one.aspect is Aspect.RESOURCES or one.relation in _INSIDE:
            self._inside.setdefault(path, []).append(one)
        for depth in range(min(len(path), _MOST_STEPS) + 1):
            self._at_or_below.setdefault(path[:depth], []).append(one)

    def at(self, path: Path) -> list[Expectation]:
        """The assertions that look at a path itself."""
        return [one for one in self._at_or_below.get(path[:_MOST_STEPS], ()) if one.path == path]

    def touched(self, edits: Iterable[Edit]) -> list[Expectation]:
        """The assertions that edits may change the outcome of, each once."""
        edits = tuple(edits)
        found: dict[int, Expectation] = {}
        for edit, target in zip(edits, targets(edits), strict=True):
            for one in self._of(edit, target):
                found[id(one)] = one
        return list(found.values())

    def _of(self, edit: Edit, target: Path) -> Iterator[Expectation]:
        if isinstance(edit, InsertItem):
            # the items behind it get other numbers
            yield from self._at_or_below.get(target[:_MOST_STEPS], ())
            yield from self._keys.get(target, ())
        elif isinstance(edit, Remove) and isinstance(target[-1], int):
            yield from self._at_or_below.get(target[:-1][:_MOST_STEPS], ())
        else:
            yield from self._at_or_below.get(target[:_MOST_STEPS], ())
        if isinstance(edit, InsertKey | Remove | Rename):
            yield from self._keys.get(target[:-1], ())
        if len(target) == _TYPE and target[-1] == "Type":
            yield from self._of_types
        for depth in range(len(target)):
            yield from self._inside.get(target[:depth], ())
