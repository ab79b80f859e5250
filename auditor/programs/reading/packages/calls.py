"""Calls of names of packages."""

from __future__ import annotations

from auditor.programs.reading.machine import Machine
from auditor.programs.reading.outputs import NO_TEXT, note_json, note_text
from auditor.programs.reading.packages.engine import of_engine
from auditor.programs.reading.packages.files import FILES
from auditor.programs.reading.packages.language import CALLS
from auditor.programs.reading.packages.lists import LISTS
from auditor.programs.reading.packages.provider import of_provider
from auditor.programs.reading.packages.records import of_records
from auditor.programs.reading.textual import Way
from auditor.programs.syntax import Call
from auditor.programs.values import Mapping, Scope, Unknown, Value


def external_call(
    machine: Machine, path: str, given: list[Value], named: Mapping, node: Call
) -> Value:
    """What a call of a name of a package gives."""
    if path.startswith(("aws.", "native.")):
        return of_provider(path, given, named, node)
    short = path.removeprefix("pulumi.")
    if short != path:
        made = of_engine(machine, short, given, named, node)
        return made or machine.call(Unknown(), given, named, node, Scope(node.file))
    if path in ("str", "String") and note_text(machine, given[:1], node, Way.TEXT):
        return Unknown(node=node, why=NO_TEXT)
    note_json(machine, path, given, named, node)
    if path in CALLS:
        made = CALLS[path](given, named)
    elif path in LISTS:
        made = LISTS[path](machine, given, node)
    elif path in FILES:
        made = FILES[path](machine, given, node)
    else:
        made = of_records(machine, path, given, named, node)
    if made is None:
        return machine.call(Unknown(), given, named, node, Scope(node.file))
    made.node = made.node or node
    return made
