"""Changes to a document, said in its paths and values and not in its text.

All paths of a list of edits speak of the tree as it was before any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import TypeAlias

from msgspec import Struct

from auditor.model.path import Path, dotted
from auditor.model.text import TextEdit, apply_edits
from auditor.model.tree import Missing, Tree, at

_FEW = 8
"""Keys that are looked up one by one."""


class SetValue(Struct, frozen=True):
    """Puts another value at a path."""

    path: Path
    value: Tree


class Remove(Struct, frozen=True):
    """Takes away the key or the list item at a path, `with_comments` those that explain it too."""

    path: Path
    with_comments: bool = False


class Rename(Struct, frozen=True):
    """Gives the key at a path another name, in the same place."""

    path: Path
    key: str


class InsertKey(Struct, frozen=True):
    """Adds a key to the mapping at a path: before or after a key of it, else at the end."""

    path: Path
    key: str
    value: Tree
    before: str | None = None
    after: str | None = None


class InsertItem(Struct, frozen=True):
    """Adds an item to the list at a path, before the item that has the index now."""

    path: Path
    index: int
    value: Tree


class ReplaceText(Struct, frozen=True):
    """Replaces the characters `start` to `end` of the string at a path."""

    path: Path
    start: int
    end: int
    text: str


class ReplaceInFile(Struct, frozen=True):
    """Replaces the characters `start` to `end` of a file beside the template.

    `file` is the path from the template's folder, with `/` between its parts.
    """

    file: str
    start: int
    end: int
    text: str


class ReplaceComment(Struct, frozen=True):
    """Puts another comment in the place of the one that begins at `start` and reads `old`.

    An empty `new` takes it away, with the blanks before it, or with its line where it is alone.
    """

    start: int
    old: str
    new: str


class AddComment(Struct, frozen=True):
    """Adds a comment at the end of a line (from 1), or on a line of its own above it."""

    line: int
    text: str
    above: bool = False


Edit: TypeAlias = SetValue | Remove | Rename | InsertKey | InsertItem | ReplaceText
"""A change of what the template says."""
CommentEdit: TypeAlias = ReplaceComment | AddComment
"""A change of the template's text that leaves what it says as it is."""
Change: TypeAlias = Edit | CommentEdit | ReplaceInFile
"""A change of the template or of a file beside it."""


class EditError(ValueError):
    """An edit that does not fit the tree, or that contradicts another one."""


def targets(edits: Iterable[Edit]) -> Iterator[Path]:
    """The paths that the edits lay their hands on; for a new key, the one that it will have."""
    for edit in edits:
        yield (*edit.path, edit.key) if isinstance(edit, InsertKey) else edit.path


def in_template(changes: Iterable[Change]) -> tuple[Edit, ...]:
    """The changes of what the template says."""
    others = CommentEdit | ReplaceInFile
    return tuple(change for change in changes if not isinstance(change, others))


def in_comments(changes: Iterable[Change]) -> tuple[CommentEdit, ...]:
    """The changes of the template's comments."""
    return tuple(change for change in changes if isinstance(change, CommentEdit))


def in_files(changes: Iterable[Change]) -> dict[str, list[TextEdit]]:
    """The changes of files beside the template, by file."""
    found: dict[str, list[TextEdit]] = {}
    for change in changes:
        if isinstance(change, ReplaceInFile):
            edit = TextEdit(change.start, change.end, change.text)
            found.setdefault(change.file, []).append(edit)
    return found


def edited(tree: Tree, edits: Iterable[Edit]) -> Tree:
    """The tree with the edits made. Raises EditError where they do not fit it."""
    changes = _by_path(tree, edits)
    return _rebuild(tree, (), changes) if changes.own else tree


class _Changes:
    """The edits by their paths, and the steps below each path that lead to any."""

    def __init__(self) -> None:
        self.own: dict[Path, list[Edit]] = {}
        self.steps: dict[Path, dict[str | int, None]] = {}

    def add(self, edit: Edit) -> None:
        self.own.setdefault(edit.path, []).append(edit)
        for depth, step in enumerate(edit.path):
            self.own.setdefault(edit.path[:depth], [])
            self.steps.setdefault(edit.path[:depth], {})[step] = None


def _by_path(tree: Tree, edits: Iterable[Edit]) -> _Changes:
    changes = _Changes()
    for edit in edits:
        try:
            value = at(tree, edit.path)
        except Missing:
            raise EditError(f"nothing is at {dotted(edit.path)}") from None
        _fits(edit, value)
        changes.add(edit)
    return changes


