"""What the comments beside a value say about a fix of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from auditor.expression import expression
from auditor.model.edit import Edit, Remove, SetValue
from auditor.model.path import Path
from auditor.model.text import Span
from auditor.source.base import Document

_DIRECTIVE = expression(
    r"#+\s*(?:cfnaudit|cfn-lint|cfn_nag|checkov|kics|nosec|noqa|yamllint)\b", re.I
)
_WORD = expression(r"[^\W\d_]{2}")


def is_explained(document: Document, edit: Edit) -> bool:
    """Whether a comment explains the value that an edit removes or replaces.

    It stands right above the value's key or list item, or at the end of its line. What comments
    tell linters is not meant, nor are lines without a word.
    """
    if not isinstance(edit, Remove | SetValue):
        return False
    return any(
        _WORD.search(text) and not _DIRECTIVE.match(text)
        for text in (document.text[span.start : span.end] for span in _beside(document, edit.path))
    )


def _beside(document: Document, path: Path) -> Iterator[Span]:
    """The comments on the lines right above an entry, and at the end of its first line."""
    spans = document.comment_spans
    if not spans:
        return
    start = document.span(path, key=True).start
    line = document.lines.position(start).line
    index = bisect_left(spans, start, key=lambda span: span.start)
    if index < len(spans) and _line(document, spans[index]) == line:
        yield spans[index]
    while index and _line(document, spans[index - 1]) == line - 1:
        index, line = index - 1, line - 1
        before = document.text[document.lines.start(line) : spans[index].start]
        if before.strip():
            return
        yield spans[index]


def _line(document: Document, span: Span) -> int:
    return document.lines.position(span.start).line
