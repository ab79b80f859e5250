"""Where each value of a YAML document stands, aliases and merge keys included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from auditor.model.path import Path
from auditor.model.text import Span
from auditor.source.yaml_.read import Node, function_of

_PROPERTIES = re.compile(r"(?:(?:&[^\s,\[\]{}]+|![^\s,\[\]{}]*)(?:[ \t]+|(?=[\r\n])|$))+")
_GAP = r"(?:[\s\ufeff]|(?<=\s)#[^\r\n]*)*"
_VALUE_ALIAS = re.compile(rf"{_GAP}:{_GAP}(\*[^\s,\[\]{{}}]+)")
_ITEM_ALIAS = re.compile(rf"[\[,]?{_GAP}(?:-{_GAP})?,?{_GAP}(\*[^\s,\[\]{{}}]+)")
_MERGE = "tag:yaml.org,2002:merge"


@dataclass(frozen=True, slots=True)
class Place:
    """A value in the text.

    `inside` is True for the argument of a short function: the node without its tag. `steady` is
    False where the same text serves other places too (an alias, a merge key, an anchor that is
    used), so that no edit may touch it.
    """

    node: Node
    span: Span
    inside: bool = False
    key: Node | None = None
    steady: bool = True
    written: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value, or a list item (`key` None), as it stands in its collection."""

    key: Node | None
    value: Node
    start: int
    value_start: int
    alias_end: int | None


class Places:
    """Finds places in one document."""

    def __init__(self, text: str, root: Node) -> None:
        self.text = text
        self.root = root
        self._shared: frozenset[int] | None = None

    @property
    def shared(self) -> frozenset[int]:
        """The ids of all nodes that stand in more than one place of the tree."""
        if self._shared is None:
            seen: set[int] = set()
            again: set[int] = set()
            waiting = [self.root]
            while waiting:
                node = waiting.pop()
                if id(node) in seen:
                    again.add(id(node))
                    continue
                seen.add(id(node))
                if isinstance(node, yaml.MappingNode):
                    waiting += (part for pair in node.value for part in pair)
                elif isinstance(node, yaml.SequenceNode):
                    waiting += node.value
            self._shared = frozenset(again)
        return self._shared

    def find(self, path: Path) -> Place:
        """The place of a path; where the text does not spell it out, the nearest one above."""
        node, span = self.root, self._span(self.root)
        place = Place(node, span, steady=id(node) not in self.shared)
        for step in path:
            below = self._below(place, step)
            if below is None:
                return Place(place.node, place.span, place.inside, place.key, False, False)
            place = below
        return place

    def _below(self, place: Place, step: str | int) -> Place | None:
        node = place.node
        function = None if place.inside else function_of(node)
        if function is not None:
            if step != function:
                return None
            return Place(node, self._inner_span(node, place.span), True, None, place.steady)
        if isinstance(step, int) and isinstance(node, yaml.SequenceNode):
            entries = list(self.entries(node))
            return self._of_entry(place, entries[step]) if step < len(entries) else None
        if isinstance(step, str) and isinstance(node, yaml.MappingNode):
            return self._of_key(place, step)
        return None

    def _of_key(self, place: Place, key: str) -> Place | None:
        """The value of a key: the last one of that name, else the one that a merge brings in."""
        by_key = {entry.key.value: entry for entry in self.entries(place.node) if entry.key}
        if key in by_key and key != "<<":
            return self._of_entry(place, by_key[key])
        for merged in self.entries(place.node):
            if merged.key is not None and merged.key.tag == _MERGE:
                span = Span(merged.value_start, self.entry_end(merged))
                return self._in_merge(merged.value, key, span)
        return None

    def _of_entry(self, parent: Place, entry: Entry) -> Place:
        steady = parent.steady and id(entry.value) not in self.shared
        span = Span(entry.value_start, self.entry_end(entry))
        return Place(entry.value, span, key=entry.key, steady=steady)

    def _in_merge(self, merged: Node, step: str, span: Span) -> Place | None:
        """A key that a merge brings in: shown where it is written, and never edited there."""
        sources = merged.value if isinstance(merged, yaml.SequenceNode) else [merged]
        for source in sources:
            below = self._below(Place(source, span, steady=False), step)
            if below is not None:
                return below
        return None

    def entries(self, node: Node) -> Iterator[Entry]:
        """The entries of a mapping or a sequence with their places, in order."""
        here = node.start_mark.index
        for part in node.value:
            key, value = part if isinstance(node, yaml.MappingNode) else (None, part)
            value_start, alias_end = value.start_mark.index, None
            if key is not None:
                here = key.end_mark.index
            if value_start < here:
                pattern = _ITEM_ALIAS if key is None else _VALUE_ALIAS
                match = pattern.match(self.text, here)
                value_start, alias_end = match.span(1) if match else (here, here)
            start = value_start if key is None else key.start_mark.index
            yield Entry(key, value, start, value_start, alias_end)
            here = max(here, value.end_mark.index) if alias_end is None else alias_end

    def entry_end(self, entry: Entry) -> int:
        """The offset behind the last character of an entry."""
        return self.end(entry.value) if entry.alias_end is None else entry.alias_end

    def end(self, node: Node) -> int:
        """The offset behind the last character of a value, without blank lines and comments."""
        if isinstance(node, yaml.ScalarNode):
            return self._scalar_end(node)
        if node.flow_style or not node.value:
            return int(node.end_mark.index)
        *_, last = self.entries(node)
        return self.entry_end(last)

    def _scalar_end(self, node: Node) -> int:
        end = int(node.end_mark.index)
        if node.style not in ("|", ">"):
            return end
        written = self.text[node.start_mark.index : end]
        header = written.splitlines()[0].partition("#")[0] if written else ""
        if "+" in header.rpartition(node.style)[2]:
            written = written.removesuffix("\n").removesuffix("\r")
        else:
            written = written.rstrip()
        return int(node.start_mark.index) + len(written)

    def _span(self, node: Node) -> Span:
        return Span(node.start_mark.index, self.end(node))

    def _inner_span(self, node: Node, span: Span) -> Span:
        """A node's span without its tag and anchor."""
        match = _PROPERTIES.match(self.text, span.start)
        start = match.end() if match else span.start
        if isinstance(node, yaml.ScalarNode) or node.flow_style:
            gap = re.compile(_GAP).match(self.text, start, max(span.end, start))
            return Span(min(gap.end() if gap else start, span.end), span.end)
        first = next(self.entries(node), None)
        if first is None:
            return Span(start, span.end)
        if first.key is None:
            return Span(self.text.find("-", start), span.end)
        return Span(first.start, span.end)
