"""Templates inside of templates: what is found in one is told where the other has it written."""

from __future__ import annotations

from msgspec.structs import replace

from auditor.aws.cloudformation.stack_set import Body, bodies
from auditor.model.edit import ReplaceText
from auditor.model.finding import Finding, Fix, Safety, Severity
from auditor.model.text import Span
from auditor.source.base import Document, NotSure

__all__ = ["bodies", "placed"]


def placed(finding: Finding, span: Span, body: Body, document: Document | None) -> Finding:
    """A finding of an inner template as one of the outer; `span` is its place in the inner text."""
    end, severity = len(body.text), finding.severity
    if body.case.when and severity is not None:
        severity = min(severity, Severity.WARNING)
    return replace(
        finding,
        at=body.case.path,
        on_key=False,
        span=None,
        within=Span(min(span.start, end), min(span.end, end)),
        severity=severity,
        fix=finding.fix and _placed(finding.fix, body, document),
    )


def _placed(fix: Fix, body: Body, document: Document | None) -> Fix:
    if not fix.edits or document is None:
        return fix
    try:
        lowered = document.lower_all(fix.edits)
    except NotSure:
        return replace(fix, edits=(), safety=Safety.DISPLAY)
    edits = tuple(
        ReplaceText(body.case.path, edit.start, edit.end, edit.text) for edit in lowered[None]
    )
    return replace(fix, edits=edits)
