"""The parts of a template that a service of the Serverless Framework has, in whatever file.

`resources` is a mapping with the sections of a template, or a list of such mappings. Each of these,
a section, and an entry of a section may be in another file, which `${file(path)}` names from the
folder of the service, `${file(path):key.below}` for a part of it:
https://www.serverless.com/framework/docs/providers/aws/guide/resources
https://www.serverless.com/framework/docs/guides/variables/file
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from msgspec import Struct

from auditor.expression import expression
from auditor.model.path import Path
from auditor.model.project import Project, leads_out
from auditor.model.tree import Missing, Tree, at
from auditor.source.base import Document, SyntaxFault
from auditor.source.detect import parse

HOLDER = "resources"
SECTIONS = ("Transform", "Conditions", "Mappings", "Outputs", "Parameters", "Resources")
_FILE = expression(
    r"\s{0,20}\$\{file\(([^(){}$\n]{1,300})\)(?::([A-Za-z0-9_.-]{1,200}))?(?:,[^{}\n]{0,200})?\}\s*"
)
_SUFFIXES = (".yml", ".yaml", ".json")
_DEEPEST = 8
"""Files that name each other."""
_MOST_FILES = 200


class Origin(Struct, frozen=True, eq=False):
    """A document with parts of the template; `file` is its path, None for the service's own."""

    document: Document
    file: str | None = None


class Place(Struct, frozen=True, eq=False):
    """A value where it is written."""

    origin: Origin
    path: Path
    value: Tree


class Part(Struct, frozen=True, eq=False):
    """A section, or with a `key` one of its entries.

    `is_named` says that the value is written elsewhere than its key.
    """

    section: str
    key: str | None
    place: Place
    is_named: bool


class Fragments:
    """Reads the parts of the template of a service; `files` are those of its folder."""

    def __init__(self, base: Document, files: Project | None) -> None:
        self._own = Origin(base)
        self._project = files
        self._read: dict[str, Origin | None] = {}

    @property
    def files(self) -> list[Origin]:
        """The files that were read, without the service's own."""
        return [origin for origin in self._read.values() if origin is not None]

    def parts(self) -> Iterator[Part]:
        """The sections and their entries, in the order in which they are merged."""
        tree = self._own.document.tree
        if not isinstance(tree, dict) or HOLDER not in tree:
            return
        held = self._resolved(Place(self._own, (HOLDER,), tree[HOLDER]))
        if isinstance(held.value, list):
            for index, one in enumerate(held.value):
                place = Place(held.origin, (*held.path, index), one)
                yield from self._of_template(self._resolved(place))
        else:
            yield from self._of_template(held)

    def _of_template(self, place: Place) -> Iterator[Part]:
        sections = place.value if isinstance(place.value, dict) else {}
        for name in SECTIONS:
            if name not in sections:
                continue
            section, is_named = self._below(place, name)
            if not isinstance(section.value, dict):
                continue
            yield Part(name, None, section, is_named)
            for key in section.value:
                yield Part(name, key, *self._below(section, key))

    def _below(self, place: Place, key: str) -> tuple[Place, bool]:
        """The value of a key, and whether that is written elsewhere."""
        value = place.value[key] if isinstance(place.value, dict) else None
        own = Place(place.origin, (*place.path, key), value)
        found = self._resolved(own)
        return found, found is not own

    def _resolved(self, place: Place) -> Place:
        """Where a value is written that another file has; itself for all other values."""
        for _ in range(_DEEPEST):
            named = _FILE.fullmatch(place.value) if isinstance(place.value, str) else None
            origin = None if named is None else self._origin(named[1])
            if named is None or origin is None:
                break
            path: Path = tuple((named[2] or "").split(".")) if named[2] else ()
            try:
                place = Place(origin, path, at(origin.document.tree, path))
            except Missing:
                break
        return place

    def _origin(self, written: str) -> Origin | None:
        file = posixpath.normpath(written.strip().strip("'\""))
        if not file.endswith(_SUFFIXES) or leads_out(file) or file.startswith(("/", "~")):
            return None
        if file not in self._read and len(self._read) < _MOST_FILES:
            self._read[file] = self._parsed(file)
        return self._read.get(file)

    def _parsed(self, file: str) -> Origin | None:
        text = None if self._project is None else self._project.read(file)
        if text is None:
            return None
        try:
            return Origin(parse(text), file)
        except SyntaxFault:  # said where the file itself is checked
            return None


def fragment_files(base: Document, files: Project | None) -> list[str]:
    """The files that a service takes parts of its template from, by their paths."""
    reader = Fragments(base, files)
    for _ in reader.parts():
        pass
    return [origin.file for origin in reader.files if origin.file is not None]
