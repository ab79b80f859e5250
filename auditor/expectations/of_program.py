"""What tests expect of a Pulumi program that they run with mocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from auditor.expectations.carry import breaks
from auditor.expectations.expectation import Expectation
from auditor.expectations.holds import Seen
from auditor.expectations.patterns import Unknown
from auditor.expectations.readings import Readings, expected, places
from auditor.expectations.stage import Stage, snake
from auditor.model.edit import Change, ReplaceInFile
from auditor.model.path import Path
from auditor.model.tests import SuiteText

Staging = Callable[[Mapping[str, str]], Stage]
"""Begins a run of the program, with other texts in some of its modules."""
Changing = Callable[[Sequence[Change]], "Mapping[str, str] | None"]
"""The texts that modules have after changes; None where they cannot be made."""
Placing = Callable[[Path], "Path | None"]
"""The attribute that a property of the template is; None where it is none."""


class Rerun(Struct, frozen=True):
    """The tests of a program after changes of it, by the names of their files."""

    broken: tuple[Expectation, ...]
    after: Mapping[str, Seen]
    before: Mapping[str, Seen]

    def seen(self, file: SuiteText) -> Seen:
        """What a test will see."""
        return self.after[file.name]

    def reaches(self, file: SuiteText, path: Path) -> bool:
        """Whether something changes at a path or inside of what is there."""
        try:
            old, new = (one[file.name].value(path) for one in (self.before, self.after))
        except (LookupError, Unknown):
            return False
        return bool(old != new)


class OfProgram(Readings):
    """The assertions about one program, each test of which runs it by itself."""

    def __init__(
        self, files: Sequence[SuiteText], stage: Staging, changed: Changing, placed: Placing
    ) -> None:
        super().__init__(files)
        self._files = files
        self._stage = stage
        self._changed = changed
        self._placed = placed
        self._seen: dict[str, Seen] = {}
        for file in files:
            run = stage({})
            found = expected(file, "", Seen(run.tree, is_exact=False), run)
            self._seen[file.name] = Seen(run.tree, is_exact=False)
            self.add(file, found)

    def seen(self, one: Expectation) -> Seen:
        """What the test of an assertion sees."""
        return self._seen[self.file_of(one).name]

    def at(self, path: Path) -> Sequence[Expectation]:
        """The assertions about the argument that a property is."""
        place = self._placed(path)
        if place is None:
            return ()
        return [
            one for one in self.every if one.path[1:2] == place[1:2] and one.path[3:] == place[3:]
        ]

    def shown(self, one: Expectation) -> Expectation:
        """An assertion as messages speak of it: by the names that its language has."""
        if not self.file_of(one).name.endswith(".py"):
            return one
        steps = (snake(step) if isinstance(step, str) else step for step in one.path[3:])
        return replace(one, path=(*one.path[:3], *steps))

    def after(self, changes: Sequence[Change]) -> Rerun | None:
        """What changes of the program make of the tests."""
        own = [
            one
            for one in changes
            if not (isinstance(one, ReplaceInFile) and one.file in self.texts)
        ]
        texts = self._changed(own) if own and self.every else None
        if not texts:
            return None
        after: dict[str, Seen] = {}
        still: dict[str, set[tuple[object, Path]]] = {}
        for file in self._files:
            run = self._stage(texts)
            found = expected(file, "", Seen(run.tree, is_exact=False, is_after=True), run)
            after[file.name], still[file.name] = Seen(run.tree, is_exact=False), places(found)
        broken = tuple(
            one for one in self.every if self._breaks(one, after, still[self.file_of(one).name])
        )
        return Rerun(broken, after, self._seen)

    def _breaks(
        self, one: Expectation, after: Mapping[str, Seen], still: set[tuple[object, Path]]
    ) -> bool:
        old, new = self.seen(one), after[self.file_of(one).name]
        is_gone = _is_there(one.path, old) and not _is_there(one.path, new)
        return (is_gone or (one.span, one.path) in still) and breaks(one, old, new)


def _is_there(path: Path, seen: Seen) -> bool:
    """Whether there is the resource that a path leads to or into."""
    return len(path) > 1 and path[1] in seen.tree["Resources"]
