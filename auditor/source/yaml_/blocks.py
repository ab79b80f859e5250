"""Entries of block collections: keys and list items on lines of their own."""

from __future__ import annotations

import re
from itertools import pairwise

from auditor.model.text import TextEdit
from auditor.source.base import NotSure
from auditor.source.yaml_.places import Entry, Places

_LINE_START = re.compile(r"[\n\r]")
_TRAILING_COMMENT = re.compile(r"[ \t]+(#[^\r\n]*)")
_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\r\n]*)?")
_LINE_END = re.compile(r"\r\n|\n|\r")
_BLANK_LINE = re.compile(r"[ \t]*(?:\r\n|\n|\r)")
_COMMENT_LINE = re.compile(r"(?:\r\n|\n|\r)([ \t]*)#[^\r\n]*")


class Blocks:
    """Inserts and removes the lines of entries."""

    def __init__(self, text: str, places: Places, newline: str) -> None:
        self.text = text
        self.places = places
        self.newline = newline

    def line_start(self, offset: int) -> int:
        """The offset at which the line of an offset begins."""
        return max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) + 1

    def column(self, offset: int) -> int:
        """How many characters stand before an offset on its line."""
        return offset - self.line_start(offset)

    def indented(self, written: str, column: int) -> str:
        """Rendered lines with all but the first moved to a column; blank lines stay blank."""
        first, *rest = written.split("\n")
        lines = (" " * column + line if line else "" for line in rest)
        return self.newline.join((first, *lines))

    def insert(self, entries: list[Entry], index: int, written: str, dash: str) -> TextEdit:
        """The edit that puts an entry before the one at `index`, or at the end.

        `dash` is what a list item begins with, empty for keys.
        """
        start = self._own_start(entries[0])
        column = self.column(start)
        lines = dash + self.indented(written, column + len(dash))
        blank = self.newline if self._are_apart(entries) else ""
        if index > 0:
            after = self._end_with_comments(entries[index - 1], column)
            lead = self.newline + blank + " " * column
            return TextEdit(after, after, lead + lines)
        if self.text[self.line_start(start) : start].strip():
            return TextEdit(start, start, lines + self.newline + " " * column)
        above = self._above_comments(start, column)
        return TextEdit(above, above, " " * column + lines + self.newline + blank)

    def remove(self, entries: list[Entry], indices: list[int]) -> list[TextEdit]:
        """The edits that take entries away with their lines; some entry stays."""
        return [self._remove(entries, index) for index in indices]

    def _remove(self, entries: list[Entry], index: int) -> TextEdit:
        entry = entries[index]
        start = self._own_start(entry)
        line = self.line_start(start)
        end = self.places.entry_end(entry)
        if self.text[line:start].strip():
            return self._remove_behind_dash(entries, index, start, end)
        comment = _TRAILING_COMMENT.match(self.text, end)
        if comment:
            indent = self.text[line:start]
            return TextEdit(line, comment.end(), indent + comment.group(1))
        rest = _REST_OF_LINE.match(self.text, end)
        stop = rest.end() if rest else end
        line_end = _LINE_END.match(self.text, stop)
        if line_end is None and stop < len(self.text):
            raise NotSure("something else stands on the line of the entry")
        if line_end is None:
            before = self.text[:line]
            return TextEdit(len(before.rstrip("\r\n")) if before.strip() else line, stop, "")
        return TextEdit(line, self._without_double_blank(line, line_end.end()), "")

    def _remove_behind_dash(
        self, entries: list[Entry], index: int, start: int, end: int
    ) -> TextEdit:
        """Removes the first key of a mapping in a list: the next one takes its place."""
        following = self._own_start(entries[index + 1]) if index + 1 < len(entries) else end
        if self.text[end:following].strip():
            raise NotSure("a comment stands between the entry and the next one")
        return TextEdit(start, following, "")

    def _without_double_blank(self, start: int, end: int) -> int:
        """Takes the blank lines behind an entry along where blank lines stand before it too."""
        before = self.text[:start]
        is_apart = before.endswith(("\n\n", "\r\n\r\n", "\r\r"))
        while is_apart:
            match = _BLANK_LINE.match(self.text, end)
            if match is None:
                break
            end = match.end()
        return end

    def _own_start(self, entry: Entry) -> int:
        """Where an entry begins: its key, or the dash of its item."""
        if entry.key is not None:
            start = entry.key.start_mark.index
            if (
                self.text[start - 1 : start + 1] == "? "
                or self.text[max(0, start - 2) : start] == "? "
            ):
                raise NotSure("a key is written in a form with '?'")
            return int(start)
        dash = self.text.rfind("-", 0, entry.start)
        while dash >= 0 and self.text[dash + 1 : entry.start].strip():
            dash = self.text.rfind("-", 0, dash)
        between = self.text[dash + 1 : entry.start]
        if dash < 0 or between.strip():
            raise NotSure("the dash of a list item is not where it is expected")
        return dash

    def _are_apart(self, entries: list[Entry]) -> bool:
        """Whether blank lines stand between most entries."""
        gaps = [
            self.text[self.places.entry_end(one) : other.start] for one, other in pairwise(entries)
        ]
        apart = [gap for gap in gaps if len(_BLANK_LINE.findall(gap)) > 1]
        return len(apart) * 2 > len(gaps)

    def _end_with_comments(self, entry: Entry, column: int) -> int:
        """The end of an entry's last line, and of deeper comments below that belong to it."""
        end = self.places.entry_end(entry)
        rest = _REST_OF_LINE.match(self.text, end)
        end = rest.end() if rest else end
        while True:
            comment = _COMMENT_LINE.match(self.text, end)
            if comment is None or len(comment.group(1)) <= column:
                return end
            end = comment.end()

    def _above_comments(self, start: int, column: int) -> int:
        """The start of the line of an entry, or of the comments right above it."""
        line = self.line_start(start)
        while line > 0:
            above = self.line_start(line - 1)
            if self.text[line - 2 : line] == "\r\n":
                above = self.line_start(line - 2)
            content = self.text[above:line].strip("\r\n")
            is_comment = content.lstrip().startswith("#")
            if not is_comment or len(content) - len(content.lstrip()) != column:
                return line
            line = above
        return line
