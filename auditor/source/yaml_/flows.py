"""Entries of flow collections: `{a: 1, b: 2}` and `[a, b]`."""

from __future__ import annotations

import re

from auditor.model.text import TextEdit
from auditor.source.base import NotSure
from auditor.source.yaml_.places import Entry, Places

_SEPARATOR = re.compile(r"\s*,\s*")


class FlowEntries:
    """Inserts and removes entries between brackets."""

    def __init__(self, text: str, places: Places) -> None:
        self.text = text
        self.places = places

    def insert(self, entries: list[Entry], index: int, written: str) -> TextEdit:
        """The edit that puts an entry before the one at `index`, or at the end."""
        self._refuse_single_pair(entries[0])
        separator = self._separator(entries)
        if index == 0:
            start = entries[0].start
            return TextEdit(start, start, written + separator)
        after = self.places.entry_end(entries[index - 1])
        return TextEdit(after, after, separator + written)

    def remove(self, entries: list[Entry], indices: list[int]) -> list[TextEdit]:
        """The edits that take entries away, with a comma each; some entry stays."""
        self._refuse_single_pair(entries[0])
        edits: list[TextEdit] = []
        kept_before = False
        for index, entry in enumerate(entries):
            if index not in indices:
                kept_before = True
            elif kept_before:
                start = self.places.entry_end(entries[index - 1])
                edits.append(self._gap(start, entry.start, self.places.entry_end(entry)))
            else:
                end = entries[index + 1].start
                edits.append(self._gap(self.places.entry_end(entry), end, None, entry.start))
        return edits

    def _gap(self, start: int, end: int, stop: int | None, begin: int | None = None) -> TextEdit:
        if not _SEPARATOR.fullmatch(self.text, start, end):
            raise NotSure("something other than a comma stands between the entries")
        return TextEdit(start if begin is None else begin, end if stop is None else stop, "")

    def _separator(self, entries: list[Entry]) -> str:
        """What stands between the entries now, so that the new one stands as they do."""
        if len(entries) > 1:
            between = self.text[self.places.entry_end(entries[0]) : entries[1].start]
            if _SEPARATOR.fullmatch(between):
                return between.lstrip()
        return ", "

    def _refuse_single_pair(self, first: Entry) -> None:
        before = self.text[: first.start].rstrip()
        if first.key is not None and not before.endswith("{"):
            raise NotSure("a pair without braces stands in a list")
