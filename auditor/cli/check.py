"""The command `check`: from paths to a report, changed files and an exit code."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import partial

from auditor import files
from auditor.cli.diff import unified
from auditor.cli.inputs import STDIN, Input, expanded, is_folder
from auditor.cli.terminal import fail, internal_error, put, show, tracked
from auditor.engine import registry
from auditor.engine.check import Checked, check
from auditor.engine.fixpoint import fix
from auditor.engine.outcome import entries, entries_after_fixing
from auditor.model.finding import Safety, Severity
from auditor.model.report import Entry, Report, fails
from auditor.model.rule import AnyRule
from auditor.model.settings import Settings
from auditor.project import ProjectFolder
from auditor.source.detect import looks_like_template

OK, FOUND, BROKEN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for."""

    paths: tuple[str, ...]
    selected: tuple[str, ...]
    ignored: tuple[str, ...]
    templates_only: bool
    fix: bool
    unsafe_fixes: bool
    diff: bool
    output_format: str
    fail_on: Severity
    exit_zero: bool
    settings: Settings

    @property
    def least(self) -> Safety:
        """The safety that a fix needs."""
        return Safety.UNSAFE if self.unsafe_fixes else Safety.SAFE


def run(request: Request) -> int:
    """Does the job and says by the exit code how it went."""
    try:
        rules = registry.select(registry.load(), request.selected, request.ignored)
    except registry.UnknownRule as error:
        fail(str(error))
        return BROKEN
    return _Run(request, rules).all()


class _Run:
    """One run over all inputs."""

    def __init__(self, request: Request, rules: tuple[AnyRule, ...]) -> None:
        self.request = request
        self.by_id = {rule.id: rule for rule in rules}
        self.check = partial(check, rules=rules, settings=request.settings)
        self.entries: list[Entry] = []
        self.files = 0
        self.is_broken = False
        self.taken: dict[str, bool] = {}
        """The files so far by their keys; False for those that were passed over."""
        self.settled: set[str] = set()
        """The folders with a template, or with trouble that was told."""
        self.output: list[bytes] = []
        """What takes the place of the report on standard output."""

    def all(self) -> int:
        """Checks everything, prints the report, and returns the exit code."""
        for one in tracked(list(expanded(self.request.paths, self._refused))):
            self._take(one)
        for path in dict.fromkeys(self.request.paths):
            if is_folder(path) and path not in self.settled:
                self._broken(
                    f"{path}: no templates in this folder (what git ignores is passed over)"
                )
        report = Report(tuple(self.entries), self.files, self.request.least)
        is_filter = self.request.diff or (self.request.fix and STDIN in self.request.paths)
        if is_filter:
            put(sys.stdout, b"".join(self.output))
        show(report, self.request.output_format, sys.stderr if is_filter else sys.stdout)
        return self._exit_code(report)

    def _exit_code(self, report: Report) -> int:
        if self.is_broken:
            return BROKEN
        if self.request.exit_zero:
            return OK
        return FOUND if fails(report.entries, self.request.fail_on) else OK

    def _broken(self, message: str) -> None:
        fail(message)
        self.is_broken = True

    def _refused(self, path: str, message: str) -> None:
        self._broken(message)
        self.settled.add(path)

    def _take(self, one: Input) -> None:
        """Checks or fixes a file, unless that was done under another name of it."""
        may_pass = one.folder is not None or self.request.templates_only
        taken = self.taken.get(one.key)
        if taken is None or not (taken or may_pass):
            taken = self._dealt_with(one, may_pass)
            self.taken[one.key] = taken
        if taken and one.folder is not None:
            self.settled.add(one.folder)

    def _dealt_with(self, one: Input, may_pass: bool) -> bool:
        """Whether the file was checked, or could not be; not, where it was passed over."""
        try:
            file = one.read()
            if may_pass and not looks_like_template(file.text):
                self._pass_on(one, file.encoded(file.text))
                return False
            self.files += 1
            self._audit(one, file)
        except files.Unreadable as error:
            if may_pass and one.path is not None and not files.begins_like_template(one.path):
                return False
            self._broken(str(error))
        except Exception as error:  # noqa: BLE001 (the other files are still to be checked)
            internal_error(error, f"{one.name}: ")
            self.is_broken = True
        return True

    def _audit(self, one: Input, file: files.SourceFile) -> None:
        project = None if one.path is None else ProjectFolder(one.path.parent)
        run = partial(self.check, project=project)
        detailed = self.request.output_format == "sarif"
        if not (self.request.fix or self.request.diff):
            checked = run(file.text)
            self._tell_crashes(one.name, checked)
            self.entries += entries(checked, one.name, self.by_id, detailed=detailed)
            return
        fixed = fix(file.text, run, self.request.least)
        self._tell_crashes(one.name, fixed.final)
        if fixed.cycle:
            self._broken(f"{one.name}: the fixes of {', '.join(fixed.cycle)} undo each other")
        if not self._delivered(one, file, fixed.final):
            # nothing is fixed before it is written: what was found first stands
            fixed = replace(fixed, final=fixed.original, made=())
        self.entries += entries_after_fixing(fixed, one.name, self.by_id, detailed=detailed)

    def _delivered(self, one: Input, file: files.SourceFile, final: Checked) -> bool:
        """Writes or shows the fixed texts; whether they stand in the place of the old ones now."""
        changed = [(file, final.text)] if final.text != file.text else []
        try:
            for name, text in sorted(final.beside.items()):
                beside = files.read(file.path.parent / name)
                # the project reads a byte order mark as a character of the text
                changed.append((beside, text.removeprefix(beside.prefix)))
            if self.request.diff:
                self.output += [unified(*change) for change in changed]
                return False
            if one.path is None:
                self._pass_on(one, file.encoded(final.text))
            elif changed:
                files.write(changed)
        except files.Unreadable as error:
            self._broken(str(error))
            return False
        return True

    def _pass_on(self, one: Input, content: bytes) -> None:
        """Hands a text from standard input on to standard output, as filters do."""
        if one.path is None and self.request.fix and not self.request.diff:
            self.output.append(content)

    def _tell_crashes(self, name: str, checked: Checked) -> None:
        for crash in checked.crashes:
            internal_error(crash.error, f"{name}: the rule {crash.rule}: ")
            self.is_broken = True
