"""What stands in a value, found in one walk that all rules share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from auditor.model.path import Path
from auditor.model.tree import Tree

FOREIGN_KEYS = ("Fn::ForEach", "Fn::Transform")
"""Below them stand names that the deployment fills in, or that only a macro understands."""


class Call(Struct, frozen=True, gc=False):
    """An intrinsic function, or a macro, with its argument.

    `path` is that of the mapping whose only key is the function. What `is_foreign` is below a loop
    or a transform.
    """

    path: Path
    function: str
    argument: Tree
    is_foreign: bool


_NO_CALLS: list[Call] = []
_NO_TEXTS: list[tuple[Path, str]] = []
_NO_NULLS: list[Path] = []


class Contents:
    """The calls, texts and nulls of a value that stands at a path, each in source order.

    `texts` are the strings with a `$` or a `-`: only they can hold a variable, an identifier, a
    Region.
    """

    __slots__ = ("calls", "depth", "nulls", "texts")

    def __init__(self, value: Tree, path: Path, *, is_foreign: bool = False) -> None:
        self.depth = len(path)
        """Steps to the value."""
        self.calls: list[Call] = []
        self.texts: list[tuple[Path, str]] = []
        self.nulls: list[Path] = []
        kind = type(value)
        if kind is dict:
            self._mapping(value, path, is_foreign)
        elif kind is list:
            self._sequence(value, path, is_foreign)
        else:
            self._scalar(value, path)
        # of most values one kind is missing, and each empty list takes memory of its own
        self.calls = self.calls or _NO_CALLS
        self.texts = self.texts or _NO_TEXTS
        self.nulls = self.nulls or _NO_NULLS

    def calls_below(self, *keys: str) -> Iterator[Call]:
        """The calls in the values of keys, when the value is a mapping."""
        depth = self.depth
        return (call for call in self.calls if len(call.path) > depth and call.path[depth] in keys)

    def calls_by_key(self) -> dict[str | int, list[Call]]:
        """The calls in the values of all keys, when the value is a mapping."""
        found: dict[str | int, list[Call]] = {}
        depth = self.depth
        for call in self.calls:
            if len(call.path) > depth:
                found.setdefault(call.path[depth], []).append(call)
        return found

    def texts_below(self, key: str) -> Iterator[tuple[Path, str]]:
        """The texts in the value of a key, when the value is a mapping."""
        depth = self.depth
        return ((path, text) for path, text in self.texts if path[depth] == key)

    def _mapping(self, value: dict[str, Tree], path: Path, is_foreign: bool) -> None:
        """Recursive: no document is deeper than `MAX_DEPTH`."""
        for key, entry in value.items():
            kind = type(entry)
            # all values of a template come by here, and most keys begin otherwise
            is_function = key == "Ref" or ("Fn:" in key and key[:3] == "Fn:")
            if is_function and len(value) == 1:
                self.calls.append(Call(path, key, entry, is_foreign))
            if kind is str:
                if "-" in entry or "$" in entry:
                    self.texts.append(((*path, key), entry))
            elif kind is dict:
                is_below = is_foreign or (is_function and key.startswith(FOREIGN_KEYS))
                self._mapping(entry, (*path, key), is_below)
            elif kind is list:
                is_below = is_foreign or (is_function and key.startswith(FOREIGN_KEYS))
                self._sequence(entry, (*path, key), is_below)
            elif entry is None:
                self.nulls.append((*path, key))

    def _sequence(self, value: list[Tree], path: Path, is_foreign: bool) -> None:
        for index, entry in enumerate(value):
            kind = type(entry)
            if kind is dict:
                self._mapping(entry, (*path, index), is_foreign)
            elif kind is list:
                self._sequence(entry, (*path, index), is_foreign)
            elif kind is str:
                if "-" in entry or "$" in entry:
                    self.texts.append(((*path, index), entry))
            elif entry is None:
                self.nulls.append((*path, index))

    def _scalar(self, value: Tree, path: Path) -> None:
        if value is None:
            self.nulls.append(path)
        elif isinstance(value, str) and ("-" in value or "$" in value):
            self.texts.append((path, value))


class Walked:
    """The contents of the entries of a tree's sections, each walked when it is asked for."""

    def __init__(self, tree: dict[str, Tree]) -> None:
        self._tree = tree
        self._known: dict[str, dict[str, Contents]] = {}
        self._in_loops: dict[Path, Contents] = {}
        self._sections: dict[str, tuple[Contents, ...]] = {}

    def of(self, section: str, name: str) -> Contents:
        """The contents of an entry of a section, such as a resource; empty where it has none."""
        known = self._known.get(section)
        if known is None:
            known = self._known[section] = {}
        found = known.get(name)
        if found is None:
            entries = self._tree.get(section)
            value = entries.get(name, ()) if isinstance(entries, dict) else ()
            is_foreign = name.startswith(FOREIGN_KEYS)
            found = known[name] = Contents(value, (section, name), is_foreign=is_foreign)
        return found

    def in_loop(self, path: Path, body: Tree) -> Contents:
        """The contents of what a loop has at a path, with what it fills in left open."""
        if path not in self._in_loops:
            self._in_loops[path] = Contents(body, path)
        return self._in_loops[path]

    def section(self, section: str) -> Sequence[Contents]:
        """The contents of all entries of a section; those of the section if it is no mapping."""
        known = self._sections.get(section)
        if known is None:
            content = self._tree.get(section)
            if isinstance(content, dict):
                known = tuple([self.of(section, name) for name in content])
            else:
                known = (Contents(content, (section,)),)
            self._sections[section] = known
        return known
