"""The command `check`: from paths to a report, changed files and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from auditor import files
from auditor.cli.diff import unified
from auditor.cli.terminal import fail, show, tracked, unbroken
from auditor.engine import registry
from auditor.engine.check import Checked, check
from auditor.engine.fixpoint import Fixed, fix
from auditor.engine.outcome import entries, entries_after_fixing
from auditor.model.finding import Safety, Severity
from auditor.model.report import Entry, Report, fails
from auditor.model.rule import AnyRule
from auditor.model.settings import Settings
from auditor.source.detect import looks_like_template

OK, FOUND, BROKEN = 0, 1, 2
STDIN = "-"


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
    this = _Run(request, rules)
    with unbroken():
        return this.all()
    return OK


class _Run:
    """One run over all inputs."""

    def __init__(self, request: Request, rules: tuple[AnyRule, ...]) -> None:
        self.request = request
        self.by_id = {rule.id: rule for rule in rules}
        self.check = partial(check, rules=rules, settings=request.settings)
        self.entries: list[Entry] = []
        self.files = 0
        self.is_broken = False
        self.writes_stdout = False

    def all(self) -> int:
        """Checks everything, prints the report, and returns the exit code."""
        inputs = list(self._inputs())
        for path in tracked(inputs):
            try:
                self._one(path)
            except files.Unreadable as error:
                self._broken(str(error))
            except RecursionError:
                self._broken(f"{path}: is nested too deeply to be checked")
        report = Report(tuple(self.entries), self.files, self.request.least)
        to_stderr = self.request.diff or self.writes_stdout
        show(report, self.request.output_format, sys.stderr if to_stderr else sys.stdout)
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

    def _inputs(self) -> Iterator[str]:
        """Standard input, files, and the templates in folders; each path once."""
        seen: set[str] = set()
        for path in self.request.paths:
            for found in self._expanded(path):
                if found not in seen:
                    seen.add(found)
                    yield found

    def _expanded(self, path: str) -> Iterator[str]:
        if path == STDIN or not Path(path).is_dir():
            yield path
            return
        try:
            found = [str(file) for file in files.candidates(Path(path)) if self._is_template(file)]
        except files.Unreadable as error:
            self._broken(str(error))
            return
        if not found:
            self._broken(f"{path}: no templates found in this folder")
        yield from found

    def _is_template(self, path: Path) -> bool:
        """Whether a file of a folder is a template; one that cannot be read is told of."""
        try:
            return looks_like_template(files.read(path).text)
        except files.Unreadable as error:
            if files.begins_like_template(path):
                self._broken(str(error))
            return False

    def _one(self, path: str) -> None:
        if path == STDIN:
            file = files.decode(sys.stdin.buffer.read(), Path("<stdin>"))
        else:
            file = files.read(Path(path))
        if self.request.templates_only and not looks_like_template(file.text):
            return
        self.files += 1
        name = str(file.path)
        if not (self.request.fix or self.request.diff):
            checked = self.check(file.text)
            self._tell_crashes(name, checked)
            self.entries += entries(checked, name, self.by_id)
            return
        fixed = fix(file.text, self.check, self.request.least)
        self._tell_crashes(name, fixed.final)
        if fixed.cycle:
            self._broken(f"{name}: the fixes of {', '.join(fixed.cycle)} undo each other")
        self._deliver(file, name, fixed)

    def _deliver(self, file: files.SourceFile, name: str, fixed: Fixed) -> None:
        """Writes or shows what was fixed, and only then counts it as fixed."""
        text = fixed.final.text
        if self.request.diff:
            sys.stdout.writelines(unified(file.text, text, name))
            self.entries += entries(fixed.original, name, self.by_id)
            return
        if name == "<stdin>":
            self.writes_stdout = True
            sys.stdout.write(text)
        elif text != file.text:
            files.write(file, text)
        self.entries += entries_after_fixing(fixed, name, self.by_id)

    def _tell_crashes(self, name: str, checked: Checked) -> None:
        for crash in checked.crashes:
            kind = type(crash.error).__name__
            self._broken(
                f"{name}: internal error: the rule {crash.rule} failed ({kind}: {crash.error});"
                " please report it with the template"
            )
