"""What the tests of a project expect that a finding calls broken, and how fixes carry them along.

A fix that changes what an assertion certainly holds for changes the assertion as well, all or
nothing. It is no safer than the change of the test, and where the test is not to be written, or
nobody knows what it should say, it is not made by itself.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from shlex import quote

from msgspec import Struct
from msgspec.structs import replace

from auditor.expectations.carry import Carried, carried
from auditor.expectations.expectation import Aspect, Expectation, Relation, Snapshot
from auditor.expectations.holds import holds
from auditor.expectations.readings import After, Readings
from auditor.expectations.wording import Label, phrase
from auditor.model.edit import Change, ReplaceInFile, in_files
from auditor.model.finding import Finding, Fix, Safety
from auditor.model.tests import Pinned, SuiteText, TestsOfProject
from auditor.model.text import Span, TextEdit


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
    together: Callable[[Sequence[Change]], dict[str, list[TextEdit]]]


_WITH_CODE = "Change this line together with the code of CDK that the template is synthesized from"


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
    by_hand: dict[str, None] = {}
    """Tests of a stack of CDK, which change with its code."""
    renewals: dict[str, None] = {}


def review(
    findings: Sequence[Finding], readings: Readings, tests: TestsOfProject, label: Label
) -> Reviewed:
    """Judges what the tests expect, as it was read, by findings and their fixes."""
    return _Review(readings, tests, label).of(findings)


class _Review:
    def __init__(self, readings: Readings, tests: TestsOfProject, label: Label) -> None:
        self._readings = readings
        self._tests = tests
        self._label = label
        self._pinned: dict[tuple[str, Span], Pinned] = {}

    def of(self, findings: Sequence[Finding]) -> Reviewed:
        readings = self._readings
        if readings.every or readings.snapshots:
            findings = [self._judged(finding) for finding in findings]
        return Reviewed(
            tuple(findings),
            tuple(self._pinned.values()),
            readings.texts,
            readings.failing(),
            frozenset(readings.unreadable),
            self.together,
        )

    def together(self, changes: Sequence[Change]) -> dict[str, list[TextEdit]]:
        """What changes, made together, change in the tests that may be written."""
        made = _Edits()
        after = self._readings.after(changes)
        for one in () if after is None else after.broken:
            file = self._readings.file_of(one)
            if after is not None and file.may_change and file.stack is None:
                found = self._carried(one, after)
                made.add([] if found is None else _in_file(file.name, found.edits))
        return in_files(made.all)

    def _carried(self, one: Expectation, after: After) -> Carried | None:
        file = self._readings.file_of(one)
        return carried(one, self._readings.seen(one), after.seen(file), file.text)

    @property
    def _command(self) -> str:
        """What changes the template and all of its tests."""
        return f"cfnaudit check --fix {quote(self._tests.folder)}"

    def _judged(self, finding: Finding) -> Finding:
        if finding.quiet or finding.ask is not None or finding.file in self._readings.texts:
            return finding
        edits = () if finding.fix is None else finding.fix.edits
        if finding.fix is None or not edits:
            self._note_pins_of_value(finding)
            return finding
        after = self._readings.after(edits)
        if after is None:
            return finding
        reaction = _Reaction(_Edits(), outside={}, renewals={}, by_hand={})
        for one in after.broken:
            self._react(reaction, finding, one, after)
        for file, snapshot in self._readings.snapshots:
            if after.reaches(file, snapshot.path):
                reaction.renewals[snapshot.command] = None
                self._pin_snapshot(finding, file, snapshot)
        return replace(finding, fix=self._with(finding.fix, reaction))

    def _react(self, reaction: _Reaction, finding: Finding, one: Expectation, after: After) -> None:
        file = self._readings.file_of(one)
        if file.stack is not None:
            reaction.by_hand[file.place] = None
            self._pin(finding, file, one.span, self._phrase(one), _WITH_CODE)
            return
        found = self._carried(one, after)
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
        self._pin(finding, file, one.span, self._phrase(one), advice)

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
        if reaction.by_hand:
            title += f"; change {_listed(list(reaction.by_hand))} together with the code of CDK"
        if reaction.renewals:
            title += f"; then renew the snapshots with '{' && '.join(reaction.renewals)}'"
        return replace(fix, title=title, safety=safety, edits=(*fix.edits, *reaction.edits.all))

    def _note_pins_of_value(self, finding: Finding) -> None:
        """The assertions about the very value that a finding without a fix is about."""
        for one in self._readings.at(finding.at):
            is_value = one.aspect is Aspect.VALUE and not one.negated
            pins = (Relation.PRESENT,) if finding.on_key else (Relation.EQUAL, Relation.SAME)
            is_pin = is_value and one.relation in pins
            if is_pin and holds(one, self._readings.seen(one)) is True:
                file = self._readings.file_of(one)
                advice = f"Change it together with what {finding.rule} reports"
                advice = advice if file.stack is None else _WITH_CODE
                self._pin(finding, file, one.span, self._phrase(one), advice)

    def _phrase(self, one: Expectation) -> str:
        return phrase(self._readings.shown(one), self._label)

    def _pin_snapshot(self, finding: Finding, file: SuiteText, snapshot: Snapshot) -> None:
        advice = f"After the fix of {finding.rule}, renew the snapshot with '{snapshot.command}'"
        self._pin(finding, file, snapshot.span, "what its stored snapshot has", advice)

    def _pin(self, finding: Finding, file: SuiteText, span: Span, what: str, advice: str) -> None:
        pinned = Pinned(file.name, span, finding.at, finding.rule, what, advice)
        self._pinned.setdefault((file.name, span), pinned)


def _in_file(name: str, edits: Iterable[TextEdit]) -> list[ReplaceInFile]:
    return [ReplaceInFile(name, edit.start, edit.end, edit.text) for edit in edits]


def _listed(names: Sequence[str]) -> str:
    shown = [name.rpartition("/")[2] for name in names]
    more = f" and {len(shown) - 2} more tests" if shown[3:] else ""
    first = shown if not more else shown[:2]
    return (", " if more else " and ").join(f"'{name}'" for name in first) + more


def _counted(count: int) -> str:
    return "one assertion" if count == 1 else f"{count} assertions"
