"""Edits of what lies in files of data beside a program: the format of the file writes them."""

from __future__ import annotations

from msgspec.structs import replace

from auditor.model.edit import Edit, Remove, Rename
from auditor.model.path import Path
from auditor.model.text import TextEdit
from auditor.model.tree import Tree
from auditor.programs.meaning.tree import Building
from auditor.programs.reading.data import document
from auditor.programs.syntax import Datum, File
from auditor.source.base import NotSure
from auditor.template.intrinsics import function_of


class Data:
    """Gathers edits by the files that they change."""

    def __init__(self, building: Building) -> None:
        self._building = building
        self._edits: dict[str, tuple[File, list[Edit]]] = {}

    def keeps(self, edit: Edit) -> bool:
        """Whether an edit is one of a file of data.

        Raises NotSure where it says what such a file cannot say.
        """
        is_of_entry = isinstance(edit, Remove | Rename)
        out, is_there = self._building.out(edit.path[:-1] if is_of_entry else edit.path)
        node = out.node if is_there else None
        if not isinstance(node, Datum):
            return False
        path: Path = (*node.path, edit.path[-1]) if is_of_entry else node.path
        if not isinstance(edit, Remove | Rename) and _speaks_of_others(
            getattr(edit, "value", None)
        ):
            raise NotSure("a file of data cannot speak of a resource")
        _, kept = self._edits.setdefault(node.file.name, (node.file, []))
        moved = replace(edit, path=path)
        if moved not in kept:
            kept.append(moved)
        return True

    def lowered(self) -> dict[str, list[TextEdit]]:
        """The text edits of all of them. Raises NotSure."""
        return {
            name: document(file.text, is_yaml=file.language in ("yaml", "yml")).lower(edits)
            for name, (file, edits) in self._edits.items()
        }


def _speaks_of_others(value: Tree) -> bool:
    if isinstance(value, dict):
        return function_of(value) is not None or any(map(_speaks_of_others, value.values()))
    return isinstance(value, list) and any(map(_speaks_of_others, value))
