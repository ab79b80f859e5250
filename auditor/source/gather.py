"""Edits that belong together, made into one before a format lowers them."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.model.edit import Edit, InsertItem, InsertKey, Remove, SetValue, edited
from auditor.model.path import Path, is_within
from auditor.model.tree import Tree, at


def gathered(tree: Tree, edits: Sequence[Edit]) -> list[Edit]:
    """The same edits, where a collection of which nothing stays gets one new value instead.

    A new entry of an empty collection has no neighbour to be written beside, and several of them
    would each write the brackets. Edits of what is removed go with it. Raises EditError where the
    edits do not fit the tree.
    """
    edited(tree, edits)
    removed = {edit.path for edit in edits if isinstance(edit, Remove)}
    waiting = [edit for edit in edits if isinstance(edit, Remove) or not _is_gone(edit, removed)]
    kept: list[Edit] = []
    for path in sorted(_anew(tree, waiting, removed), key=len):
        own = [edit for edit in waiting if _is_inside(edit, path)]
        if own:
            kept.append(SetValue(path, at(edited(tree, own), path)))
            waiting = [edit for edit in waiting if edit not in own]
    return sorted([*kept, *waiting], key=lambda edit: _rank(tree, edit))


def _rank(tree: Tree, edit: Edit) -> tuple[int, int, int, bool]:
    """The order of edits that may write at one place of the text.

    A value comes before what is put behind it, what is put into a collection before what is put
    behind that, then new entries as they will stand.
    """
    match edit:
        case InsertItem():
            return 1, -len(edit.path), edit.index, True
        case InsertKey():
            keys = list(at(tree, edit.path))
            follows = edit.before is None and edit.after is not None
            anchor = edit.after if follows else edit.before
            index = len(keys) if anchor is None else keys.index(anchor) + follows
            return 1, -len(edit.path), index, not follows
    return 0, 0, 0, False


def _is_gone(edit: Edit, removed: set[Path]) -> bool:
    return any(edit.path[:depth] in removed for depth in range(len(edit.path) + 1))


def _anew(tree: Tree, edits: Sequence[Edit], removed: set[Path]) -> set[Path]:
    """The collections that get or lose entries, and of which no entry stays."""
    touched = {edit.path for edit in edits if isinstance(edit, InsertKey | InsertItem)}
    touched |= {path[:-1] for path in removed}
    return {path for path in touched if _nothing_stays(at(tree, path), path, removed)}


def _nothing_stays(value: Tree, path: Path, removed: set[Path]) -> bool:
    steps = value if isinstance(value, dict) else range(len(value))
    return all((*path, step) in removed for step in steps)


def _is_inside(edit: Edit, path: Path) -> bool:
    """Whether an edit takes from, adds to, or lies below a collection."""
    adds = isinstance(edit, InsertKey | InsertItem)
    return is_within(edit.path, path) and (adds or edit.path != path)
