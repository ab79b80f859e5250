"""The files of a code folder that a source file imports, as the runtime would find them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from auditor.embedded.facts import Import
from auditor.model.project import Project

_PYTHON = ".py"
_JAVASCRIPT = (".js", ".mjs", ".cjs", ".ts", ".mts", ".cts")
_WITHOUT_CODE = (".json", ".node", ".wasm")
_SOURCES = {".js": ".ts", ".mjs": ".mts", ".cjs": ".cts"}
"""What TypeScript spells as the file that it will become."""
_ALIASES = ("@/", "~/", "~", "#")
"""How bundlers and `package.json` let a project call its own files."""


def imported_files(
    project: Project, language: str, folder: str, file: str, imported: Import
) -> list[str] | None:
    """The files that an import reads, none for a package from elsewhere; None if not known.

    `folder` is the root of the code and `file` the file that imports.
    """
    if language == "python":
        return _python_files(project, folder, file, imported)
    if imported.module.startswith(_ALIASES):
        return None
    if not imported.module.startswith(("./", "../")) and imported.module not in (".", ".."):
        return []
    found = _javascript_file(project, posixpath.join(posixpath.dirname(file), imported.module))
    return None if found is None else found


def _python_files(project: Project, folder: str, file: str, imported: Import) -> list[str] | None:
    base = folder
    if imported.level:
        base = posixpath.dirname(file)
        for _ in range(imported.level - 1):
            base = posixpath.dirname(base)
    parts = imported.module.split(".") if imported.module else []
    wanted = [parts[:depth] for depth in range(1, len(parts) + 1)]
    wanted += [[*parts, name] for name in imported.names if name != "*"]
    found = [path for steps in wanted for path in _modules(project, base, steps)]
    if imported.level and not parts and not found:
        found = list(_modules(project, base, []))
    is_lost = imported.level and not found
    return None if is_lost else list(dict.fromkeys(found))


def _modules(project: Project, base: str, steps: list[str]) -> Iterator[str]:
    """The file of a module, or that of a package."""
    place = posixpath.normpath(posixpath.join(base, *steps))
    if steps and _has(project, place + _PYTHON):
        yield place + _PYTHON
    package = posixpath.join(place, "__init__.py")
    if _has(project, package):
        yield package


def _javascript_file(project: Project, place: str) -> list[str] | None:
    place = posixpath.normpath(place)
    stem, ending = posixpath.splitext(place)
    if ending in _WITHOUT_CODE and _has(project, place):
        return []
    tried = [place] if ending in _JAVASCRIPT else []
    tried += [stem + _SOURCES[ending]] if ending in _SOURCES else []
    tried += [place + end for end in _JAVASCRIPT]
    tried += [posixpath.join(place, "index" + end) for end in _JAVASCRIPT]
    found = next((path for path in tried if _has(project, path)), None)
    if found is None:
        return [] if _has(project, place + ".json") else None
    return [found]


def _has(project: Project, file: str) -> bool:
    folder, name = posixpath.split(file)
    return name in (project.names(folder or ".") or ())
