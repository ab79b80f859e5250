"""The command `check`: from paths to a report, changed files and an exit code."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from auditor import files
from auditor.cli.diff import unified
from auditor.cli.every_rule import every_rule
from auditor.cli.inputs import STDIN, Input, expanded, is_folder
from auditor.cli.known import BaselineFile
from auditor.cli.search import ConfiguredSearch
from auditor.cli.terminal import fail, internal_error, put, show, tell, tracked
from auditor.config.configuration import Configuration, Given
from auditor.config.fault import BadConfiguration
from auditor.config.lookup import Configurations
from auditor.engine.check import REVIEW, Checked, check
from auditor.engine.fixpoint import Ask, Check, fix
from auditor.engine.outcome import entries, entries_after_fixing
from auditor.engine.questions import questions
from auditor.engine.stack import stack
from auditor.engine.suppressions.adding import add_ignores
from auditor.model.finding import Safety, Severity
from auditor.model.path import dotted
from auditor.model.report import Entry, Report, fails
from auditor.model.rule import AnyRule
from auditor.model.stack import Stack
from auditor.project import ProjectFolder
from auditor.source.detect import looks_like_template

if TYPE_CHECKING:
    from auditor.cli.interactive import Asker

OK, FOUND, BROKEN = 0, 1, 2


class Request(Struct, frozen=True):
    """What the user asked for; `given` is what may stand in a configuration as well."""

    paths: tuple[str, ...]
    templates_only: bool
    fix: bool
    interactive: bool
    add_ignores: bool
    diff: bool
    exit_zero: bool
    baseline: str | None
    update_baseline: bool
    given: Given
    config: str | None
    isolated: bool
    show_settings: bool
    stdin_filename: Path | None

    @property
    def rewrites(self) -> bool:
        """Whether templates are to be changed."""
        return (self.fix or self.add_ignores) and not self.diff


def run(request: Request) -> int:
    """Does the job and says by the exit code how it went."""
    try:
        rules = every_rule(request.config, isolated=request.isolated)
        known = Configurations(rules, request.given, file=request.config, isolated=request.isolated)
        here = known.for_folder(Path())
        baseline = BaselineFile(
            request.baseline, update=request.update_baseline, ids={rule.id for rule in rules}
        )
    except (BadConfiguration, files.Unreadable) as error:
        fail(str(error))
        return BROKEN
    if request.show_settings:
        from auditor.cli.settings import show_settings

        places = (
            (path, request.stdin_filename if path == STDIN else Path(path))
            for path in request.paths
        )
        return show_settings(list(places), known, rules)
    return _Run(request, rules, known, here, baseline).all()


class _Run:
    """One run over all inputs."""

    def __init__(
        self,
        request: Request,
        rules: tuple[AnyRule, ...],
        known: Configurations,
        here: Configuration,
        baseline: BaselineFile,
    ) -> None:
        self.request = request
        self.by_id = {rule.id: rule for rule in rules}
        self.known = known
        self.baseline = baseline
        self.output_format: str = here.value("output-format")
        self.least = Safety.UNSAFE if here.value("unsafe-fixes") else Safety.SAFE
        """The safety that a fix needs."""
        self.told: set[str] = set()
        """What was said of configurations: once, however many files they hold for."""
        self.entries: list[Entry] = []
        self.stacks: list[Stack] = []
        self.is_found = False
        self.files = 0
        self.is_broken = False
        self.taken: dict[str, bool] = {}
        """The files so far by their keys; False for those that were passed over."""
        self.settled: set[str] = set()
        """The folders with a template, or with trouble that was told."""
        self.asker: Asker | None = None
        self.output: list[bytes] = []
        """What takes the place of the report on standard output."""

    def all(self) -> int:
        """Checks everything, prints the report, and returns the exit code."""
        search = partial(ConfiguredSearch, self.known)
        inputs = expanded(self.request.paths, self._refused, search, self.request.stdin_filename)
        for one in tracked(list(inputs)):
            self._take(one)
        for path in dict.fromkeys(self.request.paths):
            if is_folder(path) and path not in self.settled:
                self._broken(f"{path}: no templates in this folder ({self._left_out(path)})")
        try:
            self.baseline.finish()
        except files.Unreadable as error:
            self._broken(str(error))
        report = Report(
            tuple(self.entries),
            self.files,
            self.least,
            tuple(self.stacks),
            questions(self.entries, self.by_id),
        )
        is_filter = self.request.diff or (self.request.rewrites and STDIN in self.request.paths)
        if is_filter:
            put(sys.stdout, b"".join(self.output))
        stream = sys.stderr if is_filter else sys.stdout
        show(report, self.output_format, stream, self.by_id.values())
        return self._exit_code()

    def _left_out(self, folder: str) -> str:
        """Why templates of a folder may not have been found."""
        with suppress(BadConfiguration):
            configuration = self.known.for_folder(Path(folder))
            if configuration.include is not None or configuration.exclude is not None:
                return "what git ignores, and what the configuration leaves out, is passed over"
        return "what git ignores is passed over"

    def _exit_code(self) -> int:
        if self.is_broken:
            return BROKEN
        if self.request.exit_zero:
            return OK
        return FOUND if self.is_found else OK

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
            configuration = self.known.for_file(one.place)
            is_out = self._is_out(one, configuration)
            if is_out and one.path is not None:
                return False
            file = one.read()
            if is_out or (may_pass and not looks_like_template(file.text)):
                self._pass_on(one, file.encoded(file.text))
                return False
            self.files += 1
            self._audit(one, file, configuration)
        except BadConfiguration as error:
            if str(error) not in self.told:
                self.told.add(str(error))
                self._broken(str(error))
        except files.Unreadable as error:
            if may_pass and one.path is not None and not files.begins_like_template(one.path):
                return False
            self._broken(str(error))
        except Exception as error:  # noqa: BLE001 (the other files are still to be checked)
            internal_error(error, f"{one.name}: ")
            self.is_broken = True
        return True

    def _is_out(self, one: Input, configuration: Configuration) -> bool:
        """Whether a file is passed over although it was named, as hooks name all that there are."""
        return (
            self.request.templates_only
            and one.folder is None
            and one.place is not None
            and configuration.passes_over(one.place)
        )

    def _audit(self, one: Input, file: files.SourceFile, configuration: Configuration) -> None:
        chosen = self.known.chosen(configuration, one.place)
        run = partial(
            check,
            rules=chosen.rules,
            choices=chosen.choices,
            settings=configuration.settings,
            project=None if one.path is None else ProjectFolder(one.path.parent),
            ids=frozenset(self.by_id),
        )
        final, found = self._checked(
            one, file, self.baseline.hiding(run, one), configuration.fail_on
        )
        self.baseline.take(one, final, [rule.id for rule in chosen.rules])
        self.is_found |= fails(found, configuration.fail_on)
        self.entries += found
        if self.output_format == "html" and final.template is not None:
            self.stacks.append(stack(final.template, one.name))

    def _checked(
        self, one: Input, file: files.SourceFile, run: Check, fail_on: Severity
    ) -> tuple[Checked, list[Entry]]:
        """What is found in a file, once it is fixed, or what is found is ignored, where wanted."""
        detailed = self.output_format in ("html", "sarif")
        if self.request.add_ignores:
            checked = self._ignoring(one, file, run, fail_on)
        elif not (self.request.fix or self.request.diff):
            checked = run(file.text, beside={})
        else:
            return self._fixed(one, file, run, detailed=detailed)
        self._tell_crashes(one.name, checked)
        return checked, list(entries(checked, one.name, self.by_id, detailed=detailed))

    def _ignoring(
        self, one: Input, file: files.SourceFile, run: Check, fail_on: Severity
    ) -> Checked:
        skipped = {id for id, rule in self.by_id.items() if rule.subject == REVIEW}
        added = add_ignores(file.text, run, fail_on, skipped)
        for finding, reason in added.refused:
            place = dotted(finding.at)
            tell(f"{one.name}: {finding.rule} at {place} was not ignored: {reason}")
        return added.final if self._delivered(one, file, added.final) else added.original

    def _fixed(
        self, one: Input, file: files.SourceFile, run: Check, *, detailed: bool
    ) -> tuple[Checked, list[Entry]]:
        fixed = fix(file.text, run, self.least, self._ask(one, file))
        self._tell_crashes(one.name, fixed.final)
        if fixed.cycle:
            self._broken(f"{one.name}: the fixes of {', '.join(fixed.cycle)} undo each other")
        if not self._delivered(one, file, fixed.final):
            # nothing is fixed before it is written: what was found first stands
            fixed = replace(fixed, final=fixed.original, made=())
        told = entries_after_fixing(fixed, one.name, self.by_id, detailed=detailed)
        return fixed.final, list(told)

    def _ask(self, one: Input, file: files.SourceFile) -> Ask | None:
        if not self.request.interactive:
            return None
        if self.asker is None:
            from auditor.cli.interactive import Asker

            self.asker = Asker(self.by_id, self.least)
        return self.asker.about(file, one.name)

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
        if one.path is None and self.request.rewrites:
            self.output.append(content)

    def _tell_crashes(self, name: str, checked: Checked) -> None:
        for crash in checked.crashes:
            internal_error(crash.error, f"{name}: the rule {crash.rule}: ")
            self.is_broken = True
