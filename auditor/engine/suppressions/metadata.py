"""The suppressions in `Metadata`, of resources and of the template: the way of JSON."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.engine.suppressions.grammar import TOOL
from auditor.engine.suppressions.scopes import Everywhere, Node, Scope, Scoped
from auditor.model.edit import Remove
from auditor.model.path import Path
from auditor.model.suppression import Misspelled, Spot, Suppression
from auditor.model.text import Span
from auditor.model.tree import Tree
from auditor.source.base import Document

SECTION = "Metadata"
LIST = "ignore"
_HOW = f"Metadata '{TOOL}' needs '{LIST}', a list of rule ids or of {{id: rule, reason: text}}"


def in_metadata(document: Document) -> Iterator[Scoped | Misspelled]:
    """What `Metadata` suppresses, with its scope: the template first, then its resources."""
    tree = document.tree
    if not isinstance(tree, dict):
        return
    yield from _read(tree, (), Everywhere())
    resources = tree.get("Resources")
    for name, body in resources.items() if isinstance(resources, dict) else ():
        if TOOL in _metadata(body):
            path = ("Resources", name)
            start = document.span(path, key=True).start
            yield from _read(body, path, Node(path, Span(start, document.span(path).end)))


def _metadata(body: Tree) -> dict[str, Tree]:
    metadata = body.get(SECTION) if isinstance(body, dict) else None
    return metadata if isinstance(metadata, dict) else {}


def _read(body: Tree, path: Path, scope: Scope) -> Iterator[Scoped | Misspelled]:
    metadata = _metadata(body)
    if TOOL not in metadata:
        return
    own, place = metadata[TOOL], (*path, SECTION, TOOL)
    listed = own.get(LIST) if isinstance(own, dict) else None
    if not isinstance(own, dict) or set(own) != {LIST} or not isinstance(listed, list):
        yield Misspelled(Spot(place), _HOW)
        return
    for index, item in enumerate(listed):
        here = (*place, LIST, index)
        entry = item if isinstance(item, dict) else {"id": item}
        id, reason = entry.get("id"), entry.get("reason")
        is_known = entry.keys() <= {"id", "reason"} and isinstance(reason, str | None)
        if not isinstance(id, str) or not is_known:
            yield Misspelled(Spot(here), _HOW)
            continue
        gone = here if len(listed) > 1 else _container(metadata, path, place)
        yield Suppression(id, Spot(here), reason or None, (Remove(gone),)), scope


def _container(metadata: dict[str, Tree], path: Path, place: Path) -> Path:
    """The outermost container that holds nothing but the last entry of the list."""
    return place if len(metadata) > 1 else (*path, SECTION)
