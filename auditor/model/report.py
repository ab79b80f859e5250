"""What a run has to tell, in plain data: every format is made from this and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from msgspec import Struct

from auditor.model.edit import Change
from auditor.model.excerpt import Hunk, SourceLine
from auditor.model.finding import Confidence, Fails, OnUpdate, Safety, Severity
from auditor.model.question import Ask
from auditor.model.stack import Stack
from auditor.model.suppression import SuppressedBy
from auditor.model.text import Position


class Status(Enum):
    """What became of a finding."""

    OPEN = "open"
    FIXED = "fixed"
    REJECTED = "rejected"
    """Its fix was tried and undone, or could not be made without risk: the finding is open."""
    SUPPRESSED = "suppressed"
    """The user knows of it: it counts for nothing, and is shown to programs only."""


class Replacement(Struct, frozen=True):
    """Characters of a file that a fix puts others in the place of."""

    file: str
    start: Position
    end: Position
    text: str


class Offer(Struct, frozen=True):
    """A fix as it is shown.

    `replacements` are what its edits change in the texts, where the report asks for that and the
    edits can be made; else it is empty. `hunks` show the same as lines before and after.
    """

    title: str
    safety: Safety
    edits: tuple[Change, ...]
    on_update: OnUpdate = OnUpdate.UNKNOWN
    replacements: tuple[Replacement, ...] = ()
    hunks: tuple[Hunk, ...] = ()


class Entry(Struct, frozen=True):
    """One finding with its places worked out.

    `line` is the text of the line that `start` lies in. `note` says why a fix was rejected, or
    the finding suppressed. `template` is the template, where `file` is one beside it, and
    `other_templates` are those that share the file. `page` says whether the documentation has a
    page about the rule.
    `construct` is the path of the construct of CDK that the resource comes from.
    `frame` are the lines around it, where the report asks for them. `environments` are those in
    which it holds, empty where it holds in all.
    """

    rule: str
    severity: Severity
    confidence: Confidence
    message: str
    file: str
    start: Position
    end: Position
    line: str
    resource: str | None
    path: str
    url: str | None
    status: Status
    fix: Offer | None
    note: str | None = None
    suppressed_by: SuppressedBy | None = None
    template: str | None = None
    frame: tuple[SourceLine, ...] = ()
    fails: Fails = Fails.DEPLOYMENT
    ask: Ask | None = None
    quiet: bool = False
    held: bool = False
    other_templates: tuple[str, ...] = ()
    page: bool = False
    environments: tuple[str, ...] = ()
    construct: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether what was found is still in the file, and nobody suppressed it."""
        return self.status in (Status.OPEN, Status.REJECTED)

    @property
    def is_question(self) -> bool:
        """Whether only the account decides if this fails, and nobody answered yet."""
        return self.is_open and self.ask is not None

    def is_fixable(self, least: Safety) -> bool:
        """Whether `--fix` would try a fix of at least this safety."""
        has_edits = self.fix is not None and bool(self.fix.edits)
        is_allowed = self.fix is not None and self.fix.safety >= least
        return self.status is Status.OPEN and has_edits and is_allowed and not self.held


class OpenQuestion(Struct, frozen=True):
    """What the findings of one rule ask, and how to answer: both without a final stop.

    `setting` is the key of the configuration that answers, and `places` are the findings.
    """

    rule: str
    setting: str
    message: str
    answer: str
    places: tuple[Entry, ...]


class NotChecked(Struct, frozen=True):
    """A file that was to be checked and was not, and the sentence that says why."""

    file: str
    reason: str


class CodeNotRead(Struct, frozen=True):
    """Code of a function that no rule saw, and why.

    `file` is the template, `resource` the function's logical ID, and `code` the file or folder
    from the template's folder, None for code in the template. `reason` goes on where the code was
    named.
    """

    file: str
    resource: str
    code: str | None
    reason: str


class HiddenBy(Struct, frozen=True):
    """A configuration that comes with the checked files, and how many findings it hides.

    `lowered` counts those that are told with a lower severity.
    """

    configuration: str
    findings: int
    lowered: int = 0


class Report(Struct, frozen=True):
    """The findings of all files, in the order of files and places.

    `least` is the safety that fixes need to be made or offered in this run. `stacks` are those of
    the templates, where the report asks for them. `questions` put together the entries that ask.
    `docs_url` is the address below which the rules have their pages, where there is one.
    `code_not_read` has each function's code that was to be read and was not.
    """

    entries: tuple[Entry, ...]
    files: int
    least: Safety
    stacks: tuple[Stack, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    docs_url: str | None = None
    hidden_by: tuple[HiddenBy, ...] = ()
    code_not_read: tuple[CodeNotRead, ...] = ()

    @property
    def functions_not_read(self) -> int:
        """How many functions have code that was not read."""
        return len({(one.file, one.resource) for one in self.code_not_read})

    @property
    def shown(self) -> tuple[Entry, ...]:
        """The findings that people are shown one by one."""
        return tuple(
            entry
            for entry in self.entries
            if entry.status is not Status.SUPPRESSED and not entry.is_question and not entry.quiet
        )

    @property
    def by_urgency(self) -> tuple[Entry, ...]:
        """What people are shown, in the order in which they need it.

        What was fixed comes first, then the worst: errors before warnings, and among these what
        fails the deployment before what fails later; else in the order of files and places.
        """

        def rank(entry: Entry) -> tuple[int, ...]:
            return (1, -entry.severity, entry.fails) if entry.is_open else (0,)

        return tuple(sorted(self.shown, key=rank))

    @property
    def open(self) -> tuple[Entry, ...]:
        """The findings that are in the files now; what only asks is none of them."""
        return tuple(entry for entry in self.entries if entry.is_open and not entry.is_question)

    def count(self, severity: Severity) -> int:
        """How many open findings have a severity."""
        return sum(entry.severity is severity for entry in self.open)

    @property
    def quiet(self) -> int:
        """How many open findings people are not shown, because they are only hints."""
        return sum(entry.quiet for entry in self.open)

    @property
    def fixed(self) -> int:
        """How many findings were fixed."""
        return sum(entry.status is Status.FIXED for entry in self.entries)

    @property
    def suppressed(self) -> int:
        """How many findings the user knows of."""
        return sum(entry.status is Status.SUPPRESSED for entry in self.entries)

    @property
    def rejected(self) -> int:
        """How many fixes were tried and not kept."""
        return sum(entry.status is Status.REJECTED for entry in self.entries)

    @property
    def fixable(self) -> int:
        """How many findings `--fix` would try to fix."""
        return sum(entry.is_fixable(self.least) for entry in self.entries)

    @property
    def hidden(self) -> int:
        """How many more it would try with `--unsafe-fixes`."""
        return sum(entry.is_fixable(Safety.UNSAFE) for entry in self.entries) - self.fixable


def fails(entries: Iterable[Entry], threshold: Severity) -> bool:
    """Whether any open finding is at least as severe as the threshold; questions never are."""
    return any(
        entry.is_open and not entry.is_question and entry.severity >= threshold for entry in entries
    )
