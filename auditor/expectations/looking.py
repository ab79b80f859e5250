"""Looks at the template, where a test does to find what its assertions are about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from auditor.expectations.expectation import Aspect, Expectation, Relation, Style
from auditor.expectations.holds import Seen, holds
from auditor.expectations.patterns import Unknown
from auditor.expectations.values import InTemplate, MaybeAt
from auditor.model.path import Path
from auditor.model.text import Span

_NOWHERE = Span(0, 0)
_RESOURCES: Path = ("Resources",)


class Looking:
    """What one test sees of a template; `conditions` are what it decides by.

    Nothing is seen without a template, so that whoever reads a test can tell whether it looks at
    one at all.
    """

    def __init__(self, seen: Seen | None, style: Style) -> None:
        self._seen = seen
        self._style = style
        self._conditions: dict[tuple[Path, Aspect, Relation], Expectation] = {}

    @property
    def conditions(self) -> tuple[Expectation, ...]:
        """What was looked at. Where an edit touches one, the test may look at something else."""
        return tuple(self._conditions.values())

    @property
    def is_after(self) -> bool:
        """Whether a change was made, so that what held before may not hold any more.

        An assertion that looks for what it is about then says so of all that it may have been.
        """
        return self._seen is not None and self._seen.is_after

    def at(self, path: Path) -> Any:
        """The value at a path, `NOTHING` where only its last key is missing.

        Raises LookupError where more is missing, and Unknown.
        """
        self._note(Expectation(path, Relation.EQUAL, _NOWHERE, self._style))
        return self._known(path)

    def keys(self, path: Path) -> tuple[str | int, ...] | None:
        """The keys of the mapping, or the indices of the list, at a path."""
        self._note(Expectation(path, Relation.SOME, _NOWHERE, self._style, aspect=Aspect.KEYS))
        try:
            found = self._known(path)
        except (Unknown, LookupError):
            return None
        if isinstance(found, list):
            return tuple(range(len(found)))
        is_mapping = isinstance(found, dict) and self._seen is not None
        return tuple(map(str, found)) if is_mapping else None

    def is_list(self, path: Path) -> bool:
        """Whether there is a list at a path."""
        if self._seen is None:
            # whoever asks has to ask again with the template
            self.keys(path)
        try:
            return isinstance(self._known(path), list)
        except (Unknown, LookupError):
            return False

    def is_single(self, found: InTemplate | MaybeAt) -> bool:
        """Whether a text, a number or a mapping is there, and no list."""
        try:
            at = self.at(found.path)
        except (Unknown, LookupError):
            return False
        return isinstance(at, str | int | float | dict)

    def has(self, path: Path, value: str) -> bool | None:
        """Whether a text stands at a path."""
        return self.all_hold([Expectation(path, Relation.EQUAL, _NOWHERE, self._style, value)])

    def plain(self, path: Path) -> Any:
        """The text or number at a path; None where there is none, or it is not known."""
        try:
            found = self.at(path)
        except (Unknown, LookupError):
            return None
        return found if isinstance(found, str | int) else None

    def would_hold(self, found: Iterable[Expectation]) -> bool | None:
        """As `all_hold`, of what is an assertion itself and decides nothing."""
        self.keys(_RESOURCES)
        return None if self._seen is None else _joined(holds(one, self._seen) for one in found)

    def all_hold(self, found: Iterable[Expectation]) -> bool | None:
        """Whether all that a condition asks for holds; None where that cannot be told."""
        outcomes = []
        for one in found:
            self._note(one)
            outcomes.append(None if self._seen is None else self._outcome(one, self._seen))
        return _joined(outcomes)

    @staticmethod
    def _outcome(one: Expectation, seen: Seen) -> bool | None:
        try:
            seen.value(one.path)
        except LookupError:
            # a mapping that stands for a missing one has no key
            return None if one.negated or one.relation is not Relation.EQUAL else False
        except Unknown:
            return None
        return holds(one, seen)

    def _known(self, path: Path) -> Any:
        if self._seen is None:
            raise Unknown
        found = self._seen.value(path)
        if self._seen.hides(found):
            raise Unknown
        return found

    def _note(self, one: Expectation) -> None:
        self._conditions.setdefault((one.path, one.aspect, one.relation), one)


def _joined(outcomes: Iterable[bool | None]) -> bool | None:
    every = list(outcomes)
    if False in every:
        return False
    return True if every and None not in every else None
