"""How far a suppression reaches."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from auditor.model.finding import Finding
from auditor.model.path import Path, is_within
from auditor.model.suppression import Suppression
from auditor.model.text import Lines, Span
from auditor.model.tree import Missing, at
from auditor.source.base import Document


class Placed:
    """A finding, and the lines that it is written on."""

    def __init__(
        self, finding: Finding, span: Span, document: Document, texts: Mapping[str, Lines]
    ) -> None:
        self.finding = finding
        self.span = span
        self._document = document
        self._texts = texts

    @cached_property
    def lines(self) -> frozenset[int]:
        """The lines of the template on which a comment speaks of the finding.

        Those of its characters, or the first one of a mapping or a list; and that of its key.
        """
        finding = self.finding
        keys = set() if not finding.at else {self._first(finding.at, key=True)}
        if finding.file is not None:
            return frozenset(keys | {self._first(finding.at, key=False)})
        lines = self._document.lines
        first = lines.position(self.span.start).line
        last = first
        if self._is_text:
            last = lines.position(max(self.span.start, self.span.end - 1)).line
        return frozenset(range(first, last + 1)) | (keys if finding.span is None else frozenset())

    def _first(self, path: Path, *, key: bool) -> int:
        return self._document.lines.position(self._document.span(path, key=key).start).line

    @property
    def _is_text(self) -> bool:
        finding = self.finding
        try:
            return finding.span is None and isinstance(at(self._document.tree, finding.at), str)
        except Missing:
            return False

    @cached_property
    def lines_of_file(self) -> frozenset[int]:
        """The lines of the file beside the template that the finding is written on."""
        lines = self._texts.get(self.finding.file or "")
        if lines is None:
            return frozenset()
        size = len(lines.text)
        first, last = min(self.span.start, size), min(max(self.span.end - 1, 0), size)
        return frozenset(
            range(lines.position(first).line, lines.position(max(first, last)).line + 1)
        )


class Everywhere(Struct, frozen=True):
    """The whole template, and the files that it speaks of."""

    def covers(self, _placed: Placed) -> bool:
        """Whether a finding lies in the scope."""
        return True


class Node(Struct, frozen=True):
    """The value at a path with all below, and what is written there for other places.

    `line` is that of the comment above it, which has findings of its own where no value has.
    """

    path: Path
    span: Span
    line: int = 0

    def covers(self, placed: Placed) -> bool:
        """Whether a finding lies in the scope."""
        if is_within(placed.finding.at, self.path) or self.line in placed.lines:
            return True
        return placed.finding.file is None and self.span.start <= placed.span.start < self.span.end


class Line(Struct, frozen=True):
    """A line of the template."""

    number: int

    def covers(self, placed: Placed) -> bool:
        """Whether a finding lies in the scope."""
        return self.number in placed.lines


class FileLine(Struct, frozen=True):
    """A line of a file beside the template."""

    file: str
    number: int

    def covers(self, placed: Placed) -> bool:
        """Whether a finding lies in the scope."""
        return placed.finding.file == self.file and self.number in placed.lines_of_file


class TextLine(Struct, frozen=True):
    """A line of a string in the template: the characters from `start` up to `end`."""

    path: Path
    start: int
    end: int

    def covers(self, placed: Placed) -> bool:
        """Whether a finding lies in the scope."""
        finding = placed.finding
        if finding.at != self.path or finding.within is None:
            return False
        last = max(finding.within.start, finding.within.end - 1)
        return finding.within.start <= self.end and self.start <= last


Scope = Everywhere | Node | Line | FileLine | TextLine
Scoped = tuple[Suppression, Scope]
"""A suppression with how far it reaches."""
