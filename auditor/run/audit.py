"""The function that a run maps over its files: from a job and the rules to a result.

It prints nothing, writes nothing and knows of no other file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from auditor.engine.baseline import Baseline, all_hidden, found_in
from auditor.engine.check import LATE, Checked, Crash, check
from auditor.engine.outcome import (
    code_not_read,
    entries,
    entries_after_fixing,
    entries_before_fixing,
)
from auditor.files import SourceFile
from auditor.model.choices import Choices
from auditor.model.finding import Finding
from auditor.model.path import dotted
from auditor.model.report import Entry
from auditor.model.rule import AnyRule
from auditor.model.settings import Settings
from auditor.project import ProjectFolder
from auditor.run.bound import OutOfTime, within
from auditor.run.job import Job, Task
from auditor.run.result import Failure, Outcome, Result, failure
from auditor.run.services import is_template
from auditor.run.tests import SuitesOfRun, TestsOfJob

if TYPE_CHECKING:
    from auditor.engine.fixpoint import Ask, Check
    from auditor.model.stack import Stack


def audit(
    job: Job,
    rules: Mapping[str, AnyRule],
    ask: Ask | None = None,
    suites: SuitesOfRun | None = None,
) -> Result:
    """Checks or fixes one file. `rules` are all rules by id, whether they run or not.

    `ask` hears somebody's word on each fix before it is made, and `suites` has the tests of
    projects, each of which is searched once in a run.
    """
    try:
        return within(job.max_seconds, lambda: _audited(job, rules, ask, suites))
    except OutOfTime:
        return Result(Outcome(), left_out=out_of_time(job))
    except MemoryError:
        return Result(Outcome(), left_out="needs more memory than there is")
    except Exception as error:  # noqa: BLE001 (the other files are still to be checked)
        return Result(Outcome(), failure=failure(error))


def out_of_time(job: Job) -> str:
    """Why a file is left out that takes too long."""
    return f"takes more than {job.max_seconds} s of computing (max-file-seconds)"


def _audited(
    job: Job, rules: Mapping[str, AnyRule], ask: Ask | None, suites: SuitesOfRun | None
) -> Result:
    if job.only_templates and not is_template(job):
        return Result(Outcome(), is_passed_over=True)
    return _Audit(job, rules, suites or SuitesOfRun()).result(ask)


class _Audit:
    """One job with what is used on every way to its result."""

    def __init__(self, job: Job, rules: Mapping[str, AnyRule], suites: SuitesOfRun) -> None:
        self._job = job
        self._rules = rules
        self._project = None if job.folder is None else ProjectFolder(job.folder, job.bound)
        self._tests = TestsOfJob(job, suites) if job.with_tests else None
        self._check = self._checking(job.rules, job.choices, job.settings)

    def _checking(
        self, ids: Iterable[str], choices: Choices, settings: tuple[Settings, ...]
    ) -> Check:
        return _hiding(
            self._job,
            partial(
                check,
                rules=[self._rules[id] for id in ids],
                choices=choices,
                settings=settings[0],
                environments=settings,
                project=self._project,
                ids=frozenset(self._rules),
                tests=self._tests,
            ),
        )

    def result(self, ask: Ask | None) -> Result:
        """What comes of the file."""
        result = self._result(ask)
        hidden = self._job.hidden
        if hidden is not None:
            from auditor.run.hidden import counted

            checking = self._checking(hidden.rules, hidden.choices, hidden.settings)
            silenced = checking(self._job.file.text, beside={})
            told = entries(silenced, self._job.name, self._rules)
            count, lowered = counted(result.found.entries, told)
            result = replace(result, hidden=count, lowered=lowered)
        if self._tests is not None:
            notes = (*result.notes, *self._tests.notes)
            result = replace(result, tests=self._tests.looked_at, notes=notes)
        return result if self._project is None else replace(result, beside=self._project.looked_at)

    def _result(self, ask: Ask | None) -> Result:
        if self._job.task is Task.FIX:
            return self._fixed(ask)
        if self._job.task is Task.IGNORE:
            return self._with_ignores()
        checked = self._check(self._job.file.text, beside={})
        result = self._passed_over(checked)
        result = result or Result(self._found(checked), notes=self._notes(checked))
        checked.let_go()
        return result

    def _passed_over(self, checked: Checked) -> Result | None:
        """What comes of a file of another tool that nobody named; None for all others."""
        if not self._job.only_templates or checked.other_file is None:
            return None
        what = checked.other_file.removeprefix("The file ")
        note = f"{self._job.name}: was not checked, since it {what}"
        return Result(Outcome(), notes=(note,), is_passed_over=True)

    def _fixed(self, ask: Ask | None) -> Result:
        from auditor.engine.fixpoint import fix

        suppress = None if ask is None else self._suppressed
        fixed = fix(self._job.file.text, self._check, self._job.least, ask, suppress)
        passed_over = self._passed_over(fixed.original)
        if passed_over is not None:
            return passed_over
        name, detailed = self._job.name, self._job.detailed
        after = tuple(entries_after_fixing(fixed, name, self._rules, detailed=detailed))
        before = after
        if fixed.final is not fixed.original:
            before = tuple(entries_before_fixing(fixed, name, self._rules, detailed=detailed))
        cycle = f"{name}: the fixes of {', '.join(fixed.cycle)} undo each other"
        return self._changed(
            Result(
                self._outcome(fixed.original, before),
                changed=self._outcome(fixed.final, after),
                errors=(cycle,) if fixed.cycle else (),
                notes=self._notes(fixed.original),
            ),
            fixed.final,
        )

    def _suppressed(
        self, checked: Checked, finding: Finding, reason: str
    ) -> tuple[Checked, str | None]:
        from auditor.engine.suppressions.adding import ignore

        return ignore(checked, finding, self._check, reason)

    def _notes(self, checked: Checked) -> tuple[str, ...]:
        """What is good to know of how the file was read."""
        notes = () if checked.document is None else checked.document.notes
        more = () if checked.template is None else checked.template.notes
        return tuple(f"{self._job.name}: {note}" for note in (*notes, *more))

    def _with_ignores(self) -> Result:
        skipped = {id for id, rule in self._rules.items() if rule.subject in LATE}
        from auditor.engine.suppressions.adding import add_ignores

        added = add_ignores(
            self._job.file.text, self._check, self._job.fail_on, skipped, self._job.reason
        )
        notes = tuple(
            f"{self._job.name}: {finding.rule} at {dotted(finding.at)} was not ignored: {reason}"
            for finding, reason in added.refused
        )
        found, changed = self._found(added.original), self._found(added.final)
        return self._changed(Result(found, changed=changed, notes=notes), added.final)

    def _changed(self, result: Result, final: Checked) -> Result:
        from auditor.files.writing import NewText

        texts: list[NewText] = []
        if final.text != self._job.file.text:
            texts.append(NewText(self._job.file, final.text, self._job.root))
        for name, text in sorted(final.beside.items()):
            in_tests = None if self._tests is None else self._tests.files.get(name)
            if in_tests is not None:
                texts.append(NewText(in_tests, text, self._job.root))
            else:
                texts.append(NewText(self._file_beside(name), text, self._job.folder))
        return replace(result, texts=tuple(texts))

    def _file_beside(self, name: str) -> SourceFile:
        file = None if self._project is None else self._project.files.get(name)
        if file is None:
            raise LookupError(f"'{name}' was changed and never read")
        return file

    def _found(self, checked: Checked) -> Outcome:
        found = entries(checked, self._job.name, self._rules, detailed=self._job.detailed)
        return self._outcome(checked, tuple(found))

    def _outcome(self, checked: Checked, found: tuple[Entry, ...]) -> Outcome:
        known = self._job.known
        return Outcome(
            found,
            tuple(map(self._failure, checked.crashes)),
            None
            if known is None or checked.document is None
            else dict(found_in(checked, known.name).counts),
            _stack(checked, self._job.name) if self._job.with_stack else None,
            code_not_read(checked, self._job.name),
            self._parameters(checked),
        )

    def _parameters(self, checked: Checked) -> tuple[str, ...] | None:
        template = checked.template
        is_asked = any(settings.parameters for settings in self._job.settings)
        if not is_asked or template is None or template.is_open or template.is_filled_in:
            return None
        return tuple(template.parameters)

    def _failure(self, crash: Crash) -> Failure:
        from auditor.engine.culprit import culprit

        found = failure(crash.error, crash.rule)
        plugin, place = culprit(self._rules[crash.rule], crash.error)
        return replace(found, plugin=plugin, place=place)


def _hiding(job: Job, check: Check) -> Check:
    """The check without what a baseline lists of the file."""
    known = job.known
    if known is None:
        return check
    listed = None if known.listed is None else Baseline(known.listed)

    def hide(text: str, *, beside: Mapping[str, str]) -> Checked:
        checked = check(text, beside=beside)
        return all_hidden(checked) if listed is None else listed.hide(checked, known.name)

    return hide


def _stack(checked: Checked, name: str) -> Stack | None:
    from auditor.engine.stack import stack

    return None if checked.template is None else stack(checked.template, name)
