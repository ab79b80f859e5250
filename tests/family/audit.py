"""Checks one file of a family, and tries its fixes, as a user at default settings would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, partial

from msgspec import Struct

from auditor import files
from auditor.config.lookup import Configurations
from auditor.engine import registry
from auditor.engine.check import Checked, check
from auditor.engine.fixpoint import Check, Fixed, fix
from auditor.model.edit import Remove, ReplaceComment, in_comments, in_template
from auditor.model.finding import Finding, Safety, Severity
from auditor.model.text import Lines
from auditor.project import ProjectFolder
from tests.family.stacks import StackFile
from tests.judge.cfn_lint import new_codes
from tests.judge.style import Laws, laws

_UNCOVERED = {
    "yaml-Pr5629/broken.yaml": ("W1028 at Resources/S3ReplicationRole",),
}
"""By file, what cfn-lint says only once another fault is mended, and is the author's own.

The resource exists in two environments, by a condition that was written in its place and that
cfn-lint could not read. Since it is one of its own, an `Fn::If` that the author wrote for the third
environment is found out."""


class Job(Struct, frozen=True):
    """What is asked of each file: `rules` alone, or all that run by default where there are none.

    `least` is the safety of the fixes to be tried, None for none; `judge` asks cfn-lint too.
    """

    rules: tuple[str, ...] = ()
    least: Safety | None = None
    judge: bool = False


class Row(Struct, frozen=True):
    """One finding as it is shown; `asks` says that only the account decides."""

    rule: str
    severity: Severity
    line: int
    message: str
    asks: bool = False


class Repair(Struct, frozen=True):
    """What the fixes did to a file: how many were made and rejected by rule, and all complaints.

    `loses_errors` says that the file had errors and has none any more; `style` counts laws.
    """

    made: Counter[str]
    rejected: tuple[tuple[str, str], ...]
    troubles: tuple[str, ...]
    is_changed: bool
    loses_errors: bool
    style: Laws


class Audit(Struct, frozen=True):
    """What was found in a file. `fails` says that the command would exit with 1."""

    file: StackFile
    rows: tuple[Row, ...]
    crashes: tuple[str, ...]
    fails: bool
    repair: Repair | None = None


def audit(file: StackFile, job: Job) -> Audit:
    """Checks, fixes and judges one file."""
    known = _configurations(job.rules)
    configuration = known.for_file(file.path)
    chosen = known.chosen(configuration, file.path)
    run = partial(
        check,
        rules=chosen.rules,
        choices=chosen.choices,
        settings=configuration.settings,
        project=ProjectFolder(file.path.parent),
    )
    text = files.read(file.path).text
    fixed = None if job.least is None else fix(text, run, job.least)
    checked = run(text, beside={}) if fixed is None else fixed.original
    rows = tuple(_row(checked, finding) for finding in checked.findings)
    return Audit(
        file,
        rows,
        tuple(f"{crash.rule} crashed: {crash.error!r}" for crash in checked.crashes),
        any(row.severity >= configuration.fail_on for row in rows),
        None if fixed is None else _repair(file, fixed, run, job),
    )


@cache
def _configurations(rules: tuple[str, ...]) -> Configurations:
    given = {"select": list(rules)} if rules else {}
    return Configurations(registry.load(), given, isolated=True)


def _row(checked: Checked, finding: Finding) -> Row:
    start = checked.span(finding).start
    text = checked.text_of(finding.file)
    line = Lines(text).position(min(start, len(text))).line
    severity, asks = finding.severity or Severity.ERROR, finding.ask is not None
    return Row(finding.rule, severity, line, finding.message, asks)


def _repair(file: StackFile, fixed: Fixed, run: Check, job: Job) -> Repair:
    before, after = fixed.original, fixed.final
    is_changed = after.text != before.text or bool(after.beside)
    return Repair(
        Counter(finding.rule for finding, _ in fixed.made),
        tuple((finding.rule, why) for finding, why in fixed.rejected),
        tuple(_troubles(file, fixed, run, job)) if is_changed or fixed.cycle else (),
        is_changed,
        _has_error(before) and not _has_error(after),
        laws(before.text, after.text) if is_changed else Counter(),
    )


def _troubles(file: StackFile, fixed: Fixed, run: Check, job: Job) -> list[str]:
    """What must never come of fixes: a cycle, more changes, a lost comment, a new code."""
    before, after = fixed.original, fixed.final
    troubles = [f"the fixes of {', '.join(fixed.cycle)} undo each other"] if fixed.cycle else []

    def rerun(text: str, *, beside: Mapping[str, str]) -> Checked:
        return run(text, beside={**after.beside, **beside})

    again = fix(after.text, rerun, job.least or Safety.SAFE)
    if again.final.text != after.text:
        troubles.append(f"a second run makes {sorted({found.rule for found, _ in again.made})}")
    troubles += (f"the comment {comment!r} is lost" for comment in _lost_comments(fixed))
    if job.judge:
        found, known = new_codes(before.text, after.text), _UNCOVERED.get(file.name, ())
        troubles += (f"cfn-lint says {new}" for new in found if new not in known)
    rules = ", ".join(sorted({finding.rule for finding, _ in fixed.made}))
    return [f"{trouble} (fixed: {rules})" for trouble in troubles]


def _lost_comments(fixed: Fixed) -> Counter[str]:
    """The comments that are gone, without those that a fix was to change or to remove."""
    edits = (edit for found, _ in fixed.made if found.fix for edit in in_comments(found.fix.edits))
    lost = Counter(_comments(fixed.original)) - Counter(_comments(fixed.final))
    lost -= Counter(edit.old for edit in edits if isinstance(edit, ReplaceComment))
    return lost - Counter(_removed_with_entries(fixed))


def _removed_with_entries(fixed: Fixed) -> Iterator[str]:
    """The comments that explain what fixes have removed."""
    for found, checked in fixed.made:
        document = checked.document
        for edit in in_template(found.fix.edits) if found.fix and document else ():
            if document is not None and isinstance(edit, Remove) and edit.with_comments:
                for span in document.own_comments(edit.path):
                    yield document.text[span.start : span.end]


def _comments(checked: Checked) -> list[str]:
    return [] if checked.document is None else checked.document.comments(checked.text)


def _has_error(checked: Checked) -> bool:
    return any((found.severity or Severity.ERROR) is Severity.ERROR for found in checked.findings)
