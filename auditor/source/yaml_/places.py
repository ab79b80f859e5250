"""Where each value of a YAML document stands, aliases and merge keys included."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from auditor.expression import expression
from auditor.model.path import Path
from auditor.model.text import Span
from auditor.source.yaml_.nodes import MappingNode, ScalarNode, SequenceNode
from auditor.source.yaml_.read import Node, function_of
from auditor.source.yaml_.tags import MERGE
from auditor.source.yaml_.tokens import Tokens, tokens

_GAP = r"(?:[\s\ufeff]|(?<=\s)#[^\r\n]*)*"
_PROPERTIES = expression(rf"(?:[&!][^\s,\[\]{{}}]*{_GAP})*")
_HEADER = expression(r"[|>]([0-9+-]*)")
_MAY_BE_ALIAS = expression(r"\*(?<=[\s\[,{:]\*)[A-Za-z0-9_-]")
_MAY_BE_EXPLICIT = expression(r"\?(?<![^\s\[,{:-]\?)(?:\s|$)")
"""Which begin with a character that is rare, and look back from there."""
_TO_ENTRY = expression(rf"{_GAP}(?:,{_GAP})?")


class Entry(Struct, frozen=True):
    """A key with its value, or a list item (`key` None), as it stands in its collection."""

    places: Places
    key: Node | None
    value: Node
    start: int
    """The first character: of the key, of the dash of an item, of the `?` of an explicit key."""
    key_alias: Span | None = None
    alias: Span | None = None
    """Where an alias stands for the value, which is written elsewhere."""

    @property
    def key_span(self) -> Span | None:
        """The key's place."""
        return self.key_alias or (None if self.key is None else Span(self.key.start, self.key.end))

    @property
    def span(self) -> Span:
        """The value's place; an alias has its own, not that of the value it stands for."""
        return self.alias or Span(self.value.start, self.end)

    @property
    def is_alias(self) -> bool:
        """Whether the value is written elsewhere."""
        return self.alias is not None

    @property
    def end(self) -> int:
        """The offset behind the last character: worked out when it is asked for, as few are."""
        return self.places.end(self.value) if self.alias is None else self.alias.end

    @property
    def is_explicit(self) -> bool:
        """Whether the key is written in the long form, behind a `?`."""
        return self.key_span is not None and self.start < self.key_span.start

    @property
    def is_merge(self) -> bool:
        """Whether this is `<<`, which brings in the keys of other mappings."""
        return self.key is not None and self.key.tag == MERGE


class Place(Struct, frozen=True):
    """A value in the text.

    `inside` is True for the argument of a short function: the node without its tag. `alone` is
    False where the text serves other places too (it lies below an alias, a merge key, or an
    anchor that is used), `steady` also where the value itself is shared: nothing in it may
    change, but something else may take its place. `written` is False for a path that the text
    does not spell out.
    """

    node: Node
    span: Span
    inside: bool = False
    entry: Entry | None = None
    alone: bool = True
    steady: bool = True
    in_flow: bool = False
    written: bool = True

    @property
    def is_flow(self) -> bool:
        """Whether entries of the value stand between brackets."""
        return self.in_flow or bool(getattr(self.node, "flow_style", False))