def _fits(edit: Edit, value: Tree) -> None:
    match edit:
        case InsertKey():
            anchors = {edit.before, edit.after} - {None}
            fits = isinstance(value, dict) and edit.key not in value and anchors <= value.keys()
        case InsertItem():
            fits = isinstance(value, list) and 0 <= edit.index <= len(value)
        case ReplaceText():
            fits = isinstance(value, str) and 0 <= edit.start <= edit.end <= len(value)
        case Rename():
            fits = bool(edit.path) and isinstance(edit.path[-1], str)
        case Remove():
            fits = bool(edit.path)
        case SetValue():
            fits = True
    if not fits:
        raise EditError(f"{type(edit).__name__} does not fit {dotted(edit.path)}")


def _rebuild(tree: Tree, path: Path, changes: _Changes) -> Tree:
    own = changes.own.get(path)
    if own is None:
        return tree
    replacements = [edit for edit in own if isinstance(edit, SetValue)]
    if replacements:
        below = path in changes.steps
        inserts = any(isinstance(edit, InsertKey | InsertItem | ReplaceText) for edit in own)
        if len(replacements) > 1 or below or inserts:
            raise EditError(f"edits contradict each other at {dotted(path)}")
        return replacements[0].value
    if isinstance(tree, dict):
        return _rebuild_mapping(tree, path, changes)
    if isinstance(tree, list):
        return _rebuild_list(tree, path, changes)
    if isinstance(tree, str):
        return _rewrite(tree, [edit for edit in own if isinstance(edit, ReplaceText)])
    return tree


def _rebuild_mapping(tree: Tree, path: Path, changes: _Changes) -> Tree:
    added = [edit for edit in changes.own[path] if isinstance(edit, InsertKey)]
    steps = changes.steps.get(path, {})
    touched = {*steps, *(edit.before for edit in added), *(edit.after for edit in added)}
    pairs: list[tuple[str, Tree]] = []

    def add(chosen: Iterable[InsertKey]) -> None:
        pairs.extend((edit.key, edit.value) for edit in chosen)

    for key, value in _runs(tree, touched, pairs):
        place = (*path, key)
        add(edit for edit in added if edit.before == key)
        on_key = changes.own.get(place, ())
        if not any(isinstance(edit, Remove) for edit in on_key):
            names = [edit.key for edit in on_key if isinstance(edit, Rename)]
            pairs.append((names[-1] if names else key, _rebuild(value, place, changes)))
        add(edit for edit in added if edit.after == key and edit.before is None)
    add(edit for edit in added if edit.before is None and edit.after is None)
    rebuilt = dict(pairs)
    if len(rebuilt) != len(pairs):
        raise EditError(f"a key of {dotted(path)} would stand twice")
    return rebuilt


def _runs(
    tree: Mapping[str, Tree], touched: Set[str | int | None], pairs: list[tuple[str, Tree]]
) -> Iterator[tuple[str, Tree]]:
    """The touched entries in order; those before, between and after them go to `pairs` as they are.

    A fix touches two or three entries of a mapping that may have hundreds.
    """
    items = list(tree.items())
    done = 0
    for index in sorted(_indices(tree, touched)):
        pairs += items[done:index]
        yield items[index]
        done = index + 1
    pairs += items[done:]


def _indices(tree: Mapping[str, Tree], keys: Set[str | int | None]) -> Iterable[int]:
    if len(keys) <= _FEW:
        order = list(tree)
        return [order.index(key) for key in keys if isinstance(key, str) and key in tree]
    return [index for index, key in enumerate(tree) if key in keys]


def _rebuild_list(tree: Tree, path: Path, changes: _Changes) -> Tree:
    added = [edit for edit in changes.own[path] if isinstance(edit, InsertItem)]
    items: list[Tree] = []
    for index, value in enumerate(tree):
        items += (edit.value for edit in added if edit.index == index)
        place = (*path, index)
        if not any(isinstance(edit, Remove) for edit in changes.own.get(place, ())):
            items.append(_rebuild(value, place, changes))
    items += (edit.value for edit in added if edit.index == len(tree))
    return items


def _rewrite(text: str, edits: list[ReplaceText]) -> str:
    try:
        return apply_edits(text, [TextEdit(edit.start, edit.end, edit.text) for edit in edits])
    except ValueError:
        raise EditError(f"two edits overlap in the text at {dotted(edits[0].path)}") from None
