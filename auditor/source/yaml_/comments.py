"""Comments added to a YAML text, changed in it, and taken out of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from auditor.model.edit import AddComment, CommentEdit, ReplaceComment
from auditor.model.text import Lines, TextEdit
from auditor.source.base import NotSure
from auditor.source.yaml_.tokens import Tokens

_BLANKS = " \t"
_GAP = "  "
"""What stands between a value and a comment that is added behind it."""


class Comments:
    """Turns edits of the comments of one text into text edits."""

    def __init__(self, lines: Lines, tokens: Tokens, newline: str) -> None:
        self.lines = lines
        self.text = lines.text
        self.tokens = tokens
        self.newline = newline

    def fits(self, line: int) -> bool:
        """Whether a comment can stand at the end of a line, where none does yet."""
        content = self.lines.content(line)
        end = self.lines.start(line) + len(content)
        return (
            bool(content.strip()) and not self._is_in_text(end) and not self._ends_in_comment(end)
        )

    def lower(self, edit: CommentEdit) -> TextEdit:
        """The text edit of an edit. Raises NotSure where the text does not fit it."""
        if isinstance(edit, ReplaceComment):
            return self._replace(edit)
        return self._above(edit) if edit.above else self._behind(edit)

    def _behind(self, edit: AddComment) -> TextEdit:
        if not self.fits(edit.line):
            raise NotSure("no comment can be added to the line")
        content = self.lines.content(edit.line)
        start = self.lines.start(edit.line)
        end = start + len(content.rstrip(_BLANKS))
        return TextEdit(end, start + len(content), _GAP + edit.text)

    def _above(self, edit: AddComment) -> TextEdit:
        start = self.lines.start(edit.line)
        if start and self._is_in_text(start):
            raise NotSure("the line stands in the midst of a text")
        content = self.lines.content(edit.line)
        indent = content[: len(content) - len(content.lstrip(_BLANKS))]
        return TextEdit(start, start, indent + edit.text + self.newline)

    def _replace(self, edit: ReplaceComment) -> TextEdit:
        end = edit.start + len(edit.old)
        known = self.tokens.comments
        index = bisect_left(known, edit.start, key=lambda span: span.start)
        if index == len(known) or (known[index].start, known[index].end) != (edit.start, end):
            raise NotSure("the comment does not stand there")
        if edit.new:
            return TextEdit(edit.start, end, edit.new)
        line = self.lines.position(edit.start).line
        start = self.lines.start(line)
        before = self.text[start : edit.start]
        if before.strip(_BLANKS):
            return TextEdit(start + len(before.rstrip(_BLANKS)), end, "")
        return TextEdit(start, self._next_line(line), "")

    def _next_line(self, line: int) -> int:
        return self.lines.start(line + 1) if line < len(self.lines) else len(self.text)

    def _is_in_text(self, offset: int) -> bool:
        """Whether a character put there would become a part of a scalar of several lines."""
        texts = self.tokens.texts
        index = bisect_right(texts, offset, key=lambda span: span.start) - 1
        return index >= 0 and texts[index].start <= offset < texts[index].end

    def _ends_in_comment(self, offset: int) -> bool:
        comments = self.tokens.comments
        index = bisect_left(comments, offset, key=lambda span: span.end)
        return index < len(comments) and comments[index].start < offset <= comments[index].end
