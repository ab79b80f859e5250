"""From a text to its findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from auditor.model.finding import Confidence, Finding, Safety, Severity
from auditor.model.project import Changed, Project
from auditor.model.rule import AnyRule
from auditor.model.settings import Settings
from auditor.model.text import Lines, Span
from auditor.source.base import Document, SyntaxFault
from auditor.source.detect import parse
from auditor.template.subjects.source_text import Repeated, SourceText
from auditor.template.template import Template


@dataclass(frozen=True, slots=True)
class Crash:
    """A rule that raised on a template: a fault of cfnaudit, never of the user."""

    rule: str
    error: BaseException


@dataclass(frozen=True, slots=True)
class Checked:
    """A text with what the rules say of it, sorted by place.

    `beside` has the texts of files beside the template that differ from those on the disk.
    """

    text: str
    document: Document | None
    findings: tuple[Finding, ...]
    crashes: tuple[Crash, ...] = ()
    template: Template | None = None
    beside: Mapping[str, str] = field(default_factory=dict)

    def text_of(self, file: str | None) -> str:
        """The text that a finding speaks of: that of a file beside the template, or its own."""
        if file is None:
            return self.text
        project = None if self.template is None else self.template.project
        return (None if project is None else project.read(file)) or ""

    def span(self, finding: Finding) -> Span:
        """The characters that a finding speaks of, in the text of its file."""
        if finding.span is not None or self.document is None:
            return finding.span or Span(0, 0)
        if finding.within is not None:
            spans = self.document.string_map(finding.at)
            if spans is not None and finding.within.end < len(spans):
                return Span(spans[finding.within.start].start, spans[finding.within.end].start)
        return self.document.span(finding.at, key=finding.on_key)


def check(
    text: str,
    rules: Sequence[AnyRule],
    settings: Settings,
    project: Project | None = None,
    beside: Mapping[str, str] | None = None,
) -> Checked:
    """Runs the rules over one text.

    `project` is the folder that it lies in, where there is one, and `beside` the texts that its
    files are to have instead of their own.
    """
    document, source = _read(text)
    template = None
    if document is not None and isinstance(document.tree, dict):
        seen = None if project is None else Changed(project, beside or {})
        template = Template(document.tree, settings, seen)
    findings: list[Finding] = []
    crashes: list[Crash] = []
    subjects: dict[type, list[Any]] = {SourceText: [source]}
    for rule in rules:
        try:
            if rule.on not in subjects:
                subjects[rule.on] = list(_subjects(rule.on, template))
            for subject in subjects[rule.on]:
                findings += rule.check(subject)
        except Exception as error:  # noqa: BLE001 (one rule must not take the others along)
            crashes.append(Crash(rule.id, error))
    if template is not None and template.is_open:
        findings = [_doubted(finding) for finding in findings]
    checked = Checked(text, document, (), tuple(crashes), template, beside or {})
    return replace(checked, findings=_sorted(checked, findings))


def _read(text: str) -> tuple[Document | None, SourceText]:
    try:
        document = parse(text)
    except SyntaxFault as fault:
        return None, SourceText(None, (fault.message, fault.offset))
    lines = Lines(text) if document.duplicates else None
    repeated = tuple(
        Repeated(
            str(twice.path[-1]),
            twice.span,
            lines.position(twice.first.start).line if lines else 0,
        )
        for twice in document.duplicates
    )
    return document, SourceText(document.tree, None, repeated)


def _subjects(kind: type[Any], template: Template | None) -> Iterable[Any]:
    if template is None:
        return ()
    if kind is Template:
        return (template,)
    found: Iterator[Any] = kind.find(template)
    return found


def _doubted(finding: Finding) -> Finding:
    """A finding in a template that a macro may rewrite before CloudFormation sees it."""
    severity = min(finding.severity or Severity.ERROR, Severity.WARNING)
    fix = finding.fix
    if fix is not None:
        fix = replace(fix, safety=min(fix.safety, Safety.UNSAFE))
    return replace(finding, severity=severity, confidence=Confidence.LOW, fix=fix)


def _sorted(checked: Checked, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    unique = dict.fromkeys(findings)
    return tuple(
        sorted(
            unique,
            key=lambda found: (
                found.file or "",
                checked.span(found).start,
                found.rule,
                found.message,
            ),
        )
    )
