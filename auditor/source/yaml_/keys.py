"""The keys of a mapping as they are written: read once, however many edits ask for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from auditor.source.yaml_.places import Entry


class Keys:
    """The keys of entries in their order; None for a list item and for what merges others in."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self.names = [
            None if entry.key is None or entry.is_merge else str(entry.key.value)
            for entry in entries
        ]

    @cached_property
    def counts(self) -> Counter[str | int | None]:
        """How often each key is written."""
        return Counter(self.names)

    @cached_property
    def merges(self) -> bool:
        """Whether an entry brings in the keys of other mappings."""
        return any(entry.is_merge for entry in self._entries)

    @cached_property
    def quote(self) -> str | None:
        """The quotes of most keys, empty for none; None where there is no key."""
        styles = Counter(str(entry.key.style or "") for entry in self._entries if entry.key)
        return styles.most_common(1)[0][0] if styles else None
