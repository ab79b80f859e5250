"""Templates inside of templates: what is found in one is told where the other has it written."""

from __future__ import annotations

from msgspec.structs import replace

from auditor.aws.cloudformation.stack_set import Body, bodies
from auditor.aws.cloudformation.substituted import has_open_keys
from auditor.grammar.placeholders import UNKNOWN_TEXT
from auditor.model.edit import ReplaceText
from auditor.model.finding import Finding, Fix, Safety, Severity
from auditor.model.text import Span, TextEdit
from auditor.source.base import Document, NotSure

__all__ = ["bodies", "is_readable", "placed"]


def is_readable(body: Body, document: Document | None) -> bool:
    """Whether a template says what it is: what is put into it may be its keys, or its brackets."""
    if body.written.is_plain:
        return True
    if document is None:
        return not body.written.has_gap(0, len(body.written.text))
    return not has_open_keys(document.tree)


def placed(finding: Finding, span: Span, body: Body, document: Document | None) -> Finding | None:
    """A finding of an inner template as one of the outer; `span` is its place in the inner text.

    None where it speaks of what is put in.
    """
    end, severity = len(body.written.text), finding.severity
    start, stop = min(span.start, end), min(span.end, end)
    if UNKNOWN_TEXT in finding.message:
        return None
    if body.case.when and severity is not None:
        severity = min(severity, Severity.WARNING)
    return replace(
        finding,
        at=body.at,
        on_key=False,
        span=None,
        within=Span(body.written.place(start), body.written.place(stop)),
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
    if any(_is_put_in(body, edit) for edit in lowered[None]):
        return replace(fix, edits=(), safety=Safety.DISPLAY)
    written = body.written
    edits = tuple(
        ReplaceText(
            body.at, written.place(edit.start), written.place(edit.end), written.spelled(edit.text)
        )
        for edit in lowered[None]
    )
    return replace(fix, edits=edits)


def _is_put_in(body: Body, edit: TextEdit) -> bool:
    return body.written.has_gap(edit.start, edit.end) or UNKNOWN_TEXT in edit.text
