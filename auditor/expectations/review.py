"""What the tests of a project expect that a finding calls broken, and how fixes carry them along.

A fix that changes what an assertion certainly holds for changes the assertion as well, all or
nothing. It is no safer than the change of the test, and where the test is not to be written, or
nobody knows what it should say, it is not made by itself.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from shlex import quote

from msgspec import Struct
from msgspec.structs import replace

from auditor.expectations.carry import breaks, carried
from auditor.expectations.expectation import (
    UNREADABLE,
    Aspect,
    Expectation,
    Expectations,
    Relation,
    Snapshot,
)
from auditor.expectations.holds import Seen, holds
from auditor.expectations.index import Index
from auditor.expectations.wording import Label, phrase
from auditor.model.edit import (
    Edit,
    EditError,
    ReplaceInFile,
    edited,
    in_files,
    in_template,
    targets,
)
from auditor.model.finding import Finding, Fix, Safety
from auditor.model.path import Path, is_within
from auditor.model.tests import Pinned, SuiteText, TestsOfProject
from auditor.model.text import Span, TextEdit
from auditor.model.tree import Tree

_PYTHON = ".py"
_TYPESCRIPT = (".ts", ".tsx", ".mts", ".cts")
_READ = 256
"""Tests whose expectations are remembered: a template is checked again after each fix."""


class Reviewed(Struct, frozen=True):
    """The findings, with fixes that carry tests along, and what the tests pin.

    `texts` are those of the tests. `failing` is the number of assertions that certainly fail, and
    `unreadable` the tests that do not parse. `together` says what edits of the template change in
    the tests, by file.
    """

    findings: tuple[Finding, ...]
    pinned: tuple[Pinned, ...]
    texts: Mapping[str, str]
    failing: int
    unreadable: frozenset[str]
    together: Callable[[Sequence[Edit]], dict[str, list[TextEdit]]]


class _Edits:
    """Edits of tests, none of which touches another one."""

    def __init__(self) -> None:
        self.all: dict[ReplaceInFile, None] = {}
        self._spans: dict[str, list[tuple[int, int]]] = {}

    def add(self, edits: Sequence[ReplaceInFile]) -> bool:
        """Takes edits in, unless one of them touches another that is not the same."""
        new = [edit for edit in edits if edit not in self.all]
        if any(map(self._touches, new)):
            return False
        for edit in new:
            self.all[edit] = None
            insort(self._spans.setdefault(edit.file, []), (edit.start, edit.end))
        return True

    def _touches(self, edit: ReplaceInFile) -> bool:
        spans = self._spans.get(edit.file, [])
        at = bisect_left(spans, (edit.start, edit.end))
        neighbours = spans[max(0, at - 1) : at + 1]
        return any(start <= edit.end and edit.start <= end for start, end in neighbours)


class _Reaction(Struct):
    """What one fix does to the tests."""

    edits: _Edits
    is_exact: bool = True
    left: int = 0
    """Assertions that it breaks, and that nobody can change for it."""
    outside: dict[str, None] = {}
    """Tests that the run may not write."""
    renewals: dict[str, None] = {}


def review(
    findings: Sequence[Finding],
    tree: Tree,
    tests: TestsOfProject,
    beside: Mapping[str, str],
    label: Label,
    *,
    is_exact: bool,
) -> Reviewed:
    """Reads the tests, with the texts that some of them are to have, and judges them.

    `is_exact` says that tests see the very tree, as they do of JSON.
    """
    files = [
        replace(one, text=beside.get(one.name, one.text)) if one.name in beside else one
        for one in tests.texts()
    ]
    return _Review(files, tree, tests, label, is_exact=is_exact).of(findings)


class _Review:
    def __init__(
        self,
        files: Sequence[SuiteText],
        tree: Tree,
        tests: TestsOfProject,
        label: Label,
        *,
        is_exact: bool,
    ) -> None:
        self._tree = tree
        self._tests = tests
        self._label = label
        self._is_exact = is_exact
        self._seen = Seen(tree, is_exact=is_exact)
        self._texts = {one.name: one.text for one in files}
        self._file_of: dict[int, SuiteText] = {}
        self._snapshots: list[tuple[SuiteText, Snapshot]] = []
        every: list[Expectation] = []
        conditions: list[Expectation] = []
        unreadable: list[str] = []
        for file in files:
            found = self._expected(file, self._seen)
            if not found.parses:
                unreadable.append(file.name)
            self._snapshots += ((file, one) for one in found.snapshots)
            for one in found.found:
                # one object for each, also of equal ones in two files
                own = replace(one)
                self._file_of[id(own)] = file
                every.append(own)
            for one in found.conditions:
                own = replace(one)
                self._file_of[id(own)] = file
                conditions.append(own)
        self._every = every
        self._unreadable = frozenset(unreadable)
        self._index = Index(every, self._seen)
        self._conditions = Index(conditions, self._seen)
        self._pinned: dict[tuple[str, Span], Pinned] = {}

    def of(self, findings: Sequence[Finding]) -> Reviewed:
        if self._every or self._snapshots:
            findings = [self._judged(finding) for finding in findings]
        failing = sum(holds(one, self._seen) is False for one in self._every)
        return Reviewed(
            tuple(findings),
            tuple(self._pinned.values()),
            self._texts,
            failing,
            self._unreadable,
            self.together,
        )

    def together(self, edits: Sequence[Edit]) -> dict[str, list[TextEdit]]:
        """What edits of the template, made together, change in the tests that may be written."""
        changed = _Edits()
        try:
            after = Seen(edited(self._tree, edits), is_exact=self._is_exact)
        except EditError:
            return {}
        for one in self._broken(edits, after):
            file = self._file_of[id(one)]
            if file.may_change:
                found = carried(one, self._seen, after, file.text)
                changed.add([] if found is None else _in_file(file.name, found.edits))
        return in_files(changed.all)

    def _expected(self, file: SuiteText, seen: Seen) -> Expectations:
        found = _read(file, self._tests.template)
        # most tests name what they look at, and are read once for all templates
        return _parsed(file, self._tests.template, seen) if found.conditions else found

    def _broken(self, edits: Sequence[Edit], after: Seen) -> Iterator[Expectation]:
        """The assertions that hold now and will not."""
        touched = self._index.touched(edits)
        others = {self._file_of[id(one)] for one in self._conditions.touched(edits)}
        still = {file: self._places(file, after) for file in others}
        for one in touched:
            file = self._file_of[id(one)]
            is_still = file not in still or (one.span, one.path) in still[file]
            if is_still and breaks(one, self._seen, after):
                yield one

    def _places(self, file: SuiteText, after: Seen) -> set[tuple[Span, Path]]:
        """What a test will look at, and where."""
        return {(one.span, one.path) for one in self._expected(file, after).found}

    @property
    def _command(self) -> str:
        """What changes the template and all of its tests."""
        return f"cfnaudit check --fix {quote(self._tests.folder)}"

    def _judged(self, finding: Finding) -> Finding:
        if finding.quiet or finding.ask is not None or finding.file is not None:
            return finding
        edits = () if finding.fix is None else in_template(finding.fix.edits)
        if finding.fix is None or not edits:
            self._note_pins_of_value(finding)
            return finding
        try:
            after = Seen(edited(self._tree, edits), is_exact=self._is_exact)
        except EditError:
            return finding
        reaction = _Reaction(_Edits(), outside={}, renewals={})
        for one in self._broken(edits, after):
            self._react(reaction, finding, one, after)
        for file, snapshot in self._snapshots:
            changed = targets(edits)
            if any(is_within(path, snapshot.path) for path in changed):
                reaction.renewals[snapshot.command] = None
                self._pin_snapshot(finding, file, snapshot)
        return replace(finding, fix=self._with(finding.fix, reaction))

    def _react(self, reaction: _Reaction, finding: Finding, one: Expectation, after: Seen) -> None:
        file = self._file_of[id(one)]
        found = carried(one, self._seen, after, file.text)
        edits = [] if found is None else _in_file(file.name, found.edits)
        if found is None or not reaction.edits.add(edits):
            reaction.left += 1
            advice = f"Change it by hand with the fix of {finding.rule}; nothing else is certain"
        else:
            reaction.is_exact &= found.is_exact
            advice = f"The fix of {finding.rule} changes this test as well"
            if not file.may_change:
                reaction.outside[file.place] = None
                advice += f", but it is outside of what was named: run '{self._command}'"
        self._pin(finding, file, one.span, phrase(one, self._label), advice)

    def _with(self, fix: Fix, reaction: _Reaction) -> Fix:
        """A fix with what it does to the tests."""
        title, safety = fix.title, fix.safety
        files = list(dict.fromkeys(edit.file for edit in reaction.edits.all))
        if files:
            safety = safety if reaction.is_exact else min(safety, Safety.UNSAFE)
        if files and not reaction.outside:
            title += f"; also changes {_listed(files)}"
        if reaction.left:
            title += (
                f"; {_counted(reaction.left)} of the tests will fail and has to be changed by hand"
            )
            safety = min(safety, Safety.UNSAFE)
        if reaction.outside:
            have, are = ("has", "is") if len(reaction.outside) == 1 else ("have", "are")
            title += (
                f"; not made, since {_listed(list(reaction.outside))} {have} to change with it"
                f" and {are} outside of what was named: run '{self._command}'"
            )
            safety = Safety.DISPLAY
        if reaction.renewals:
            title += f"; then renew the snapshots with '{' && '.join(reaction.renewals)}'"
        return replace(fix, title=title, safety=safety, edits=(*fix.edits, *reaction.edits.all))

    def _note_pins_of_value(self, finding: Finding) -> None:
        """The assertions about the very value that a finding without a fix is about."""
        for one in self._index.at(finding.at):
            is_value = one.aspect is Aspect.VALUE and not one.negated
            pins = (Relation.PRESENT,) if finding.on_key else (Relation.EQUAL, Relation.SAME)
            if is_value and one.relation in pins and holds(one, self._seen) is True:
                advice = f"Change it together with what {finding.rule} reports"
                file = self._file_of[id(one)]
                self._pin(finding, file, one.span, phrase(one, self._label), advice)

    def _pin_snapshot(self, finding: Finding, file: SuiteText, snapshot: Snapshot) -> None:
        advice = f"After the fix of {finding.rule}, renew the snapshot with '{snapshot.command}'"
        self._pin(finding, file, snapshot.span, "what its stored snapshot has", advice)

    def _pin(self, finding: Finding, file: SuiteText, span: Span, what: str, advice: str) -> None:
        pinned = Pinned(file.name, span, finding.at, finding.rule, what, advice)
        self._pinned.setdefault((file.name, span), pinned)


@lru_cache(maxsize=_READ)
def _read(file: SuiteText, template: str) -> Expectations:
    return _parsed(file, template, None)


def _parsed(file: SuiteText, template: str, seen: Seen | None) -> Expectations:
    try:
        return _of_language(file, template, seen)
    except RecursionError:  # nested deeper than anybody writes
        return UNREADABLE


def _of_language(file: SuiteText, template: str, seen: Seen | None) -> Expectations:
    if file.name.endswith(_PYTHON):
        from auditor.expectations.python.reader import read as read_python

        return read_python(file.text, file.place, template, file.renewal, file.fixtures, seen)
    from auditor.expectations.javascript.reader import read

    is_typescript = file.name.endswith(_TYPESCRIPT)
    return read(file.text, file.place, template, file.renewal, seen, typescript=is_typescript)


def _in_file(name: str, edits: Iterable[TextEdit]) -> list[ReplaceInFile]:
    return [ReplaceInFile(name, edit.start, edit.end, edit.text) for edit in edits]


def _listed(names: Sequence[str]) -> str:
    shown = [name.rpartition("/")[2] for name in names]
    more = f" and {len(shown) - 2} more tests" if shown[3:] else ""
    first = shown if not more else shown[:2]
    return (", " if more else " and ").join(f"'{name}'" for name in first) + more


def _counted(count: int) -> str:
    return "one assertion" if count == 1 else f"{count} assertions"
