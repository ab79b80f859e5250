"""Edits of a YAML document as text edits, from the places of its nodes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress

from msgspec.structs import replace

from auditor.expression import expression
from auditor.model.edit import (
    Edit,
    InsertItem,
    InsertKey,
    Remove,
    Rename,
    ReplaceText,
    SetValue,
    edited,
)
from auditor.model.path import Path, dotted
from auditor.model.text import Span, TextEdit
from auditor.model.tree import Tree
from auditor.source.base import NotSure, Trial
from auditor.source.yaml_.blocks import Blocks
from auditor.source.yaml_.flows import FlowEntries
from auditor.source.yaml_.keys import Keys
from auditor.source.yaml_.nodes import MappingNode, ScalarNode, SequenceNode
from auditor.source.yaml_.places import Place, Places
from auditor.source.yaml_.read import Node, function_of
from auditor.source.yaml_.render import json_like, quoted
from auditor.source.yaml_.strings import Strings
from auditor.source.yaml_.surroundings import usual_quote
from auditor.source.yaml_.writing import Writing, like

_SHORT = 60
"""Characters of a key that needs no form of its own in any style."""
_COMMENT = expression(r"\s*#")
_COLON = expression(r"[ \t]*:")


class Lowering(Trial):
    """Turns symbolic edits of one document into text edits."""

    def __init__(self, text: str, places: Places, newline: str) -> None:
        self.text = text
        self.places = places
        self.newline = newline
        self.blocks = Blocks(text, places, newline)
        self.flows = FlowEntries(text, places)
        self.strings = Strings(text, places, newline)
        self.writing = Writing(text, places)
        self._keys: dict[int, Keys] = {}

    def lower(self, edits: Sequence[Edit]) -> list[TextEdit]:
        """The text edits of all edits. Raises NotSure where one might do harm."""
        puts_in = any(isinstance(edit, InsertKey | InsertItem | SetValue) for edit in edits)
        moving = [edit.path for edit in edits if isinstance(edit, Remove | SetValue)]
        self.writing.keep_quotes_of(moving if puts_in and not self.is_trial else ())
        removed: dict[Path, set[str | int]] = {}
        rewritten: dict[Path, list[ReplaceText]] = {}
        for edit in edits:
            if isinstance(edit, Remove):
                removed.setdefault(edit.path[:-1], set()).add(edit.path[-1])
            elif isinstance(edit, ReplaceText):
                rewritten.setdefault(edit.path, []).append(edit)
        lowered: list[TextEdit] = []
        for path, own in rewritten.items():
            lowered += self._replace(path, own)
        for edit in edits:
            lowered += self._lower_alone(edit, removed.get(edit.path, set()))
        whole = {edit.path for edit in edits if isinstance(edit, Remove) and edit.with_comments}
        for parent, steps in removed.items():
            lowered += self._remove(parent, steps, whole)
        self._refuse_loss(lowered, [self.span_with_comments(path) for path in whole])
        return self.blocks.settled(lowered)

    def span_with_comments(self, path: Path) -> Span:
        """The lines of an entry, with the comments right above that explain it."""
        entry = self._place(path).entry
        if entry is None:
            return Span(0, 0)
        return self.blocks.span_with_comments(entry)

    def _lower_alone(self, edit: Edit, gone: set[str | int]) -> list[TextEdit]:
        """The text edits of an edit that needs no other one; `gone` is removed at its path."""
        match edit:
            case SetValue():
                return self._set(edit.path, edit.value)
            case Rename():
                return [self._rename(edit)]
            case InsertKey():
                return [self._insert_key(edit, gone)]
            case InsertItem():
                return [self._insert_item(edit, gone)]
            case ReplaceText() | Remove():
                return []

    def _refuse_loss(self, lowered: list[TextEdit], whole: list[Span]) -> None:
        """What a text edit takes away must hold no comment, and no anchor that is used.

        The comments of what is removed `whole` go with it.
        """
        cuts = [edit for edit in lowered if re.search("[#&]", self.text[edit.start : edit.end])]
        if not cuts:
            return
        tokens = self.places.tokens
        for cut in cuts:
            lost = (s for s in tokens.comments if s.start < cut.end and cut.start < s.end)
            if any(not any(w.start <= s.start < w.end for w in whole) for s in lost):
                raise NotSure("a comment would be lost")
            if any(span.start < cut.end and cut.start < span.end for span in tokens.anchors):
                raise NotSure("an anchor would be lost that is used elsewhere")

    def _place(self, path: Path, *, whole: bool = False) -> Place:
        """A place that may be edited; a `whole` value may also be an alias or have an anchor."""
        place = self.places.find(path)
        if not place.written:
            raise NotSure(f"{dotted(path)} is not spelled out in the text")
        if not (place.alone if whole else place.steady):
            raise NotSure(f"{dotted(path)} is shared through an alias or a merge key")
        return place

    def _set(self, path: Path, value: Tree) -> list[TextEdit]:
        place = self._place(path, whole=True)
        span = place.span
        if self.is_trial and (free := self._free_to_change(place)) is not None:
            return [TextEdit(free.start, free.end, "-")]
        written = self._on_one_line(path, place, value)
        if place.inside and not _fits_inside(place, path[-1], value, written):
            return self._set(path[:-1], {str(path[-1]): value})
        if place.entry is None and not place.inside:
            return [self.blocks.replace_all(span, written or self.writing.style.block(value))]
        if written is not None and span.start < span.end and self._stays_on_line(place):
            return [TextEdit(span.start, span.end, written)]
        entry = place.entry
        if entry is None:
            raise NotSure(f"{dotted(path)} is not written after a key")
        if entry.key_span is None:
            start = entry.start + 1
        else:
            colon = _COLON.match(self.text, entry.key_span.end)
            if colon is None or entry.is_explicit:
                raise NotSure(f"the key of {dotted(path)} is after a '?', or without a ':'")
            start = colon.end()
        if written is None:
            is_item = entry.key is None
            written = (
                self.writing.style.beside_dash(value)
                if is_item
                else self.writing.style_at(path).beside_key(value)
            )
        else:
            written = " " + written
        if place.in_flow:
            return [TextEdit(start, span.end, written)]
        return self.blocks.fill(start, span.end, self.blocks.column(entry.start), written)

    def _free_to_change(self, place: Place) -> Span | None:
        """What makes way for any value of an entry, in one line or more; None where it depends.

        It does where comments are near, which lines would come between.
        """
        entry, span = place.entry, place.span
        if entry is None or entry.is_explicit or place.inside or span.start >= span.end:
            return None
        if place.in_flow:
            return span
        start = entry.start + 1
        if entry.key_span is not None:
            colon = _COLON.match(self.text, entry.key_span.end)
            if colon is None:
                return None
            start = colon.end()
        if self.text[start : span.start].strip(" \r\n"):
            return None
        is_near = "#" in self.text[start : span.end] or _COMMENT.match(self.text, span.end)
        return None if is_near else Span(start, span.end)

    def _stays_on_line(self, place: Place) -> bool:
        """Whether a value on one line can stand where the old one begins."""
        entry = place.entry
        if entry is None or place.in_flow:
            return True
        lead = entry.start if entry.key_span is None else entry.key_span.end
        return self.blocks.line_start(place.span.start) <= lead

    def _on_one_line(self, path: Path, place: Place, value: Tree) -> str | None:
        """The value on one line, where it is written so in such a place; else None."""
        if self.is_trial and _is_on_one_line(value):
            return "-"
        if place.in_flow:
            return self.writing.in_flow(path, value)
        is_filled = isinstance(value, dict | list) and value
        if is_filled and place.is_flow and place.node.value:
            return self.writing.in_flow(path, value)
        return self.writing.beside_key(path, value)

    def _rename(self, edit: Rename) -> TextEdit:
        place = self._place(edit.path, whole=True)
        span = place.entry.key_span if place.entry is not None else None
        if place.entry is None or span is None:
            raise NotSure(f"{dotted(edit.path)} has no key")
        if self.text[span.start] in "&!*":
            raise NotSure(f"the key of {dotted(edit.path)} carries an anchor or a tag")
        self._refuse_other_keys(edit.path[:-1], {edit.path[-1]})
        quote = place.entry.key.style if place.entry.key is not None else None
        if self.is_trial and len(edit.key) <= _SHORT and _is_on_one_line(edit.key):
            return TextEdit(span.start, span.end, edit.key)
        plain = self.writing.style.key(edit.key, flow=place.in_flow)
        written = quoted(edit.key, quote) if quote else plain
        return TextEdit(span.start, span.end, written)

    def _keys_of(self, node: Node) -> Keys:
        known = self._keys.get(id(node))
        if known is None:
            known = self._keys[id(node)] = Keys(self.places.entries(node))
        return known

    def _refuse_other_keys(self, parent: Path, keys: set[str | int]) -> None:
        """Where a key goes, no other one of that name may come to light."""
        node = self.places.find(parent).node
        written = self._keys_of(node).counts
        for key in keys:
            if written[key] != 1 or self.places.merged(node, str(key)) is not None:
                raise NotSure(f"'{key}' is there more than once in {dotted(parent)}, or not itself")

    def _replace(self, path: Path, own: list[ReplaceText]) -> list[TextEdit]:
        place = self._place(path)
        if self.is_trial and (free := self._free_to_change(place)) is not None:
            return [TextEdit(free.start, free.end, "-")]
        inside = [ReplaceText((), it.start, it.end, it.text) for it in own]
        wanted = edited(place.node.value, inside)
        lowered = self.strings.replaced(path, own, wanted)
        return self._set(path, wanted) if lowered is None else lowered

    def _insert_key(self, edit: InsertKey, gone: set[str | int]) -> TextEdit:
        place = self._place(edit.path)
        node = place.node
        if not isinstance(node, MappingNode) or (function_of(node) and not place.inside):
            raise NotSure(f"no mapping is at {dotted(edit.path)}")
        entries, keys = self.places.entries(node), self._keys_of(node)
        index = _index_of(keys, edit)
        kept = entries
        if gone:
            staying = [name not in gone for name in keys.names]
            kept = tuple(compress(entries, staying))
            keys = Keys(kept)
            index = sum(staying[:index])
        if self.is_trial:
            written = edit.key
            if place.is_flow:
                return self.flows.insert(node, kept, index, written)
            return self.blocks.insert(kept, index, written, above=edit.before is not None)
        if not place.is_flow:
            quote = keys.quote
            style = (
                self.writing.style
                if quote is None
                else replace(self.writing.style, key_quote=quote)
            )
            written = style.entry(edit.key, edit.value)
            return self.blocks.insert(kept, index, written, above=edit.before is not None)
        if entries[0].key is not None and entries[0].key.style == '"':
            written = f"{json_like(edit.key)}: {json_like(edit.value)}"
        else:
            written = self.writing.style.flow_entry(edit.key, edit.value)
        return self.flows.insert(node, kept, index, written)

    def _insert_item(self, edit: InsertItem, gone: set[str | int]) -> TextEdit:
        place = self._place(edit.path)
        node = place.node
        if not isinstance(node, SequenceNode) or (function_of(node) and not place.inside):
            raise NotSure(f"no list is at {dotted(edit.path)}")
        entries = self.places.entries(node)
        staying = [index not in gone for index in range(len(entries))]
        kept = tuple(compress(entries, staying))
        index = sum(staying[: edit.index])
        if self.is_trial:
            written: str | None = "-"
        else:
            quote = usual_quote(entry.value for entry in kept)
            written = like(quote, edit.value, flow=place.is_flow)
        if place.is_flow:
            item = written or self.writing.in_flow(edit.path, edit.value)
            return self.flows.insert(node, kept, index, item)
        item = f" {written}" if written else self.writing.style.beside_dash(edit.value)
        return self.blocks.insert(kept, index, "-" + item)

    def _remove(self, parent: Path, gone: set[str | int], whole: set[Path]) -> list[TextEdit]:
        place = self._place(parent)
        if isinstance(place.node, ScalarNode):
            raise NotSure(f"no mapping and no list is at {dotted(parent)}")
        entries = self.places.entries(place.node)
        if isinstance(place.node, MappingNode):
            self._refuse_other_keys(parent, gone)
        names = self._keys_of(place.node).names
        steps = (names[at] if entry.key else at for at, entry in enumerate(entries))
        named = list(enumerate(steps))
        indices = {index for index, step in named if step in gone}
        with_comments = {index for index, step in named if (*parent, step) in whole}
        if place.is_flow:
            return self.flows.remove(place.node, indices)
        return self.blocks.remove(entries, indices, with_comments)


def _is_on_one_line(value: Tree) -> bool:
    """Whether a value is a scalar that stands on one line in each style."""
    return value.isprintable() if isinstance(value, str) else isinstance(value, int)


def _fits_inside(place: Place, function: str | int, value: Tree, written: str | None) -> bool:
    """Whether a value can stand behind the tag of a short function that stays."""
    if written is None or place.span.start == place.span.end or written.startswith("!"):
        return False
    if isinstance(value, str):
        is_dotted = function == "Fn::GetAtt" and "." in value
        return isinstance(place.node, ScalarNode) and not is_dotted
    return isinstance(value, dict | list) and bool(value) and place.is_flow


def _index_of(keys: Keys, edit: InsertKey) -> int:
    if edit.before is None and edit.after is None:
        if keys.merges:
            raise NotSure("a merge key adds its keys last, after each key that is written")
        return len(keys.names)
    try:
        follows = edit.before is None
        return keys.names.index(edit.after if follows else edit.before) + follows
    except ValueError:
        raise NotSure("the neighbour is not spelled out in the text") from None
