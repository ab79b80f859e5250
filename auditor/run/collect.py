"""Takes the results of a run in the order of its inputs: counts, writes files, and decides."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from enum import IntEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from auditor import files
from auditor.engine.questions import questions
from auditor.engine.shared_code import once
from auditor.model.report import CodeNotRead, Entry, HiddenBy, NotChecked, Report, Status, fails
from auditor.report.plain import one_line
from auditor.run.frontend import Frontend
from auditor.run.job import Job
from auditor.run.parameters import ParameterNames
from auditor.run.plan import Plan, Planned
from auditor.run.request import Request
from auditor.run.result import Failure, Outcome, Result

if TYPE_CHECKING:
    from auditor.model.stack import Stack


class Exit(IntEnum):
    """How a run went."""

    CLEAN = 0
    FOUND = 1
    NOT_DONE = 2


class Summary(Struct, frozen=True):
    """What a run comes to; `output` are texts or a diff that belong on standard output.

    It is repeatable where the same run would print the same, and would do nothing else, as long as
    the disk is as it was.
    """

    report: Report
    output: bytes
    exit_code: Exit
    is_repeatable: bool


class Collector:
    """Gathers results; what cannot wait for the report is said to the front end at once."""

    def __init__(self, request: Request, plan: Plan, frontend: Frontend) -> None:
        self._request = request
        self._plan = plan
        self._frontend = frontend
        self._entries: list[Entry] = []
        self._stacks: list[Stack] = []
        self._output: list[bytes] = []
        self._reported_errors: set[str] = set()
        self._notes: set[str] = set()
        self._written: set[str] = set()
        """The files that were written, links followed."""
        self._not_checked: list[NotChecked] = []
        self._code_not_read: list[CodeNotRead] = []
        self._hidden: Counter[str] = Counter()
        """How many findings each configuration that is not trusted hides."""
        self._lowered: Counter[str] = Counter()
        """How many it gives a lower severity."""
        self._files = 0
        self._parameters = ParameterNames(request, plan.configurations)
        self._has_failing_findings = False
        self._has_fixed = False
        self._has_notes = False
        """Whether results have notes, as of a worker that ended: they hold for one run."""
        self._is_incomplete = False

    def add(self, planned: Planned, result: Result | None) -> bool:
        """Counts a file in, and writes what it is to be; False where it is passed over."""
        job = planned.job
        if job is not None and job.hidden is not None and result is not None:
            self._hidden[job.hidden.by] += result.hidden
            self._lowered[job.hidden.by] += result.lowered
            if job.hidden.is_whole:
                return False
        if planned.failure is not None:
            self._failed(planned.failure, planned.input.name)
            self._note_unchecked(planned, f"internal error ({planned.failure.cause})")
        elif planned.error is not None:
            self.error(planned.error)
            self._note_unchecked(planned, planned.error)
        elif planned.job is None or result is None or result.is_passed_over:
            self._pass_over(planned, result)
            return False
        elif result.failure is not None:
            self._failed(result.failure, planned.job.name)
            self._note_unchecked(planned, f"internal error ({result.failure.cause})")
        elif result.left_out is not None:
            self.error(f"{planned.job.name}: {result.left_out}; it was not checked")
            self._note_unchecked(planned, result.left_out)
        else:
            self._files += 1
            for note in planned.notes:
                self.note(note)
            self._add_result(planned, planned.job, result)
        return True

    def is_outdated(self, planned: Planned, result: Result | None) -> bool:
        """Whether a file that a result comes of was written since, by the fix of another one."""
        job = planned.job
        if not self._written or job is None or job.folder is None or result is None:
            return False
        tests = () if result.tests is None else result.tests.read
        paths = [job.file.path, *(job.folder / name for name in (*result.beside.files, *tests))]
        if job.bound is not None:
            paths += [job.bound / name for name in result.beside.above]
        return any(os.path.realpath(path) in self._written for path in paths)

    def note(self, message: str) -> None:
        """Says, once, what is good to know."""
        if message not in self._notes:
            self._notes.add(message)
            self._frontend.note(message)

    def error(self, message: str) -> None:
        """Says, once, what could not be done."""
        self._is_incomplete = True
        if message not in self._reported_errors:
            self._reported_errors.add(message)
            self._frontend.tell(message)

    def finish_parameters(self) -> None:
        """Says which values were given for parameters that no template has."""
        if self._is_incomplete:
            return
        for message in self._parameters.wrong():
            self.error(message)
        for message in self._parameters.left_out():
            self.note(message)

    def finish_baseline(self) -> None:
        """Writes the baseline, or says what of it is no longer found."""
        try:
            message = self._plan.baseline.finish()
        except files.Unreadable as error:
            self.error(str(error))
        else:
            if message is not None:
                self._frontend.note(message)

    def summary(self) -> Summary:
        """What the run comes to, once all is added."""
        entries = once(self._entries)
        report = Report(
            entries,
            self._files,
            self._plan.least,
            tuple(self._stacks),
            questions(entries, {rule.id: rule for rule in self._plan.rules}),
            tuple(self._not_checked),
            self._plan.docs_url,
            tuple(self._hidden_by()),
            tuple(self._code_not_read),
        )
        return Summary(report, b"".join(self._output), self._exit_code(), self._is_repeatable())

    def _is_repeatable(self) -> bool:
        return (
            self._request.is_repeatable
            and not self._is_incomplete
            and not self._written
            and not self._has_notes
        )

    def _hidden_by(self) -> Iterator[HiddenBy]:
        for file in sorted(self._hidden):
            if self._hidden[file] or self._lowered[file]:
                yield HiddenBy(file, self._hidden[file], self._lowered[file])

    def _exit_code(self) -> Exit:
        if self._is_incomplete:
            return Exit.NOT_DONE
        if self._request.exit_zero:
            return Exit.CLEAN
        if self._request.diff:
            return Exit.FOUND if any(self._output) else Exit.CLEAN
        if self._request.exit_non_zero_on_fix and self._has_fixed:
            return Exit.FOUND
        is_left = self._has_failing_findings and not self._request.fix_only
        return Exit.FOUND if is_left else Exit.CLEAN

    def _pass_over(self, planned: Planned, result: Result | None) -> None:
        if planned.file is not None:
            self._pass_on(planned, planned.file.text)
        if result is not None:
            self._add_notes(result)

    def _add_notes(self, result: Result) -> None:
        self._has_notes |= bool(result.notes)
        for note in result.notes:
            self.note(note)

    def _add_result(self, planned: Planned, job: Job, result: Result) -> None:
        self._add_notes(result)
        for message in result.errors:
            self.error(message)
        outcome = result.found
        self._parameters.add(planned.input.place, outcome.parameters)
        # nothing is fixed before it is written: otherwise what was found first holds
        if result.changed is not None and self._deliver(planned, job, result):
            outcome = result.changed
        for failure in outcome.failures:
            self._failed(failure, job.name)
        self._add_outcome(planned, job, outcome)

    def _note_unchecked(self, planned: Planned, reason: str) -> None:
        self._not_checked.append(NotChecked(planned.input.name, reason))

    def _add_outcome(self, planned: Planned, job: Job, outcome: Outcome) -> None:
        self._plan.baseline.add(planned.input, outcome, job.rules)
        self._has_failing_findings |= fails(outcome.entries, job.fail_on)
        self._has_fixed |= any(entry.status is Status.FIXED for entry in outcome.entries)
        self._entries += outcome.entries
        self._code_not_read += outcome.not_read
        if outcome.stack is not None:
            self._stacks.append(outcome.stack)

    def _deliver(self, planned: Planned, job: Job, result: Result) -> bool:
        """Writes or shows the new texts; whether they are in the place of the old ones now."""
        if self._request.diff:
            if job.is_synthesized and result.changed is not None:
                self._output += _constructs(result.changed)
            from auditor.run.diff import unified

            self._output += [unified(new.file, new.text) for new in result.texts]
            return False
        if planned.input.path is None:
            self._pass_on(planned, result.texts[0].text if result.texts else job.file.text)
        elif result.texts:
            from auditor.files.writing import write

            try:
                write(result.texts)
            except files.Unreadable as error:
                self.error(str(error))
                return False
            self._written.update(os.path.realpath(new.file.path) for new in result.texts)
        return True

    def _pass_on(self, planned: Planned, text: str) -> None:
        """Hands a text from standard input on to standard output, as filters do."""
        if planned.file is not None and planned.input.path is None and self._request.rewrites:
            self._output.append(planned.file.encoded(text))

    def _failed(self, failure: Failure, name: str) -> None:
        rule = "" if failure.rule is None else f"the rule {failure.rule}: "
        self._frontend.tell_failure(failure, f"{name}: {rule}")
        self._is_incomplete = True


def _constructs(outcome: Outcome) -> Iterator[bytes]:
    """Lines before the diff of what CDK wrote: where the change is to be made instead."""
    for entry in outcome.entries:
        if entry.status is Status.FIXED and entry.fix is not None:
            where = one_line(entry.construct or entry.path)
            yield f"# {where}: {one_line(entry.fix.title)}\n".encode()
