"""Entries of block collections: keys and list items on lines of their own."""

from __future__ import annotations

import re
from itertools import islice, pairwise

from auditor.expression import expression
from auditor.model.text import Span, TextEdit
from auditor.source.base import NotSure
from auditor.source.yaml_.nodes import ScalarNode
from auditor.source.yaml_.places import Entry, Places

_NEWLINE = r"(?:\r\n|\n|\r(?!\n))"
_LINE_END = expression(_NEWLINE)
_BLANK_LINE = expression(rf"[ \t]*{_NEWLINE}")
_BLANK_BETWEEN = expression(rf"{_NEWLINE}[ \t]*{_NEWLINE}")
_REST_OF_LINE = expression(r"[ \t]*(?:(?<=[ \t])#[^\r\n]*)?")
_TRAILING_COMMENT = expression(r"[ \t]+(?=#)")
_COMMENT_BELOW = expression(rf"(?:{_NEWLINE}[ \t]*)+(#[^\r\n]*)")
_BANNER = expression(r"(?<![ \t])[ \t]*#[ \t]*([-=*~_+#])\1\1", re.MULTILINE)
"""A comment that begins with a line drawn: it is, or ends, the heading of a section."""
_OF_MANY = (" resources", " section")
"""How a comment ends that is a heading without any line."""
_HEADER = expression(r"(?:^|[ \t])[|>][0-9+]*$")
"""The header of a block scalar, at the end of its line, that does not strip line ends."""
_ENOUGH = 50
"""Entries that are looked at to tell whether blank lines stand between them."""
_NEAR = 200
"""Characters before an entry in which blank lines are looked for."""


