"""Where a suppression of a finding can be written, and how it is written there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from auditor.aws.lambda_.code.file import CodeFile
from auditor.engine.check import Checked
from auditor.engine.suppressions.comments import node_below
from auditor.engine.suppressions.grammar import TOOL, directives, written
from auditor.engine.suppressions.metadata import LIST, SECTION
from auditor.engine.suppressions.scopes import Placed
from auditor.model.edit import AddComment, Change, InsertItem, InsertKey, ReplaceComment
from auditor.model.finding import Finding
from auditor.model.path import Path, resource_path
from auditor.model.text import Span
from auditor.model.tree import Missing, Tree, at
from auditor.source.base import Document

_MARKS = {"python": "#", "javascript": "//"}


class InComment(Struct, frozen=True):
    """A line of the template: a comment behind it, or above it."""

    line: int
    above: bool


class InMetadata(Struct, frozen=True):
    """The `Metadata` of a resource, or of the template where the path is empty."""

    path: Path


class InCode(Struct, frozen=True):
    """The line of a code file that begins at an offset."""

    file: CodeFile
    start: int


Target = InComment | InMetadata | InCode


class Writer:
    """Finds the targets of findings in one checked text, and the edits that write there."""

    def __init__(self, checked: Checked, document: Document, reason: str = "") -> None:
        self._reason = reason
        self._checked = checked
        self._document = document
        self._comments = {
            document.lines.position(span.start).line: span for span in document.comment_spans
        }

    def targets(self, finding: Finding) -> Iterator[Target]:
        """Where the finding can be suppressed, the nearest place first."""
        for file in self._code:
            offset = file.offset(finding)
            if offset is not None:
                yield InCode(file, file.text.rfind("\n", 0, offset) + 1)
        yield from self._lines(finding)
        yield InMetadata(resource_path(finding.at) or ())

    @cached_property
    def _code(self) -> Sequence[CodeFile]:
        template = self._checked.template
        return () if template is None else tuple(CodeFile.find(template))

    def _lines(self, finding: Finding) -> Iterator[Target]:
        placed = Placed(finding, self._checked.span(finding), self._document, {})
        position = self._document.lines.position
        key = position(self._document.span(finding.at, key=True).start).line
        first = key if finding.file is not None else position(placed.span.start).line
        if first in placed.lines and (first in self._comments or self._fits(first)):
            yield InComment(first, above=False)
        node = node_below(self._document, key)
        if node is not None and node.covers(placed):
            yield InComment(key, above=True)

    def _fits(self, line: int) -> bool:
        return self._document.takes_comment(line)

    def edits(self, target: Target, ids: list[str]) -> tuple[Change, ...] | None:
        """The edits that suppress rules at a target; None where that cannot be done."""
        match target:
            case InComment(line, above):
                return (self._in_comment(line, ids, above=above),)
            case InMetadata(path):
                return _in_metadata(self._document.tree, path, ids, self._reason)
            case InCode(file, start):
                return _in_code(file, start, ids, self._reason)

    def _in_comment(self, line: int, ids: list[str], *, above: bool) -> Change:
        if above:
            near = self._comment(line - 1)
            is_alone = near is not None and self._is_alone(near[0])
            if near is None or not is_alone or not _names(near[1]):
                return AddComment(line, written(ids, reason=self._reason), above=True)
        else:
            near = self._comment(line)
            if near is None:
                return AddComment(line, written(ids, reason=self._reason))
        start, comment = near
        return ReplaceComment(start, comment, _joined(comment, ids, self._reason))

    def _comment(self, line: int) -> tuple[int, str] | None:
        """The comment on a line, with the offset at which it begins."""
        span = self._comments.get(line)
        return None if span is None else (span.start, self._document.text[span.start : span.end])

    def _is_alone(self, start: int) -> bool:
        lines = self._document.lines
        line_start = lines.start(lines.position(start).line)
        return not self._document.text[line_start:start].strip()


def _names(comment: str) -> bool:
    return any(found.names and not found.is_for_file for found in directives(comment))


def _joined(comment: str, ids: list[str], reason: str) -> str:
    """The comment with ids added to its suppression, or with a suppression behind it."""
    for found in directives(comment):
        if found.names and not found.is_for_file:
            return found.naming_too(ids)
    return f"{comment.rstrip()}  {written(ids, reason=reason)}"


def _in_metadata(tree: Tree, path: Path, ids: list[str], reason: str) -> tuple[Change, ...] | None:
    place: Path = (*path, SECTION)
    steps = (SECTION, TOOL, LIST)
    items: list[Tree] = [{"id": id, "reason": reason} if reason else id for id in ids]
    values: list[Tree] = [{TOOL: {LIST: items}}, {LIST: items}, items]
    try:
        body = at(tree, path)
        for depth, (step, value) in enumerate(zip(steps, values, strict=True)):
            if not isinstance(body, dict):
                return None
            if step not in body:
                here = (*path, *steps[:depth])
                return (InsertKey(here, step, value, after=_before(body, depth)),)
            body = body[step]
    except Missing:
        return None
    if not isinstance(body, list):
        return None
    return tuple(InsertItem((*place, TOOL, LIST), len(body), item) for item in items)


def _before(body: dict[str, Tree], depth: int) -> str | None:
    """The key that a new `Metadata` follows, where there is one of the usual ones."""
    usual = ("Type", "Description", "AWSTemplateFormatVersion") if depth == 0 else ()
    return next((key for key in usual if key in body), None)


def _in_code(file: CodeFile, start: int, ids: list[str], reason: str) -> tuple[Change, ...] | None:
    end = file.text.find("\n", start)
    line = file.text[start : len(file.text) if end < 0 else end].rstrip()
    span, comment = (
        Span(start + len(line), start + len(line)),
        f"  {_code_comment(file, ids, reason)}",
    )
    mark = line.rfind(f"{_MARKS.get(file.language, '#')} {TOOL}:")
    found = directives(line[mark:]) if mark >= 0 else []
    if found and found[0].names:
        span, comment = Span(start + mark, start + len(line)), found[0].naming_too(ids)
    text = file.text[: span.start] + comment + file.text[span.end :]
    return file.changes([(span, comment)]) if file.is_same_as(text) else None


def _code_comment(file: CodeFile, ids: list[str], reason: str) -> str:
    return written(ids, _MARKS.get(file.language, "#"), reason)
