"""Calls that read the text of JSON or YAML, most of all of a file beside the program."""

from __future__ import annotations

from collections.abc import Callable

from auditor.programs.reading.data import parsed
from auditor.programs.reading.machine import Machine
from auditor.programs.reading.packages.places import above, beside
from auditor.programs.syntax import Call, File
from auditor.programs.values import Contents, Json, Known, Place, Value


def _json(machine: Machine, given: list[Value], _node: Call) -> Value | None:
    return _parsed(machine, given)


def _yaml(machine: Machine, given: list[Value], _node: Call) -> Value | None:
    return _parsed(machine, given, is_yaml=True)


def _parsed(machine: Machine, given: list[Value], *, is_yaml: bool = False) -> Value | None:
    first = given[0] if given else None
    if isinstance(first, Json):
        return first.value
    if isinstance(first, Contents):
        file = machine.surroundings.opened(first)
        return None if file is None else parsed(file, is_yaml=is_yaml)
    if isinstance(first, Known) and isinstance(first.value, str):
        return parsed(File("", first.value, "json"), is_yaml=is_yaml)
    return None


def _required(machine: Machine, given: list[Value], node: Call) -> Value | None:
    """`require("./policy.json")` within an expression."""
    name = given[0].value if given and isinstance(given[0], Known) else None
    if not isinstance(name, str) or not name.startswith(".") or not name.endswith(".json"):
        return None
    here = above(Place(path=node.file.name))
    return _parsed(machine, [Contents(path=beside(here, [Known(value=name)]) or here)])


FILES: dict[str, Callable[[Machine, list[Value], Call], Value | None]] = {
    "json.load": _json,
    "json.loads": _json,
    "JSON.parse": _json,
    "require": _required,
    "yaml.safe_load": _yaml,
    "yaml.load": _yaml,
    "js-yaml.load": _yaml,
    "js-yaml.safeLoad": _yaml,
    "yaml.parse": _yaml,
}
"""What calls give, by their paths; None where it is not known."""
