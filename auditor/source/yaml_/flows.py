"""Entries of flow collections: `{a: 1, b: 2}` and `[a, b]`."""

from __future__ import annotations

from auditor.expression import expression
from auditor.model.text import TextEdit
from auditor.source.base import NotSure
from auditor.source.yaml_.places import Entry, Places
from auditor.source.yaml_.read import Node

_SEPARATOR = expression(r"\s*,\s*")


class FlowEntries:
    """Inserts and removes entries between brackets."""

    def __init__(self, text: str, places: Places) -> None:
        self.text = text
        self.places = places

    def insert(self, node: Node, kept: tuple[Entry, ...], index: int, written: str) -> TextEdit:
        """The edit that puts an entry before the one at `index` of those that stay, or last."""
        separator = self._separator(self._entries(node))
        if index == 0:
            start = kept[0].start
            return TextEdit(start, start, written + separator)
        after = kept[index - 1].end
        return TextEdit(after, after, separator + written)

    def remove(self, node: Node, gone: set[int]) -> list[TextEdit]:
        """The edits that take entries away, with a comma each; some entry stays."""
        entries = self._entries(node)
        edits: list[TextEdit] = []
        kept_before = False
        for index, entry in enumerate(entries):
            if index not in gone:
                kept_before = True
            elif kept_before:
                before = entries[index - 1].end
                self._refuse_other_than_comma(before, entry.start)
                edits.append(TextEdit(before, entry.end, ""))
            else:
                following = entries[index + 1].start
                self._refuse_other_than_comma(entry.end, following)
                edits.append(TextEdit(entry.start, following, ""))
        return edits

    def _entries(self, node: Node) -> tuple[Entry, ...]:
        if self.text[self.places.inner_start(node)] not in "[{":
            raise NotSure("a pair without braces is in a list")
        return self.places.entries(node)

    def _refuse_other_than_comma(self, start: int, end: int) -> None:
        if not _SEPARATOR.fullmatch(self.text, start, end):
            raise NotSure("something other than a comma is between the entries")

    def _separator(self, entries: tuple[Entry, ...]) -> str:
        """What stands between the entries now, so that the new one stands as they do."""
        if len(entries) > 1:
            between = self.text[entries[0].end : entries[1].start]
            if _SEPARATOR.fullmatch(between):
                return between.lstrip()
        return ", "
