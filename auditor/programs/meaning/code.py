"""The code of functions: folders of the project, and files that stand in the program itself."""

from __future__ import annotations

import posixpath

from msgspec import Struct, field

from auditor.model.project import SEALED, Project, Unread
from auditor.programs.meaning.out import Out, Spans
from auditor.programs.syntax import File
from auditor.programs.values import Asset, Contents, Joined, Known, Mapping, Place, Value

FOLDER = f"{SEALED}/code"
"""The folder that files seem to lie in that stand in the program."""


_OF_PULUMI = frozenset({"Pulumi.yaml", "Pulumi.yml"})
"""What tells others that somebody else may deploy the folder: here it is who does."""


class Written(Struct, eq=False):
    """A file whose text stands in a module of the program."""

    text: str
    file: File
    spans: Spans


class CodeFiles(Struct, eq=False):
    """The files that stand in the program, and those of the project that it puts together."""

    folder: str
    """Where the program runs, from the project's folder."""
    written: dict[str, Written] = field(default_factory=dict)
    linked: dict[str, str] = field(default_factory=dict)

    def code(self, name: str, value: Value) -> Out | None:
        """The folder that the code of a function is in; None where that is not known."""
        if not isinstance(value, Asset):
            return None
        if value.kind == "folder":
            path = self._path(value.content)
            if path is None or path.endswith((".zip", ".jar", ".tgz", ".gz")):
                return None
            return Out(path, value, value.content.node)
        if (
            value.kind != "archive"
            or not isinstance(value.content, Mapping)
            or value.content.is_open
        ):
            return None
        entries = value.content.items
        if list(entries) == ["."]:
            return self.code(name, entries["."].value)
        folder = f"{FOLDER}/{name}"
        for inner, item in entries.items():
            place = posixpath.normpath(f"{folder}/{inner}")
            if not place.startswith(f"{folder}/") or not self._entry(place, item.value):
                return None
        return Out(folder, value, value.node) if entries else None

    def _entry(self, place: str, value: Value) -> bool:
        if not isinstance(value, Asset):
            return False
        content = value.content
        if value.kind == "text" and isinstance(content, Known | Joined):
            written = _written(content)
            if written is not None:
                self.written[place] = written
            return written is not None
        if value.kind == "text" and isinstance(content, Contents):
            return self._link(place, content.path)
        if value.kind == "file" and isinstance(content, Known) and isinstance(content.value, str):
            return self._link(place, content.value)
        if value.kind == "file" and isinstance(content, Place):
            return self._link(place, content)
        return False

    def _link(self, place: str, path: str | Place) -> bool:
        target = self._path(path if isinstance(path, Place) else Known(value=path))
        if target is not None:
            self.linked[place] = target
        return target is not None

    def _path(self, value: Value) -> str | None:
        """A path from the project's folder; None for one that leads out of it."""
        if isinstance(value, Place):
            return None if value.path.startswith("..") else value.path
        text = value.value if isinstance(value, Known) else None
        if not isinstance(text, str) or not text or text.startswith(("/", "~")) or ":" in text:
            return None
        path = posixpath.normpath(posixpath.join(self.folder, text))
        return None if path.startswith("..") else path


def _written(content: Known | Joined) -> Written | None:
    """A text that stands in one module, in one literal or in several put together."""
    parts = content.parts if isinstance(content, Joined) else [content]
    text = ""
    spans: list[tuple[int, int]] = []
    file = None
    for part in parts:
        node = part.node
        own = part.value if isinstance(part, Known) else None
        places = getattr(node, "spans", ())
        if not isinstance(own, str) or node is None or len(places) != len(own):
            return None
        if file is not None and node.file is not file:
            return None
        file = node.file
        text += own
        spans += places
    return None if file is None else Written(text, file, tuple(spans))


class ProgramFiles:
    """The project's folder with the files that stand in the program."""

    def __init__(self, base: Project, code: CodeFiles) -> None:
        self._base = base
        self._code = code

    def names(self, folder: str) -> frozenset[str] | None:
        """As that of the project."""
        if not folder.startswith(SEALED):
            names = self._base.names(folder)
            return None if names is None else names - _OF_PULUMI
        inside = [
            path[len(folder) + 1 :].partition("/")[0]
            for path in (*self._code.written, *self._code.linked)
            if path.startswith(f"{folder}/")
        ]
        return frozenset(inside) or None

    def read(self, file: str) -> str | None:
        """As that of the project."""
        if file in self._code.linked:
            return self._base.read(self._code.linked[file])
        if file in self._code.written:
            return self._code.written[file].text
        return None if file.startswith(SEALED) else self._base.read(file)

    def template(self, file: str) -> str | None:
        """As that of the project."""
        return self._base.template(file)

    def unread(self, path: str) -> Unread | None:
        """As that of the project; what stands in the program is known."""
        if path in self._code.linked:
            return self._base.unread(self._code.linked[path])
        return None if path.startswith(SEALED) else self._base.unread(path)
