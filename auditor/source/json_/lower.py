"""Edits of a JSON document as text edits, from the places of its values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import islice

from auditor.model.edit import Edit, InsertItem, InsertKey, Remove, Rename, ReplaceText, SetValue
from auditor.model.path import Path, dotted
from auditor.model.text import TextEdit
from auditor.model.tree import Tree
from auditor.source.base import NotSure, Trial
from auditor.source.json_.render import WIDE, Style, style_of
from auditor.source.json_.scan import Member, Node, string_spans

_BLANKS = " \t"
_ENOUGH = 50
"""Entries that are looked at to tell whether blank lines stand between them."""

Writer = Callable[[bool, str], str]
"""Writes an entry, over several lines or on one, at an indentation."""


class Lowering(Trial):
    """Turns symbolic edits of one document into text edits."""

    def __init__(self, text: str, root: Node, newline: str) -> None:
        self.text = text
        self.root = root
        self.newline = newline

    @property
    def style(self) -> Style:
        """How the document writes JSON."""
        return style_of("", self.newline) if self.is_trial else self._usual

    @cached_property
    def _usual(self) -> Style:
        return style_of(self.text, self.newline)

    def lower(self, edits: Sequence[Edit]) -> list[TextEdit]:
        """The text edits of all edits; entries that go or come together are joined."""
        removed = {edit.path for edit in edits if isinstance(edit, Remove)}
        lowered: list[TextEdit] = []
        for edit in edits:
            match edit:
                case SetValue():
                    lowered.append(self._set(edit))
                case Rename():
                    span = self._member(edit.path).span
                    lowered.append(TextEdit(span.start, span.end, self.style.scalar(edit.key)))
                case ReplaceText():
                    lowered.append(self._replace(edit))
                case InsertKey():
                    lowered.append(self._insert_key(edit, removed))
                case InsertItem():
                    lowered.append(self._insert_item(edit, removed))
                case Remove():
                    pass
        for parent in sorted({path[:-1] for path in removed}, key=dotted):
            lowered += self._remove(parent, removed)
        return lowered

    def _node(self, path: Path) -> Node:
        node = self.root
        for step in path:
            if isinstance(step, str):
                node = self._sole_member(node, step, path).value
            else:
                items = node.items or []
                if step >= len(items):
                    raise NotSure(f"nothing is at {dotted(path)}")
                node = items[step]
        return node

    def _sole_member(self, node: Node, key: str, path: Path) -> Member:
        found = node.by_key.get(key)
        if found is None:
            raise NotSure(f"nothing is at {dotted(path)}")
        members = node.members or ()
        if len(members) != len(node.by_key) and sum(it.key == key for it in members) > 1:
            raise NotSure(f"'{key}' is there more than once on the way to {dotted(path)}")
        return found

    def _member(self, path: Path) -> Member:
        return self._sole_member(self._node(path[:-1]), str(path[-1]), path)

    def _is_multiline(self, node: Node) -> bool:
        """Whether the entries of an object or array stand on lines of their own."""
        first = self._entry_starts(node)
        if not first:
            return "\n" in self.text or "\r" in self.text
        between = self.text[node.start + 1 : first[0]]
        return "\n" in between or "\r" in between

    def _entry_starts(self, node: Node) -> list[int]:
        if node.members is not None:
            return [member.start for member in node.members]
        return [item.start for item in node.items or ()]

    def _entry_ends(self, node: Node) -> list[int]:
        if node.members is not None:
            return [member.value.end for member in node.members]
        return [item.end for item in node.items or ()]

    def _indent_at(self, offset: int) -> str:
        """The blanks that the line of an offset begins with."""
        start = max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) + 1
        end = start
        while self.text[end : end + 1] in _BLANKS and end < offset:
            end += 1
        return self.text[start:end]

    def _render(self, value: Tree, multiline: bool, indent: str) -> str:
        if multiline and isinstance(value, dict | list) and value:
            return self.style.block(value, indent)
        return self.style.inline(value)

    def _set(self, edit: SetValue) -> TextEdit:
        node = self._node(edit.path)
        parent = self._node(edit.path[:-1]) if edit.path else node
        is_multiline = self._is_multiline(parent) and not self._is_short(edit)
        if is_multiline and self._was_short(node, edit.value):
            is_multiline = False
        rendered = self._render(edit.value, is_multiline, self._indent_at(node.start))
        return TextEdit(node.start, node.end, rendered)

    def _was_short(self, node: Node, value: Tree) -> bool:
        """Whether an object or array is on one line, and what replaces it has room there."""
        old = self.text[node.start : node.end]
        if not self._entry_starts(node) or "\n" in old or "\r" in old:
            return False
        start = max(self.text.rfind("\n", 0, node.start), self.text.rfind("\r", 0, node.start)) + 1
        return node.start - start + len(self.style.inline(value)) <= WIDE

    def _is_short(self, edit: SetValue) -> bool:
        """Whether a list of strings stands behind a key whose lists stand on one line."""
        value = edit.value
        is_list = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return is_list and bool(edit.path) and edit.path[-1] in self.style.short_lists

    def _replace(self, edit: ReplaceText) -> TextEdit:
        spans = string_spans(self.text, self._node(edit.path).span)
        if spans is None:
            raise NotSure(f"no string is at {dotted(edit.path)}")
        written = self.style.scalar(edit.text)[1:-1]
        return TextEdit(spans[edit.start].start, spans[edit.end].start, written)

    def _insert_key(self, edit: InsertKey, removed: set[Path]) -> TextEdit:
        node = self._node(edit.path)
        if node.members is None:
            raise NotSure(f"no object is at {dotted(edit.path)}")
        keys = [member.key for member in node.members]
        index = len(keys)
        if edit.before is not None:
            index = keys.index(edit.before)
        elif edit.after is not None:
            index = keys.index(edit.after) + 1

        def write(multiline: bool, indent: str) -> str:
            if multiline:
                return self.style.member(edit.key, edit.value, indent)
            return self.style.entry(edit.key, self.style.inline(edit.value))

        gone = set(self._gone(node, edit.path, removed))
        return self._insert(node, index, gone, write)

    def _insert_item(self, edit: InsertItem, removed: set[Path]) -> TextEdit:
        node = self._node(edit.path)
        if node.items is None:
            raise NotSure(f"no array is at {dotted(edit.path)}")
        return self._insert(
            node,
            edit.index,
            set(self._gone(node, edit.path, removed)),
            lambda multiline, indent: self._render(edit.value, multiline, indent),
        )

    def _insert(self, node: Node, index: int, gone: set[int], write: Writer) -> TextEdit:
        """Puts an entry before the one at `index`, beside one that stays."""
        starts, ends = self._entry_starts(node), self._entry_ends(node)
        multiline = self._is_multiline(node)
        indent = self._indent_at(starts[0])
        before = [at for at in range(index) if at not in gone]
        near = slice(before[-1], before[-1] + 2) if before else slice(0)
        is_last = len(starts[near]) < 2
        is_apart = self._are_apart(*((starts, ends) if is_last else (starts[near], ends[near])))
        lines = self.style.newline * (2 if is_apart else 1)
        separator = lines + indent if multiline else self.style.comma[1:]
        if not before:
            start = next(starts[at] for at in range(index, len(starts)) if at not in gone)
            return TextEdit(start, start, write(multiline, indent) + "," + separator)
        after = ends[before[-1]]
        return TextEdit(after, after, "," + separator + write(multiline, indent))

    def _are_apart(self, starts: list[int], ends: list[int]) -> bool:
        """Whether blank lines stand between most entries."""
        gaps = list(islice(zip(ends, starts[1:], strict=False), _ENOUGH))
        apart = sum(self.text.count(self.newline, end, start) > 1 for end, start in gaps)
        return apart * 2 > len(gaps)

    def _remove(self, parent: Path, removed: set[Path]) -> list[TextEdit]:
        node = self._node(parent)
        gone = self._gone(node, parent, removed)
        starts, ends = self._entry_starts(node), self._entry_ends(node)
        edits: list[TextEdit] = []
        for first, last in _runs(gone):
            if last + 1 < len(starts):
                edits.append(TextEdit(starts[first], starts[last + 1], ""))
            else:
                edits.append(TextEdit(ends[first - 1], ends[last], ""))
        return edits

    def _gone(self, node: Node, parent: Path, removed: set[Path]) -> list[int]:
        if node.members is not None:
            for path in removed:
                if path[:-1] == parent:
                    self._sole_member(node, str(path[-1]), path)
            keys = [member.key for member in node.members]
            return [index for index, key in enumerate(keys) if (*parent, key) in removed]
        return [index for index in range(len(node.items or ())) if (*parent, index) in removed]


def _runs(indices: list[int]) -> list[tuple[int, int]]:
    """Neighbouring indices as (first, last)."""
    runs: list[tuple[int, int]] = []
    for index in indices:
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs
