"""Data that lies in files beside a program, in JSON or YAML: `policy.json`, `tables.yaml`."""

from __future__ import annotations

from auditor.model.path import Path
from auditor.model.tree import UNKNOWN_KEY, Tree
from auditor.programs.syntax import Datum, Entry, File, Literal
from auditor.programs.values import Item, Known, Mapping, Sequence, Unknown, Value
from auditor.source.base import Document, SyntaxFault

_LARGEST = 200_000
_MOST_PARTS = 5_000


def parsed(file: File, *, is_yaml: bool = False) -> Value | None:
    """What the text of a file says, each part with its place; None where it cannot be read.

    A text without a file, whose name is empty, has no places.
    """
    if len(file.text) > _LARGEST:
        return None
    try:
        read = document(file.text, is_yaml=is_yaml)
    except (SyntaxFault, RecursionError):
        return None
    return _Parts(file, read).of(read.tree, ())


def whole(file: File) -> Known:
    """The text of a file."""
    spans = tuple((at, at + 1) for at in range(len(file.text)))
    return Known(node=Literal(file, 0, len(file.text), file.text, spans), value=file.text)


def document(text: str, *, is_yaml: bool) -> Document:
    """The document that a text is. Raises SyntaxFault."""
    if is_yaml:
        from auditor.source.yaml_.document import YamlDocument

        return YamlDocument(text)
    from auditor.source.json_.document import JsonDocument

    return JsonDocument(text)


class _Parts:
    """Makes values of the parts of a document."""

    def __init__(self, file: File, document: Document) -> None:
        self._file = file
        self._document = document
        self._count = 0

    def of(self, tree: Tree, path: Path) -> Value:
        """The value at a path."""
        self._count += 1
        span = self._document.span(path)
        is_there = bool(self._file.name)
        node = Datum(self._file, span.start, span.end, None, (), path) if is_there else None
        if self._count > _MOST_PARTS or (isinstance(tree, dict) and UNKNOWN_KEY in tree):
            return Unknown(node=node, why="size")
        if isinstance(tree, dict):
            items = {str(key): self._item(key, one, path) for key, one in tree.items()}
            return Mapping(node=node, items=items)
        if isinstance(tree, list):
            return Sequence(
                node=node, items=[self.of(one, (*path, at)) for at, one in enumerate(tree)]
            )
        if node is None:
            return Known(value=tree)
        mapped = self._document.string_map(path) if isinstance(tree, str) else None
        spans = tuple((one.start, one.end) for one in mapped or ())
        node.value, node.spans = tree, spans
        return Known(node=node, value=tree)

    def _item(self, key: str, tree: Tree, path: Path) -> Item:
        value = self.of(tree, (*path, key))
        place = self._document.span((*path, key), key=True)
        if value.node is None:
            return Item(value)
        entry = Entry(key, value.node, place.start, value.node.end, place.start, place.end)
        return Item(value, entry, self._file)
