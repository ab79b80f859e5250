"""Whether a changed text is what was meant: nothing more, nothing less, and better than before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from auditor.aws.lambda_.code.file import CodeFile
from auditor.engine.check import Checked
from auditor.model.edit import (
    CommentEdit,
    Edit,
    EditError,
    Remove,
    Rename,
    ReplaceComment,
    edited,
    in_comments,
    in_template,
)
from auditor.model.finding import Finding, Safety, Severity
from auditor.model.path import Path, dotted
from auditor.source.base import Document

_Key = tuple[str, Path]


def objection(before: Checked, after: Checked, fixed: Sequence[Finding]) -> str | None:
    """Why the new text must not stand, in a few words; None where it may."""
    if before.document is None or after.document is None:
        return "the changed text could not be read"
    if len(after.crashes) > len(before.crashes):
        return f"{after.crashes[-1].rule} could not check the changed text"
    fixes = [finding.fix.edits for finding in fixed if finding.fix]
    unique = [edits for index, edits in enumerate(fixes) if edits not in fixes[:index]]
    edits = [edit for fix in unique for edit in in_template(fix)]
    comments = [edit for fix in unique for edit in in_comments(fix)]
    return (
        _tree_differs(before.document, after.document, edits, fixed)
        or _comment_lost(before.document, after.document, comments, edits)
        or _code_broken(before, after)
        or _tests_broken(before, after, fixed)
        or _not_better(before, after, fixed)
    )


def _tree_differs(
    before: Document, after: Document, edits: Sequence[Edit], fixed: Sequence[Finding]
) -> str | None:
    try:
        wanted = edited(before.tree, edits)
    except EditError as error:
        return str(error)
    is_other = before.differs(wanted, after, fixed)
    return "the changed text means something else" if is_other else None


def _comment_lost(
    before: Document, after: Document, edits: Sequence[CommentEdit], others: Sequence[Edit]
) -> str | None:
    kept = Counter(before.comments(before.text))
    for edit in others:
        if isinstance(edit, Remove) and edit.with_comments:
            own = before.own_comments(edit.path)
            kept.subtract(before.text[span.start : span.end] for span in own)
    kept.subtract(edit.old for edit in edits if isinstance(edit, ReplaceComment))
    kept.update(_new_comments(edits))
    lost = kept - Counter(after.comments(after.text))
    return f"the comment '{next(iter(lost))}' would be lost" if lost else None


def _new_comments(edits: Sequence[CommentEdit]) -> list[str]:
    new = (edit.new if isinstance(edit, ReplaceComment) else edit.text for edit in edits)
    return [comment for comment in new if comment]


def _code_broken(before: Checked, after: Checked) -> str | None:
    """Whether code that could be read before cannot be read any more."""
    if before.template is None or after.template is None:
        return None
    sound = {file.place: file for file in CodeFile.find(before.template)}
    for file in CodeFile.find(after.template):
        old = sound.get(file.place)
        is_changed = old is not None and old.text != file.text
        if is_changed and old is not None and old.facts.parses and not file.facts.parses:
            return "the changed code could not be read"
    return None


def _tests_broken(before: Checked, after: Checked, fixed: Sequence[Finding]) -> str | None:
    """Whether a test cannot be read any more, or fails that a safe fix had to carry along."""
    if after.tested.unreadable - before.tested.unreadable:
        return "the changed test could not be read"
    is_safe = all(finding.fix is None or finding.fix.safety is Safety.SAFE for finding in fixed)
    if is_safe and after.tested.failing > before.tested.failing:
        return "a test that passes would fail"
    return None


def _not_better(before: Checked, after: Checked, fixed: Sequence[Finding]) -> str | None:
    old, new = _count(before.findings), _count(after.findings)
    for key, times in _count(fixed).items():
        if new[key] > old[key] - times:
            return f"{key[0]} would still be found"
    edits = [edit for finding in fixed if finding.fix for edit in in_template(finding.fix.edits)]
    names = {edit.path: edit.key for edit in edits if isinstance(edit, Rename)}
    errors = {
        (rule, (*path[:-1], names.get(path, path[-1])) if path else path): times
        for (rule, path), times in _count(before.findings, Severity.ERROR).items()
    }
    worse = _count(after.findings, Severity.ERROR) - Counter(errors)
    if worse:
        rule, path = next(iter(worse))
        return f"{rule} would be found at {dotted(path)}"
    return None


def _count(findings: Sequence[Finding], severity: Severity = Severity.INFO) -> Counter[_Key]:
    """Findings by rule and resource, which stay the same when lists and keys move."""
    return Counter(
        (finding.rule, finding.at[:2])
        for finding in findings
        if (finding.severity or Severity.ERROR) >= severity
    )
