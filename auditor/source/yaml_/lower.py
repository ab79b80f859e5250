"""Edits of a YAML document as text edits, from the places of its nodes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

import yaml

from auditor.model.edit import Edit, InsertItem, InsertKey, Remove, Rename, ReplaceText, SetValue
from auditor.model.path import Path, dotted
from auditor.model.text import Span, TextEdit
from auditor.model.tree import Tree
from auditor.source.base import NotSure
from auditor.source.yaml_.blocks import Blocks
from auditor.source.yaml_.flows import FlowEntries
from auditor.source.yaml_.places import Entry, Place, Places
from auditor.source.yaml_.read import Node, function_of
from auditor.source.yaml_.render import Style, json_entry, style_of
from auditor.source.yaml_.scalars import scalar_map

_COLON = re.compile(r"[ \t]*:")


class Lowering:
    """Turns symbolic edits of one document into text edits."""

    def __init__(self, text: str, places: Places, newline: str) -> None:
        self.text = text
        self.places = places
        self.newline = newline
        self.blocks = Blocks(text, places, newline)
        self.flows = FlowEntries(text, places)

    @cached_property
    def style(self) -> Style:
        """How the document writes YAML."""
        return style_of(self.places.root, self.newline)

    def lower(self, edits: Sequence[Edit]) -> list[TextEdit]:
        """The text edits of all edits. Raises NotSure where one might do harm."""
        removed = {edit.path for edit in edits if isinstance(edit, Remove)}
        lowered: list[TextEdit] = []
        for edit in edits:
            match edit:
                case SetValue():
                    lowered.append(self._set(edit.path, edit.value))
                case Rename():
                    lowered.append(self._rename(edit))
                case ReplaceText():
                    lowered.append(self._replace(edit))
                case InsertKey():
                    lowered.append(self._insert_key(edit))
                case InsertItem():
                    lowered.append(self._insert_item(edit))
                case Remove():
                    pass
        for parent in sorted({path[:-1] for path in removed}, key=dotted):
            lowered += self._remove(parent, {path[-1] for path in removed if path[:-1] == parent})
        return lowered

    def _place(self, path: Path) -> Place:
        place = self.places.find(path)
        if not place.written:
            raise NotSure(f"{dotted(path)} is not spelled out in the text")
        if not place.steady:
            raise NotSure(f"{dotted(path)} is shared through an alias or a merge key")
        return place

    def _is_flow(self, path: Path) -> bool:
        """Whether what stands at a path stands inside a flow collection."""
        for depth in range(len(path)):
            node = self.places.find(path[:depth]).node
            if not isinstance(node, yaml.ScalarNode) and node.flow_style:
                return True
        return False

    def _set(self, path: Path, value: Tree) -> TextEdit:
        place = self._place(path)
        old = self.text[place.span.start : place.span.end]
        if "&" in old and re.match(r"&\S", old):
            raise NotSure(f"{dotted(path)} carries an anchor")
        inline = self._inline(value, place.node if not place.inside else None)
        if self._is_flow(path) or inline is not None:
            written = inline if inline is not None else self.style.inline(value)
            if self._begins_below_key(place) and path:
                return self._beside_key(place, " " + written)
            gap = " " if self._touches_colon(place) else ""
            return TextEdit(place.span.start, place.span.end, gap + written)
        column = self.blocks.column(place.span.start)
        if place.key is None or self._begins_below_key(place):
            written = self.blocks.indented(self.style.block(value), column)
            return TextEdit(place.span.start, place.span.end, written)
        key_column = self.blocks.column(place.key.start_mark.index)
        entry = self.style.entry("k", value).removeprefix("k:")
        return self._beside_key(place, self.blocks.indented(entry, key_column))

    def _inline(self, value: Tree, old: Node | None) -> str | None:
        """The value on one line, where it is written so in block style; else None."""
        if isinstance(value, dict | list) and value:
            entry = self.style.entry("k", value).removeprefix("k:")
            return None if "\n" in entry else entry.strip()
        if isinstance(value, str) and isinstance(old, yaml.ScalarNode) and old.style in ("'", '"'):
            return self._quoted(value, old.style)
        block = self.style.block(value)
        return self.style.inline(value) if "\n" in block else block

    def _quoted(self, value: str, quote: str) -> str:
        if quote == "'" and value.isprintable():
            return "'" + value.replace("'", "''") + "'"
        return yaml.dump(value, default_style='"', allow_unicode=True, width=1_000_000).rstrip("\n")

    def _begins_below_key(self, place: Place) -> bool:
        if place.key is None:
            return False
        between = self.text[place.key.end_mark.index : place.span.start]
        return "\n" in between or "\r" in between

    def _touches_colon(self, place: Place) -> bool:
        """Whether a value that is empty in the text has no blank behind the colon yet."""
        return place.span.start == place.span.end and self.text[place.span.start - 1] in ":-"

    def _beside_key(self, place: Place, written: str) -> TextEdit:
        """Puts text right behind a key's colon, in the place of all that stands there now."""
        colon = _COLON.match(self.text, place.key.end_mark.index) if place.key else None
        if colon is None:
            raise NotSure("the key is written in a form with '?'")
        if self.text[colon.end() : place.span.start].strip():
            raise NotSure("a comment, tag or anchor stands between the key and its value")
        return TextEdit(colon.end(), place.span.end, written)

    def _rename(self, edit: Rename) -> TextEdit:
        place = self._place(edit.path)
        if place.key is None:
            raise NotSure(f"{dotted(edit.path)} has no key")
        start, end = place.key.start_mark.index, place.key.end_mark.index
        if self.text[start] in "&!*":
            raise NotSure(f"the key of {dotted(edit.path)} carries an anchor or a tag")
        quote = place.key.style
        written = self._quoted(edit.key, quote) if quote else self.style.inline(edit.key)
        return TextEdit(start, end, written)

    def _replace(self, edit: ReplaceText) -> TextEdit:
        place = self._place(edit.path)
        spans = string_spans(self.text, self.places, edit.path)
        if spans is None:
            raise NotSure(f"the text of {dotted(edit.path)} cannot be followed to the letter")
        node = place.node
        start = spans[edit.start].start
        end = spans[edit.end - 1].end if edit.end > edit.start else start
        written = edit.text
        if node.style == "'":
            written = written.replace("'", "''")
        elif node.style == '"':
            written = self._quoted(written, '"')[1:-1]
        elif "\n" in written:
            if node.style != "|":
                raise NotSure("a line end cannot be written in this style of scalar")
            first = re.compile(r"[^\n]*\n((?:[ \t]*\r?\n)*)( *)").match(self.text, place.span.start)
            indent = first.group(2) if first else ""
            follows = place.node.value[edit.end : edit.end + 1] not in ("", "\n")
            pattern = r"\n(?=[^\n]|$)" if follows else r"\n(?=[^\n])"
            written = re.sub(pattern, "\n" + indent, written).replace("\n", self.newline)
        return TextEdit(start, end, written)

    def _insert_key(self, edit: InsertKey) -> TextEdit:
        place = self._place(edit.path)
        node = place.node
        if not isinstance(node, yaml.MappingNode) or (function_of(node) and not place.inside):
            raise NotSure(f"no mapping stands at {dotted(edit.path)}")
        if not node.value:
            return self._set(edit.path, {edit.key: edit.value})
        entries = list(self.places.entries(node))
        index = _index_of(entries, edit)
        if node.flow_style or self._is_flow(edit.path):
            is_json = entries[0].key is not None and entries[0].key.style == '"'
            write = json_entry if is_json else self.style.flow_entry
            return self.flows.insert(entries, index, write(edit.key, edit.value))
        written = self.style.entry(edit.key, edit.value)
        return self.blocks.insert(entries, index, written, "")

    def _insert_item(self, edit: InsertItem) -> TextEdit:
        place = self._place(edit.path)
        node = place.node
        if not isinstance(node, yaml.SequenceNode) or (function_of(node) and not place.inside):
            raise NotSure(f"no list stands at {dotted(edit.path)}")
        if not node.value:
            return self._set(edit.path, [edit.value])
        entries = list(self.places.entries(node))
        if node.flow_style or self._is_flow(edit.path):
            return self.flows.insert(entries, edit.index, self.style.inline(edit.value))
        return self.blocks.insert(entries, edit.index, self.style.block(edit.value), "- ")

    def _remove(self, parent: Path, gone: set[str | int]) -> list[TextEdit]:
        place = self._place(parent)
        entries = list(self.places.entries(place.node))
        if isinstance(place.node, yaml.MappingNode):
            keys = [str(entry.key.value) for entry in entries if entry.key is not None]
            if any(keys.count(str(key)) != 1 for key in gone):
                raise NotSure(f"a key of {dotted(parent)} stands more than once, or not here")
            indices = [index for index, key in enumerate(keys) if key in gone]
        else:
            indices = [index for index in range(len(entries)) if index in gone]
        if len(indices) == len(entries):
            return [self._set(parent, {} if isinstance(place.node, yaml.MappingNode) else [])]
        if place.node.flow_style or self._is_flow(parent):
            return self.flows.remove(entries, indices)
        return self.blocks.remove(entries, indices)


def string_spans(text: str, places: Places, path: Path) -> list[Span] | None:
    """The span of each character of the string at a path, and of its end."""
    place = places.find(path)
    node = place.node
    if not place.written or not isinstance(node, yaml.ScalarNode):
        return None
    if function_of(node) is not None and not place.inside:
        return None
    start = place.span.start
    if not place.inside:
        properties = re.compile(r"(?:[&!][^\s]*[ \t]+)*").match(text, start)
        start = properties.end() if properties else start
    return scalar_map(text, start, node.end_mark.index, node.style, node.value)


def _index_of(entries: list[Entry], edit: InsertKey) -> int:
    keys = [str(entry.key.value) for entry in entries if entry.key is not None]
    try:
        if edit.before is not None:
            return keys.index(edit.before)
        if edit.after is not None:
            return keys.index(edit.after) + 1
    except ValueError:
        raise NotSure("the neighbour is not spelled out in the text") from None
    return len(keys)
