"""The names that an import brings."""

from __future__ import annotations

from collections.abc import Callable

from auditor.programs import syntax as s
from auditor.programs.reading.packages.names import external_name
from auditor.programs.reading.writes import Writes
from auditor.programs.values import External, Loaded, Scope, Unknown, Value


class Imports:
    """Binds names to modules of the program and to packages."""

    def __init__(self, writes: Writes, load: Callable[[s.File, s.Import], Loaded | None]) -> None:
        self._writes = writes
        self._load = load

    def bind(self, statement: s.Import, scope: Scope) -> None:
        loaded = self._load(scope.file, statement)
        for theirs, ours in statement.names:
            if loaded is None:
                path = external_name(statement.module, theirs) if not statement.level else None
                value: Value = Unknown(why="import") if path is None else External(path=path)
            elif theirs == "*":
                value = loaded.exports.get("=") or loaded
                if ours == "*":
                    _import_all(loaded, scope)
                    continue
            elif theirs == "default" and theirs not in loaded.exports:
                value = loaded.exports.get("=") or loaded
            else:
                value = loaded.exports.get(theirs) or Unknown(why="import")
            self._writes.write(scope.names, ours, value)


def _import_all(loaded: Loaded, scope: Scope) -> None:
    is_python = scope.file.language == "python"
    for name, value in loaded.exports.items():
        if not name.startswith("_"):
            scope.names[name if is_python else f"export {name}"] = value