class Places:
    """Finds places in one document."""

    def __init__(self, text: str, root: Node) -> None:
        self.text = text
        self.root = root
        self._entries: dict[int, tuple[Entry, ...]] = {}
        self._keys: dict[int, dict[str, tuple[Node, Node]]] = {}
        self._entries_by_key: dict[int, dict[str, Entry]] = {}
        self._ends: dict[int, int] = {}
        self._found: dict[Path, Place] = {}

    @cached_property
    def tokens(self) -> Tokens:
        """The comments, anchors and aliases of the text."""
        return tokens(self.text)

    @cached_property
    def may_have_aliases(self) -> bool:
        """Whether something may stand in several places: nearly no template has an alias."""
        return "&" in self.text and _MAY_BE_ALIAS.search(self.text) is not None

    @cached_property
    def shared(self) -> frozenset[int]:
        """The ids of all nodes that stand in more than one place of the tree."""
        if not self.may_have_aliases:
            return frozenset()
        seen: set[int] = set()
        again: set[int] = set()
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            if id(node) in seen:
                again.add(id(node))
                continue
            seen.add(id(node))
            if isinstance(node, MappingNode):
                waiting += (part for pair in node.value for part in pair)
            elif isinstance(node, SequenceNode):
                waiting += node.value
        return frozenset(again)

    def find(self, path: Path) -> Place:
        """The place of a path; where the text does not spell it out, the nearest one above."""
        return self._find(path)

    def _find(self, path: Path) -> Place:
        """The same, once for a path and for each that it goes through, as findings share most."""
        known = self._found.get(path)
        if known is None:
            above = self._find(path[:-1]) if path else None
            known = self._found[path] = self._root if above is None else self._at(above, path[-1])
        return known

    @property
    def _root(self) -> Place:
        return Place(self.root, Span(self.root.start, self.end(self.root)))

    def _at(self, above: Place, step: str | int) -> Place:
        if not above.written:
            return above
        return self._below(above, step) or Place(
            above.node, above.span, above.inside, above.entry, False, False, written=False
        )

    def entry_at(self, offset: int) -> Path | None:
        """The path of the entry that begins at an offset; None where none does."""
        path: tuple[str | int, ...] = ()
        node = self.root
        while not isinstance(node, ScalarNode):
            function = function_of(node)
            path = path if function is None else (*path, function)
            entries = self.entries(node)
            index = bisect_right(entries, offset, key=lambda entry: entry.start) - 1
            if index < 0 or entries[index].is_merge or offset >= entries[index].end:
                return None
            entry = entries[index]
            path = (*path, index if entry.key is None else str(entry.key.value))
            if entry.start == offset:
                return path
            if entry.is_alias:
                return None
            node = entry.value
        return None

    def entries(self, node: Node) -> tuple[Entry, ...]:
        """The entries of a mapping or a sequence with their places, in order."""
        known = self._entries.get(id(node))
        if known is None:
            known = self._entries[id(node)] = tuple(self._read_entries(node))
        return known

    def chomping(self, node: Node) -> str | None:
        """What a block scalar does with the line ends at its end: `+`, `-` or, to clip, nothing.

        None for a scalar in another style.
        """
        if node.style not in ("|", ">"):
            return None
        header = _HEADER.match(self.text, self.inner_start(node))
        return header.group(1).strip("0123456789") if header else ""

    def merged(self, node: Node, key: str) -> Place | None:
        """The place of a key that a mapping has through a merge, if it has."""
        for entry in self.entries(node):
            if entry.is_merge:
                below = self._in_merge(entry, key)
                if below is not None:
                    return below
        return None

    def _below(self, place: Place, step: str | int) -> Place | None:
        node = place.node
        function = None if place.inside else function_of(node)
        if function is not None:
            if step != function:
                return None
            span = self._inner_span(node, place.span)
            return Place(node, span, True, None, place.steady, place.steady, in_flow=place.in_flow)
        if isinstance(step, int) and isinstance(node, SequenceNode):
            entries = self.entries(node)
            return self._of_entry(place, entries[step]) if step < len(entries) else None
        if isinstance(step, str) and isinstance(node, MappingNode):
            entry = self._key(node, step)
            return self.merged(node, step) if entry is None else self._of_entry(place, entry)
        return None

    def _key(self, node: Node, key: str) -> Entry | None:
        """The entry of a key; the last one of that name."""
        if self._is_plain:
            return self._plain_key(node, key)
        known = self._entries_by_key.get(id(node))
        if known is None:
            named = ((it.key, it) for it in self.entries(node) if not it.is_merge)
            known = {str(name.value): entry for name, entry in named if name is not None}
            self._entries_by_key[id(node)] = known
        return known.get(key)

    def _plain_key(self, node: Node, key: str) -> Entry | None:
        """The same where entries need not be read one after the other: the others are not made."""
        known = self._keys.get(id(node))
        if known is None:
            named = (pair for pair in node.value if pair[0].tag != MERGE)
            known = self._keys[id(node)] = {pair[0].value: pair for pair in named}
        found = known.get(key)
        return None if found is None else Entry(self, *found, found[0].start)

    def _of_entry(self, parent: Place, entry: Entry) -> Place:
        steady = parent.steady and id(entry.value) not in self.shared
        return Place(
            entry.value,
            entry.span,
            entry=entry,
            alone=parent.steady,
            steady=steady,
            in_flow=parent.is_flow,
        )

    def _in_merge(self, entry: Entry, step: str) -> Place | None:
        """A key that a merge brings in: shown where it is written, and never edited there."""
        merged = entry.value
        sources = merged.value if isinstance(merged, SequenceNode) else [merged]
        for source in sources:
            below = self._below(Place(source, entry.span, alone=False, steady=False), step)
            if below is not None:
                return below
        return None

    def _read_entries(self, node: Node) -> Iterator[Entry]:
        if not node.value:
            return
        if isinstance(node, MappingNode) and self._is_plain:
            yield from (Entry(self, key, value, key.start) for key, value in node.value)
            return
        here = self._entries_start(node)
        for part in node.value:
            key, value = part if isinstance(node, MappingNode) else (None, part)
            lead = _TO_ENTRY.match(self.text, here)
            start = lead.end() if lead else here
            key_alias = None
            if key is not None:
                key_alias = self._alias(key, here)
                written = key_alias or Span(key.start, key.end)
                start, here = min(start, written.start), written.end
            entry = Entry(self, key, value, start, key_alias, self._alias(value, here))
            yield entry
            here = max(here, entry.end)

    @cached_property
    def _is_plain(self) -> bool:
        """Whether each entry of a mapping begins with its key, and none stands for another."""
        return not self.may_have_aliases and _MAY_BE_EXPLICIT.search(self.text) is None

    def _entries_start(self, node: Node) -> int:
        """Where the first entry may begin: behind the tag, the anchor and the bracket."""
        here = self.inner_start(node)
        if node.flow_style and self.text[here : here + 1] in ("[", "{"):
            return here + 1
        # Without a bracket, a tag or an anchor may be that of the first key.
        firsts = node.value[0] if isinstance(node, MappingNode) else node.value
        first = firsts[0].start
        return min(here, first) if first >= node.start else here

    def inner_start(self, node: Node) -> int:
        """Where a node begins behind its anchor and tag, and behind the gaps after them."""
        match = _PROPERTIES.match(self.text, node.start)
        return match.end() if match else int(node.start)

    def _alias(self, node: Node, here: int) -> Span | None:
        """The first alias from `here` on, if a node was written before: it must be that one."""
        if node.start >= here:
            return None
        aliases = self.tokens.aliases
        index = bisect_left(aliases, here, key=lambda span: span.start)
        return aliases[index] if index < len(aliases) else Span(here, here)

    def end(self, node: Node) -> int:
        """The offset behind the last character of a value, without blank lines and comments."""
        if isinstance(node, ScalarNode):
            return self._scalar_end(node)
        if node.flow_style or not node.value:
            return int(node.end)
        known = self._ends.get(id(node))
        if known is None:
            last = node.value[-1]
            value = last[1] if isinstance(node, MappingNode) else last
            # without aliases the entries need not be read for the end of the last one
            end = self.entries(node)[-1].end if self.may_have_aliases else self.end(value)
            known = self._ends[id(node)] = end
        return known

    def _scalar_end(self, node: Node) -> int:
        end = int(node.end)
        if node.style not in ("|", ">"):
            return end
        written = self.text[node.start : end]
        header = written.splitlines()[0].partition("#")[0] if written else ""
        if "+" in header.rpartition(node.style)[2]:
            written = written.removesuffix("\n").removesuffix("\r")
        else:
            written = written.rstrip()
        return int(node.start) + len(written)

    def _inner_span(self, node: Node, span: Span) -> Span:
        """A node's span without its tag and anchor."""
        if not isinstance(node, ScalarNode) and not node.flow_style and node.value:
            return Span(self.entries(node)[0].start, span.end)
        return Span(min(self.inner_start(node), span.end), span.end)
