"""What tests expect of a template that they load from its file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from auditor.expectations.carry import breaks
from auditor.expectations.expectation import Expectation, Expectations
from auditor.expectations.holds import Seen, holds
from auditor.expectations.index import Index
from auditor.expectations.readings import Readings, expected, places
from auditor.model.edit import Change, Edit, EditError, edited, in_template, targets
from auditor.model.path import Path, is_within
from auditor.model.tests import SuiteText
from auditor.model.tree import Tree

_READ = 256
"""Tests whose expectations are remembered: a template is checked again after each fix."""


class Edited(Struct, frozen=True):
    """The tests of a template after edits of it."""

    broken: tuple[Expectation, ...]
    after: Seen
    changed: tuple[Path, ...]

    def seen(self, file: SuiteText) -> Seen:  # noqa: ARG002 (all tests see the same)
        """What a test will see."""
        return self.after

    def reaches(self, file: SuiteText, path: Path) -> bool:  # noqa: ARG002
        """Whether something changes at a path or inside of what is there."""
        return any(is_within(one, path) for one in self.changed)


class OfTemplate(Readings):
    """The assertions about one template; `is_exact` says that tests see the very tree."""

    def __init__(
        self, files: Sequence[SuiteText], template: str, tree: Tree, *, is_exact: bool
    ) -> None:
        super().__init__(files)
        self._template = template
        self._tree = tree
        self._is_exact = is_exact
        self._seen = Seen(tree, is_exact=is_exact)
        conditions: list[Expectation] = []
        for file in files:
            found = self._certain(file, self._expected(file, self._seen))
            self.add(file, found)
            conditions += self.owned(file, found.conditions)
        self._index = Index(self.every, self._seen)
        self._conditions = Index(conditions, self._seen)

    def _certain(self, file: SuiteText, found: Expectations) -> Expectations:
        """What is expected of the stack of the template, and not of one that differs from it."""
        is_other = bool(file.stack) and any(holds(one, self._seen) is False for one in found.found)
        return Expectations(found.parses) if is_other else found

    def seen(self, one: Expectation) -> Seen:  # noqa: ARG002 (all tests see the same)
        """What the test of an assertion sees."""
        return self._seen

    def at(self, path: Path) -> Sequence[Expectation]:
        """The assertions about what is at a path."""
        return self._index.at(path)

    def after(self, changes: Sequence[Change]) -> Edited | None:
        """What edits of the template make of the tests."""
        edits = in_template(changes)
        if not edits:
            return None
        try:
            tree = edited(self._tree, edits)
            after = Seen(tree, is_exact=self._is_exact, is_after=True)
        except EditError:
            return None
        return Edited(tuple(self._broken(edits, after)), after, tuple(targets(edits)))

    def _broken(self, edits: Sequence[Edit], after: Seen) -> Iterator[Expectation]:
        others = {self.file_of(one) for one in self._conditions.touched(edits)}
        still = {file: places(self._expected(file, after)) for file in others}
        for one in self._index.touched(edits):
            file = self.file_of(one)
            is_still = file not in still or (one.span, one.path) in still[file]
            if is_still and breaks(one, self._seen, after):
                yield one

    def _expected(self, file: SuiteText, seen: Seen) -> Expectations:
        found = _read(file, self._template)
        # most tests name what they look at, and are read once for all templates
        return expected(file, self._template, seen) if found.conditions else found


@lru_cache(maxsize=_READ)
def _read(file: SuiteText, template: str) -> Expectations:
    return expected(file, template, None)
