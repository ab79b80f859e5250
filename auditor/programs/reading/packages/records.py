"""Records of Python: their fields, copies of them, and what they are as dictionaries.

https://docs.python.org/3/library/dataclasses.html
"""

from __future__ import annotations

from auditor.programs.reading.machine import Machine
from auditor.programs.syntax import Call
from auditor.programs.values import Instance, Item, Mapping, Scope, Value


def of_records(
    machine: Machine, path: str, given: list[Value], named: Mapping, node: Call
) -> Value | None:
    """What a call gives that is about records; None for any other one."""
    match path:
        case "dataclasses.field" | "pydantic.Field":
            return _default(machine, given, named, node)
        case "dataclasses.replace":
            return _replaced(given, named)
        case "dataclasses.asdict" | "vars":
            return _as_mapping(given)
    return None


def _default(machine: Machine, given: list[Value], named: Mapping, node: Call) -> Value | None:
    if "default" in named.items:
        return named.items["default"].value
    factory = named.items.get("default_factory")
    if factory is not None:
        return machine.call(factory.value, [], Mapping(), node, Scope(node.file))
    return given[0] if given else None


def _replaced(given: list[Value], named: Mapping) -> Value | None:
    if not given or not isinstance(given[0], Instance):
        return None
    old = given[0]
    changed = {key: item.value for key, item in named.items.items()}
    is_open = old.is_open or named.is_open
    return Instance(cls=old.cls, attributes={**old.attributes, **changed}, is_open=is_open)


def _as_mapping(given: list[Value]) -> Value | None:
    if not given or not isinstance(given[0], Instance):
        return None
    items = {key: Item(value) for key, value in given[0].attributes.items()}
    return Mapping(items=items, is_open=given[0].is_open)