class Blocks:
    """Inserts and removes the lines of entries, and fills the place behind a key or a dash."""

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

    def fill(self, start: int, end: int, column: int, written: str) -> list[TextEdit]:
        """Puts a value behind a colon or dash at `start`, in the place of all up to `end`.

        `written` is relative to `column`, that of the key or dash. A comment on the line stays
        on it: further lines of the value come below.
        """
        written = self.indented(written, column)
        head, newline, _ = written.partition(self.newline)
        below = written[len(head) :]
        beside = _TRAILING_COMMENT.match(self.text, start, end)
        rest = self._line_end(end)
        if newline:
            self._refuse_deeper_comment(rest, column)
        if beside is None:
            lines = (
                [TextEdit(rest, rest, below + self.last_newline(rest, written))] if below else []
            )
            return [TextEdit(start, end, head), *lines]
        stop = self._line_end(start)
        if self.text[end:rest].strip():
            raise NotSure("comments stand on the first and on the last line of the value")
        below += self.last_newline(rest, written) if below else ""
        return [TextEdit(start, start, head), TextEdit(stop, rest, below)]

    def settled(self, edits: list[TextEdit]) -> list[TextEdit]:
        """The edits with what comes behind lines that go put behind the line above those."""
        gone = [edit for edit in edits if not edit.text and edit.end > edit.start]
        gone.sort(key=lambda edit: -edit.start)
        return [self._above_gone(edit, gone) if edit.start == edit.end else edit for edit in edits]

    def _above_gone(self, new: TextEdit, gone: list[TextEdit]) -> TextEdit:
        """One that is put in, and the removals from the last to the first."""
        for edit in gone:
            is_last = edit.start < new.start < edit.end or new.start == edit.end == len(self.text)
            if not is_last or self.text[new.start : edit.end].strip():
                continue
            line = self.line_start(edit.start)
            width = 2 if self.text[line - 2 : line] == "\r\n" else 1
            if line == edit.start and line >= width:
                new = TextEdit(line - width, line - width, new.text)
        return new

    def replace_all(self, span: Span, written: str) -> TextEdit:
        """Puts a value in the place of that of the whole document."""
        if "\n" in written and self.text[span.end : self._line_end(span.end)].strip():
            raise NotSure("a comment stands behind the last value")
        lines = self.indented(written, self.column(span.start))
        return TextEdit(span.start, span.end, lines + self.last_newline(span.end, lines))

    def insert(
        self, entries: tuple[Entry, ...], index: int, written: str, *, above: bool = False
    ) -> TextEdit:
        """The edit that puts an entry before the one at `index` of those that stay, or last.

        It stands right `above` that one and its comments, or else right behind the one before:
        between the two a new section may begin.
        """
        column = self.column(entries[0].start)
        lines = self.indented(written, column)
        if index > 0 and not (above and index < len(entries)):
            return self._insert_behind(entries, index - 1, lines)
        following = entries[index]
        if self.text[self.line_start(following.start) : following.start].strip():
            return TextEdit(following.start, following.start, lines + self.newline + " " * column)
        start = self._above_own_comments(following.start, column)
        blank = self.newline if self._is_apart(entries, index - 1) else ""
        return TextEdit(start, start, " " * column + lines + self.newline + blank)

    def _insert_behind(self, entries: tuple[Entry, ...], index: int, lines: str) -> TextEdit:
        before = entries[index]
        column = self.column(entries[0].start)
        after = self._end_with_comments(before, column)
        self._refuse_open_end(before, after)
        is_apart = self._is_apart(entries, index) and self._chomping(before) != "+"
        blank = self.newline if is_apart else ""
        lines += self.last_newline(after, lines)
        return TextEdit(after, after, self.newline + blank + " " * column + lines)

    def span_with_comments(self, entry: Entry) -> Span:
        """The lines of an entry, and of the comments right above that explain it."""
        column = self.column(entry.start)
        return Span(self._above_own_comments(entry.start, column), self._line_end(entry.end))

    def remove(self, entries: tuple[Entry, ...], gone: set[int], whole: set[int]) -> list[TextEdit]:
        """The edits that take entries away with their lines; some entry stays.

        Those in `whole` go with the comments that explain them.
        """
        first = entries[0].start
        edits: list[TextEdit] = []
        kept = 0
        if 0 in gone and self.text[self.line_start(first) : first].strip():
            while kept in gone:
                kept += 1
            edits.append(self._remove_behind_dash(entries[kept - 1], first, entries[kept].start))
        before: Entry | None = None
        for index in range(kept, len(entries)):
            if index in gone:
                edits.append(self._remove(entries[index], before, whole=index in whole))
            else:
                before = entries[index]
        return edits

    def _remove(self, entry: Entry, before: Entry | None, *, whole: bool) -> TextEdit:
        line = self.line_start(entry.start)
        column = entry.start - line
        last = entry.end
        comment = _TRAILING_COMMENT.match(self.text, last)
        if whole:
            span = self.span_with_comments(entry)
            line, last = span.start, span.end
        elif comment:
            return TextEdit(entry.start, comment.end(), "")
        chomping = self._chomping(before)
        if chomping is not None:
            self._refuse_deeper_comment(last, column)
        line_end = _BLANK_LINE.match(self.text, last)
        if line_end is None:
            if self.text[last:].strip():
                raise NotSure("something else stands on the line of the entry")
            return TextEdit(line, len(self.text), "")
        end = line_end.end()
        blanks = self._blanks_before(line)
        if blanks or chomping == "+" or (whole and before is None):
            end = self._behind_blank_lines(end)
        if blanks and chomping != "+" and end == len(self.text):
            line -= len(blanks)
        return TextEdit(line, end, "")

    def _blanks_before(self, line: int) -> str:
        """The blank lines right before the start of a line."""
        before = self.text[max(0, line - _NEAR) : line]
        tail = before[len(before.rstrip(" \t\r\n")) :]
        end = _LINE_END.search(tail)
        return "" if end is None else tail[end.end() :]

    def _remove_behind_dash(self, last: Entry, start: int, following: int) -> TextEdit:
        """Removes the first keys of a mapping in a list: the next one takes their place."""
        comment = _TRAILING_COMMENT.match(self.text, last.end)
        return TextEdit(start, comment.end() if comment else following, "")

    def _behind_blank_lines(self, end: int) -> int:
        while match := _BLANK_LINE.match(self.text, end):
            end = match.end()
        return end

    def _chomping(self, entry: Entry | None) -> str | None:
        """How the block scalar that an entry ends with is chomped; None where it does not."""
        while entry is not None and not entry.is_alias:
            node = entry.value
            if isinstance(node, ScalarNode):
                return self.places.chomping(node)
            entry = None if node.flow_style or not node.value else self.places.entries(node)[-1]
        return None

    def last_newline(self, offset: int, lines: str) -> str:
        """The line end that lines need which come last in a text without one."""
        is_open = offset == len(self.text) and _ends_in_block_scalar(lines)
        return self.newline if is_open else ""

    def _refuse_open_end(self, entry: Entry, after: int) -> None:
        """A block scalar that the end of the text ends would get a line end."""
        if after == len(self.text) and self._chomping(entry) in ("", "+"):
            raise NotSure("the text ends inside a block scalar, without a line end")

    def _refuse_deeper_comment(self, offset: int, column: int) -> None:
        """A comment below a block scalar becomes a part of it where it is indented as deep."""
        comment = _COMMENT_BELOW.match(self.text, self._line_end(offset))
        if comment and self.column(comment.start(1)) > column:
            raise NotSure("a comment below is indented as a text above it would be")

    def _is_apart(self, entries: tuple[Entry, ...], index: int) -> bool:
        """Whether blank lines stand behind an entry; before the first and behind the last one,
        whether they stand between most."""
        near = entries[index : index + 2] if index >= 0 else ()
        pairs = pairwise(near if len(near) > 1 else entries)
        gaps = [(one.end, other.start) for one, other in islice(pairs, _ENOUGH)]
        apart = sum(_BLANK_BETWEEN.search(self.text, *gap) is not None for gap in gaps)
        return apart * 2 > len(gaps)

    def _line_end(self, offset: int) -> int:
        """Behind the blanks and the comment that follow an offset on its line."""
        rest = _REST_OF_LINE.match(self.text, offset)
        return rest.end() if rest else offset

    def _end_with_comments(self, entry: Entry, column: int) -> int:
        """The end of an entry's last line, and of the comments below that belong to it.

        Those are deeper ones, and those right below it with a blank line behind.
        """
        end = self._line_end(entry.end)
        while comment := _COMMENT_BELOW.match(self.text, end):
            if self.column(comment.start(1)) <= column:
                break
            end = comment.end()
        here = end
        while comment := _COMMENT_BELOW.match(self.text, here):
            is_next = _LINE_END.match(self.text, here)
            if not is_next or comment.start(1) - is_next.end() != column:
                break
            here = comment.end()
        is_apart = here > end and _BLANK_BETWEEN.match(self.text, here)
        return here if is_apart and not _BANNER.search(self.text, end, here) else end

    def _above_own_comments(self, start: int, column: int) -> int:
        """The start of the line of an entry, or of the comments right above that explain it.

        The heading of a section explains all that follows, and stays above.
        """
        line = self.line_start(start)
        while line > 0:
            above = self.line_start(line - (2 if self.text[line - 2 : line] == "\r\n" else 1))
            content = self.text[above:line]
            is_heading = _BANNER.match(content) or content.rstrip().lower().endswith(_OF_MANY)
            if not content.startswith(" " * column + "#") or is_heading:
                return line
            line = above
        return line


def _ends_in_block_scalar(lines: str) -> bool:
    """Whether the last line is one of a block scalar, whose value would lack a line end."""
    depth: int | None = None
    for line in reversed(lines.splitlines()):
        deep = len(line) - len(line.lstrip())
        if not line.strip() or (depth is not None and deep >= depth):
            continue
        if depth is not None and _HEADER.search(line):
            return True
        depth = deep
    return False
