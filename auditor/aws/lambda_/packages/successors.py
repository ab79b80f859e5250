"""The edits that move a function from aws-sdk to the version that its runtime has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.aws.lambda_.code.file import CodeFile
from auditor.data.runtime_modules import node_modules
from auditor.data.sdk_successors import sdk_successors
from auditor.embedded.javascript.successors import Changes, Successor, successor_edits
from auditor.model.edit import Change


def with_successors(file: CodeFile) -> tuple[Change, ...] | None:
    """The edits for one file; None where they might change what it does.

    All functions that run the file must have version 3, and no value of the deployment may stand
    in the text.
    """
    if file.language != "javascript" or file.is_typescript or not file.is_whole:
        return None
    for runtime in file.runtimes:
        modules = None if runtime is None else node_modules(runtime)
        if modules is None or not modules.sdk_v3:
            return None
    edits = successor_edits(file.text, clients())
    return None if edits is None else file.changes(edits)


def clients() -> Mapping[str, Successor]:
    """The clients of version 2 by their names, in any case, with what is written instead."""
    return _Clients(sdk_successors())


class _Clients(Mapping[str, Successor]):
    """The clients of the table, each read when it is asked for."""

    def __init__(self, rows: Mapping[str, Mapping[str, Any]]) -> None:
        self._rows = rows
        self._names = {name.lower(): name for name in rows}

    def __getitem__(self, name: str) -> Successor:
        known = self._names[name.lower()]
        row = self._rows[known]
        changed = {
            method: Changes(**{kind: frozenset(names) for kind, names in kinds.items()})
            for method, kinds in row["changed"].items()
        }
        same = frozenset(row["same"].split())
        return Successor(known, row["package"], row["class"], row["is_xml"], changed, same)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)
