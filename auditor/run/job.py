"""What is to be done to one file, with all that decides the result: plain data, can be pickled."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from auditor.engine.baseline import Known
from auditor.files import SourceFile
from auditor.model.choices import Choices
from auditor.model.finding import Safety, Severity
from auditor.model.settings import Settings

if TYPE_CHECKING:
    from auditor.config.patterns import Patterns


class Task(Enum):
    """What is wanted besides the findings."""

    CHECK = "check"
    FIX = "fix"
    IGNORE = "ignore"
    """Suppressions of what is found are written."""


MAX_SECONDS = 60
"""The default of the bound on each file."""


class KnownFindings(Struct, frozen=True):
    """What a baseline hides in a file, which it calls `name`: all, where nothing is `listed`."""

    name: str
    listed: Mapping[Known, int] | None


class Hidden(Struct, frozen=True):
    """What a configuration that comes with the checked files switches off or lowers: it is counted.

    `rules` are the ids of those that would run, know something else, or whose findings would have
    another severity, with the `choices` and the `settings` that would hold, if the working
    folder decided. `is_whole` says that the file is left out as a whole.
    """

    by: str
    rules: tuple[str, ...]
    choices: Choices
    settings: tuple[Settings, ...]
    is_whole: bool = False


class Job(Struct, frozen=True):
    """A file with all that decides what is found in it, and what becomes of it.

    `name` is what the report calls the file, `folder` where it lies: None where nothing lies
    beside it. `root` is the folder that was searched: nothing outside of it is written. `rules` are
    the ids of those that run, and `settings` what holds in each environment. `reason` is why
    findings are ignored, where suppressions are written. `least` is the safety that fixes need, and
    `fail_on` the severity from which on findings count. With `only_templates` a text that does not
    look like a template is passed over. `detailed` adds what some reports show of each finding, and
    `with_stack` the graph of the template's resources. `max_seconds` bound the computing, and
    `hidden` is what is counted besides. A file that `is_synthesized` is written by CDK, and never
    by us; `stack` is the ID that the app gives its stack, where that is known. `with_tests` says
    that the tests of the file's project are read where something is found, but for what is
    `excluded`. `bound` is the folder in which templates of nested stacks are read, where one may
    lie outside of the template's own.
    """

    file: SourceFile
    name: str
    folder: Path | None
    root: Path | None
    rules: tuple[str, ...]
    choices: Choices
    settings: tuple[Settings, ...]
    fail_on: Severity
    task: Task = Task.CHECK
    reason: str = ""
    least: Safety = Safety.SAFE
    known: KnownFindings | None = None
    only_templates: bool = False
    detailed: bool = False
    with_stack: bool = False
    max_seconds: int = MAX_SECONDS
    hidden: Hidden | None = None
    is_synthesized: bool = False
    stack: str = ""
    with_tests: bool = False
    excluded: tuple[Patterns, ...] = ()
    bound: Path | None = None
