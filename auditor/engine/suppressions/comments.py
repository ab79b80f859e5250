"""The suppressions in the comments of a template."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from auditor.engine.suppressions.grammar import TOOL, Directive, Named, directives
from auditor.engine.suppressions.scopes import Everywhere, Line, Node, Scope, Scoped
from auditor.model.edit import ReplaceComment
from auditor.model.suppression import Misspelled, Spot, Suppression
from auditor.model.text import Span
from auditor.source.base import Document

_TOO_LATE = "Suppression of the whole file must be before the first key of the template"


class _Comment(Struct, frozen=True):
    """A comment with its line; `is_alone` where nothing else stands on that."""

    text: str
    start: int
    line: int
    is_alone: bool


def in_comments(document: Document) -> Iterator[Scoped | Misspelled]:
    """What the comments of a document suppress, in their order, with its scope."""
    comments = [_comment(document, span) for span in document.comment_spans]
    below: dict[int, int] = {}
    for comment in reversed(comments):
        if comment.is_alone:
            below[comment.line] = below.get(comment.line + 1, comment.line + 1)
    for comment in comments:
        for directive in directives(comment.text):
            line = below.get(comment.line, comment.line)
            yield from _read(document, comment, directive, node_below(document, line))


def node_below(document: Document, line: int) -> Node | None:
    """The key or list item that a line begins with."""
    lines = document.lines
    if line > len(lines):
        return None
    content = lines.content(line)
    path = document.entry_at(lines.start(line) + len(content) - len(content.lstrip()))
    if path is None:
        return None
    start = document.span(path, key=True).start
    return Node(path, Span(min(start, document.span(path).start), document.span(path).end))


def _comment(document: Document, span: Span) -> _Comment:
    line = document.lines.position(span.start).line
    before = document.text[document.lines.start(line) : span.start]
    return _Comment(document.text[span.start : span.end], span.start, line, not before.strip())


def _read(
    document: Document, comment: _Comment, directive: Directive, node: Node | None
) -> Iterator[Scoped | Misspelled]:
    def spot(span: Span) -> Spot:
        start = comment.start
        at = () if node is None or directive.is_for_file else node.path
        return Spot(at, span=Span(start + span.start, start + span.end))

    fault = directive.fault
    if directive.is_for_file and comment.start > document.span(()).start:
        fault = f"{_TOO_LATE}; without '-file', '{TOOL}: ignore[...]' may be anywhere"
    if fault is not None:
        yield Misspelled(spot(directive.span), fault)
        return
    scope: Scope = Line(comment.line)
    if directive.is_for_file:
        scope = Everywhere()
    elif comment.is_alone and node is not None:
        scope = replace(node, line=comment.line)
    for name in directive.names:
        yield _suppression(comment, directive, name, spot(name.span)), scope


def _suppression(comment: _Comment, directive: Directive, name: Named, spot: Spot) -> Suppression:
    edit = ReplaceComment(comment.start, comment.text, directive.without(name))
    return Suppression(name.id, spot, directive.reason, (edit,))
