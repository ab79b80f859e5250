"""From checks and fixes of a file to the entries of the report."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from auditor.engine.check import Checked
from auditor.engine.plan import refused
from auditor.expression import expression
from auditor.model.edit import in_files
from auditor.model.finding import Fails, Finding, Fix, Severity
from auditor.model.path import dotted, logical_id
from auditor.model.report import CodeNotRead, Entry, Offer, Replacement, Status
from auditor.model.rule import AnyRule, ListedRule
from auditor.model.text import Lines, Position, TextEdit
from auditor.model.tree import Missing, at
from auditor.source.base import NotSure

if TYPE_CHECKING:
    from auditor.engine.fixpoint import Fixed
    from auditor.model.excerpt import SourceLine

_LONGEST = 1_000
"""Characters of a message that are told: a value in it may be as long as the template."""
_LINK = expression(r"https://[^\s)>\]]+")


def entries(
    checked: Checked, file: str, rules: Mapping[str, AnyRule], *, detailed: bool = False
) -> Iterator[Entry]:
    """The findings of a check, with the reason where the source format refuses a fix.

    `detailed` adds the lines and what fixes change.
    """
    hindered = refused(checked.document, checked.findings)
    yield from _Shown(checked, file, rules, detailed=detailed).all(hindered)


def entry(checked: Checked, finding: Finding, file: str, rules: Mapping[str, AnyRule]) -> Entry:
    """One finding of a check."""
    return _Shown(checked, file, rules, detailed=False).entry(finding, Status.OPEN)


def entries_after_fixing(
    fixed: Fixed, file: str, rules: Mapping[str, AnyRule], *, detailed: bool = False
) -> Iterator[Entry]:
    """What was fixed, and what is left, with the reason where a fix was tried in vain."""
    passes: dict[int, _Shown] = {}
    for finding, checked in fixed.made:
        new = _Shown(checked, file, rules, detailed=detailed)
        yield passes.setdefault(id(checked), new).entry(finding, Status.FIXED)
    yield from _Shown(fixed.final, file, rules, detailed=detailed).all(dict(fixed.rejected))


def entries_before_fixing(
    fixed: Fixed, file: str, rules: Mapping[str, AnyRule], *, detailed: bool = False
) -> Iterator[Entry]:
    """What is found before anything is fixed, with the reason where a fix was tried in vain."""
    yield from _Shown(fixed.original, file, rules, detailed=detailed).all(fixed.in_vain)


def code_not_read(checked: Checked, file: str) -> tuple[CodeNotRead, ...]:
    """The code of functions that the rules of a check asked for and did not see."""
    codes = () if checked.template is None else checked.template.unread
    return tuple(CodeNotRead(file, one.resource, one.file, one.reason) for one in codes)


@cache
def _first_link(doc: str) -> str | None:
    """The first address in what is said about a rule, which all its findings show."""
    found = _LINK.search(doc)
    return found.group() if found else None


class _Shown:
    """The findings of one check as entries; `file` is what the report calls the template."""

    def __init__(
        self, checked: Checked, file: str, rules: Mapping[str, AnyRule], *, detailed: bool
    ) -> None:
        self._detailed = detailed
        self._checked = checked
        self._file = file
        self._rules = rules
        self._lines: dict[str | None, Lines] = {}

    def all(self, rejected: Mapping[Finding, str]) -> Iterator[Entry]:
        """What is open and what is suppressed, in order; `rejected` are fixes with the reason."""
        known = {one.finding: one for one in self._checked.suppressed}
        findings = self._checked.findings
        for finding in self._checked.in_order((*findings, *known)) if known else findings:
            if known and finding in known:
                one = known[finding]
                shown = self.entry(finding, Status.SUPPRESSED, one.reason)
                yield replace(shown, suppressed_by=one.by)
            else:
                reason = rejected.get(finding) if rejected else None
                status = Status.OPEN if reason is None else Status.REJECTED
                yield self.entry(finding, status, reason)

    def entry(self, finding: Finding, status: Status, note: str | None = None) -> Entry:
        """A finding with its place worked out."""
        lines = self._lines_of(finding.file)
        span = self._checked.span(finding)
        start = lines.position(min(span.start, len(lines.text)))
        end = lines.position(min(max(span.end, span.start), len(lines.text)))
        return Entry(
            rule=finding.rule,
            severity=finding.severity or Severity.ERROR,
            confidence=finding.confidence,
            message=self._message(finding),
            file=self._name(finding.file),
            start=start,
            end=end,
            line=lines.content(start.line),
            resource=logical_id(finding.at),
            path=dotted(finding.at),
            url=_first_link(self._rules[finding.rule].doc),
            status=status,
            fix=self._offer(finding.fix) if finding.fix else None,
            note=note,
            template=None if finding.file is None else self._file,
            frame=self._frame(lines, start, end) if self._detailed else (),
            fails=finding.fails or Fails.DEPLOYMENT,
            ask=finding.ask,
            quiet=finding.quiet,
            held=finding.held,
            construct=self._construct(logical_id(finding.at)),
            page=isinstance(self._rules[finding.rule], ListedRule),
            environments=finding.environments,
        )

    @staticmethod
    def _frame(lines: Lines, start: Position, end: Position) -> tuple[SourceLine, ...]:
        from auditor.engine.excerpts import frame

        return frame(lines, start, end)

    def _construct(self, resource: str | None) -> str | None:
        """The path that CDK notes with each resource."""
        template = self._checked.template
        if resource is None or template is None:
            return None
        try:
            path = at(template.tree, ("Resources", resource, "Metadata", "aws:cdk:path"))
        except Missing:
            return None
        return path if isinstance(path, str) else None

    def _offer(self, fix: Fix) -> Offer:
        edits = self._text_edits(fix) if self._detailed else {}
        if edits:
            from auditor.engine.excerpts import hunks
        return Offer(
            fix.title,
            fix.safety,
            fix.edits,
            fix.on_update,
            tuple(self._replacements(edits)),
            tuple(
                hunk
                for file, changes in edits.items()
                for hunk in hunks(self._name(file), self._lines_of(file), changes)
            ),
        )

    def _text_edits(self, fix: Fix) -> Mapping[str | None, Sequence[TextEdit]]:
        """What a fix changes in each text; nothing where it cannot be made."""
        document = self._checked.document
        if document is None:
            return in_files(fix.edits)  # type: ignore[return-value]
        try:
            return document.lower_all(fix.edits)
        except NotSure:
            return {}

    def _replacements(
        self, edits: Mapping[str | None, Sequence[TextEdit]]
    ) -> Iterator[Replacement]:
        for file, changes in edits.items():
            lines = self._lines_of(file)
            for edit in changes:
                places = lines.position(edit.start), lines.position(edit.end)
                yield Replacement(self._name(file), *places, edit.text)

    def _lines_of(self, file: str | None) -> Lines:
        if file not in self._lines:
            self._lines[file] = Lines(self._checked.text_of(file))
        return self._lines[file]

    def _name(self, file: str | None) -> str:
        """What the report calls a file: beside the template, as the template is called."""
        if file is None:
            return self._file
        path = posixpath.join(posixpath.dirname(self._file), file)
        # a test of the project may lie outside of the template's folder
        return posixpath.normpath(path) if file.startswith("../") else path

    def _message(self, finding: Finding) -> str:
        """The message, with the environments where it does not hold in all."""
        message, where = finding.message, ", ".join(finding.environments)
        if len(message) > _LONGEST:
            half = _LONGEST // 2
            message = f"{message[:half]} … {message[-half:]}"
        document = self._checked.document
        word = "" if document is None else document.environment_word
        if word and len(finding.environments) > 1:
            word = f"{word.rstrip()}s "
        return f"{message} (in {word}{where})" if where else message
