"""From an input to its job: the file is read, and all that is configured for it is looked up."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from auditor import files
from auditor.config.configuration import Configuration, severity
from auditor.config.fault import BadConfiguration
from auditor.config.lookup import Chosen, Configurations
from auditor.model.finding import Safety
from auditor.model.rule import AnyRule
from auditor.model.selection import deciding
from auditor.model.settings import Settings
from auditor.run.baseline import BaselineFile
from auditor.run.every_rule import every_rule
from auditor.run.inputs import Input
from auditor.run.job import Hidden, Job, Task
from auditor.run.request import Request
from auditor.run.result import Failure, Result, failure
from auditor.run.search import ConfiguredSearch

if TYPE_CHECKING:
    from auditor.config.patterns import Patterns
    from auditor.run.nested import NestedStacks

_SYNTHESIZED = "CDK writes templates in here, fixes are only shown; change the constructs"
_OF_TESTS = "stale-expectation"
_DETAILED = ("html", "sarif")
"""The formats that show the lines around findings and what fixes change."""


class Planned(Struct, frozen=True):
    """An input with its job, or with why there is none: a sentence, a fault of ours, or neither
    where the file is passed over. `result` is one that is known from before, and `notes` are
    what is good to know.
    """

    input: Input
    file: files.SourceFile | None = None
    job: Job | None = None
    error: str | None = None
    failure: Failure | None = None
    result: Result | None = None
    notes: tuple[str, ...] = ()


class Plan:
    """What holds for all files of a run. Raises BadConfiguration and Unreadable."""

    def __init__(self, request: Request) -> None:
        self.rules: Sequence[AnyRule] = every_rule(request.config, isolated=request.isolated)
        self.configurations = Configurations(
            self.rules,
            request.given,
            file=request.config,
            isolated=request.isolated,
            environments=request.environments,
        )
        here = self.configurations.for_folder(Path())
        self.docs_url: str | None = here.value("docs-url")
        self.output_format: str = here.value("output-format")
        self._max_bytes: int = here.value("max-file-size") * files.MEGABYTE
        self._max_seconds: int = here.value("max-file-seconds")
        self.least = Safety.UNSAFE if here.value("unsafe-fixes") else Safety.SAFE
        self._min_severity = severity(here.value("min-severity"))
        if request.update_baseline and here.baseline is None:
            raise BadConfiguration(
                "--update-baseline: neither --baseline nor the configuration names a file"
            )
        self.baseline = BaselineFile(
            here.baseline, update=request.update_baseline, ids={rule.id for rule in self.rules}
        )
        self.exclude = _patterns(request.exclude)
        self._formats = {self.output_format, *request.formats}
        self._ids: dict[int, tuple[str, ...]] = {}
        self._request = request
        self._task = _task(request)
        self._searches: dict[str, ConfiguredSearch] = {}
        self._with_tests: dict[int, bool] = {}
        self.nested: NestedStacks | None = None
        """The nested stacks among the inputs, once these are known."""

    def find_nested(self, inputs: Sequence[Input]) -> None:
        """Looks for parents and their nested stacks among the inputs."""
        if len(inputs) > 1:
            from auditor.run.nested import NestedStacks

            self.nested = NestedStacks(inputs, self.configurations, self._max_bytes)

    def of(self, one: Input) -> Planned:
        """What is to be done with a file, which is read now."""
        try:
            return self._of(one)
        except (BadConfiguration, files.Unreadable) as error:
            return Planned(one, error=str(error))
        except Exception as error:  # noqa: BLE001 (the other files are still to be checked)
            return Planned(one, failure=failure(error))

    def _of(self, one: Input) -> Planned:
        configuration = self.configurations.for_file(one.place)
        is_excluded = self._is_excluded(one, configuration)
        if is_excluded and one.path is not None:
            return Planned(one)
        is_hidden = self._is_hidden(one)
        try:
            file = one.read(self._max_bytes)
        except files.Unreadable:
            if is_hidden or (
                self.may_pass_over(one)
                and one.path is not None
                and not files.begins_like_template(one.path)
            ):
                return Planned(one)
            raise
        if is_excluded:
            return Planned(one, file)
        places = list(configuration.without_effect)
        if not configuration.is_trusted and self._is_laxer(one, configuration):
            places.append((configuration.origin("fail-on"), "fail-on"))
        notes = tuple(
            f"{place}: {key} has no effect in a configuration that comes with what is checked; "
            "start cfnaudit in its folder, or name it with --config"
            for place, key in places
        )
        if self._task is not Task.CHECK and self._is_synthesized(one):
            notes += (f"{one.folder or one.name}: {_SYNTHESIZED}",)
        job = self._job(one, file, configuration)
        if not configuration.is_trusted:
            job = self._counting(job, one, configuration, is_whole=is_hidden)
        return Planned(one, file, job, notes=notes)

    def _settings_by(self, own: Configuration, one: Input) -> tuple[Settings, ...]:
        """What rules would know of a file if the working folder decided."""
        try:
            if self.nested is not None:
                return self.nested.settings(one, by_the_run=True)
            return self.configurations.settings(own, one.place)
        except BadConfiguration:  # the environments that are asked for are those of the file
            return (own.settings,)

    def _is_laxer(self, one: Input, configuration: Configuration) -> bool:
        """Whether a configuration writes a `fail-on` above that of the working folder."""
        is_written = configuration.written("fail-on") is not None
        return is_written and configuration.fail_on > self.configurations.own(one.place).fail_on

    def _counting(
        self, job: Job, one: Input, configuration: Configuration, *, is_whole: bool
    ) -> Job:
        """The job with what its configuration hides: what would be told by the working folder's.

        Such a configuration fails the run no later than that of the working folder.
        """
        own = self.configurations.own(one.place)
        chosen = self.configurations.chosen(own, one.place)
        settings = self._settings_by(own, one)
        fail_on = min(job.fail_on, own.fail_on)
        shown_from = min(job.choices.shown_from, fail_on)
        job = replace(job, fail_on=fail_on, choices=replace(job.choices, shown_from=shown_from))
        is_silent = is_whole or settings != job.settings
        run = frozenset(() if is_silent else job.rules)
        before, now = chosen.choices.severities, job.choices.severities
        rules = tuple(
            rule.id
            for rule in chosen.rules
            if rule.id not in run or before.get(rule.id) != now.get(rule.id)
        )
        if not rules:
            return job
        choices = replace(
            chosen.choices,
            shown_from=min(self._min_severity, own.fail_on),
            heeds_suppressions=not self._request.no_ignores,
        )
        by = str(configuration.layers[0].source.path)
        hidden = Hidden(by, rules, choices, settings, is_whole=is_whole)
        if is_whole:
            return replace(job, rules=(), hidden=hidden, task=Task.CHECK)
        return replace(job, hidden=hidden)

    def _job(self, one: Input, file: files.SourceFile, configuration: Configuration) -> Job:
        chosen = self.configurations.chosen(configuration, one.place)
        is_synthesized = self._is_synthesized(one)
        return Job(
            file=file,
            name=one.name,
            folder=None if one.path is None else one.path.parent,
            root=None if one.folder is None else Path(one.folder),
            rules=self._ids_of(chosen),
            choices=replace(
                chosen.choices,
                shown_from=min(self._min_severity, configuration.fail_on),
                heeds_suppressions=not self._request.no_ignores,
                only_shown=is_synthesized and not self._request.diff,
            ),
            settings=self._settings(one, configuration),
            fail_on=configuration.fail_on,
            task=Task.CHECK if is_synthesized and not self._request.diff else self._task,
            is_synthesized=is_synthesized,
            stack=self.configurations.stack_of(one.path) if is_synthesized and one.path else "",
            reason=self._request.ignore_reason,
            least=self.least,
            known=self.baseline.known_of(one),
            only_templates=self.may_pass_over(one),
            detailed=self._request.show_fixes or not self._formats.isdisjoint(_DETAILED),
            with_stack="html" in self._formats,
            max_seconds=self._max_seconds,
            with_tests=one.path is not None and self._reads_tests(configuration),
            excluded=tuple(one for one in (self.exclude, configuration.exclude) if one is not None),
            bound=self._bound(one, file.text),
        )

    def _bound(self, one: Input, text: str) -> Path | None:
        """The folder in which the templates of nested stacks are read, if any may lie above.

        The folder that was named or the repository that it lies in: the wider one.
        """
        if one.path is None or "../" not in text:
            return None
        from auditor.run.nested import may_name_above

        if not may_name_above(text):
            return None
        top = self.configurations.repository(one.path.parent)
        named = None if one.folder is None else Path(os.path.abspath(one.folder))
        if top is None or named is None:
            return top or named
        return named if top.is_relative_to(named) else top

    def _settings(self, one: Input, configuration: Configuration) -> tuple[Settings, ...]:
        if self.nested is not None:
            return self.nested.settings(one)
        return self.configurations.settings(configuration, one.place)

    def _reads_tests(self, configuration: Configuration) -> bool:
        """Whether fixes carry tests along: unless the rule that speaks of them is ignored."""
        if id(configuration) not in self._with_tests:
            rule = next((rule for rule in self.rules if rule.id == _OF_TESTS), None)
            found = None if rule is None else deciding(rule, configuration.selectors())
            is_ignored = found is not None and not found.is_for
            self._with_tests[id(configuration)] = rule is not None and not is_ignored
        return self._with_tests[id(configuration)]

    def _is_synthesized(self, one: Input) -> bool:
        return one.path is not None and self.configurations.is_synthesized(one.path.parent)

    def _ids_of(self, chosen: Chosen) -> tuple[str, ...]:
        """The ids of the rules: one object for all files that have them chosen."""
        if id(chosen) not in self._ids:
            self._ids[id(chosen)] = tuple([rule.id for rule in chosen.rules])
        return self._ids[id(chosen)]

    def may_pass_over(self, one: Input) -> bool:
        """Whether a file that is no template is nothing to speak of."""
        return one.folder is not None or self._request.templates_only

    def _is_hidden(self, one: Input) -> bool:
        """Whether a file is looked at only to count what its configuration hides."""
        if one.path is None:
            return False
        if one.folder is None:
            configuration = self.configurations.for_file(one.path)
            is_hook = self._request.templates_only and not configuration.is_trusted
            return is_hook and configuration.passes_over(one.path)
        if one.folder not in self._searches:
            self._searches[one.folder] = ConfiguredSearch(self.configurations, Path(one.folder))
        return self._searches[one.folder].hides(one.path)

    def _is_excluded(self, one: Input, configuration: Configuration) -> bool:
        """Whether a file is passed over although it was named, as hooks name all that there are."""
        if not self._request.templates_only or one.folder is not None or one.place is None:
            return False
        if self.excludes(one.place):
            return True
        if one.path is not None and not configuration.is_trusted:
            configuration = self.configurations.own(one.place)
        return configuration.passes_over(one.place)

    def excludes(self, path: Path) -> bool:
        """Whether the command line excludes a file."""
        return self.exclude is not None and self.exclude.match(path) is not None


def _patterns(written: Sequence[str]) -> Patterns | None:
    """The patterns of the command line. Raises BadConfiguration."""
    if not written:
        return None
    from auditor.config.patterns import of_option

    return of_option("--exclude", written)


def _task(request: Request) -> Task:
    if request.add_ignores:
        return Task.IGNORE
    return Task.FIX if request.fix or request.diff else Task.CHECK
