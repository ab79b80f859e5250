"""Transitions of a state machine: to states that exist, from a start that reaches all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from auditor.grammar.states.fields import (
    express_faults,
    field_faults,
    is_plain,
    is_terminal,
    payload_faults,
)

Step = str | int
Path = tuple[Step, ...]

_ENDINGS = ("Succeed", "Fail")
_DEEPEST = 20
"""Machines within machines that are read; real ones have a few."""


class StatesFault(Struct, frozen=True):
    """One fault at a path within a definition. `names` are the states that might be meant."""

    path: Path
    message: str
    missing: str = ""
    names: tuple[str, ...] = ()


class Kind(Struct, frozen=True):
    """What all states of a machine share: whether it is EXPRESS, and speaks JSONata."""

    is_express: bool
    is_jsonata: bool


def faults(machine: Any, *, is_express: bool = False) -> Iterator[StatesFault]:
    """The faults of a machine, and of those within it; nothing of what is not written plainly."""
    language = machine.get("QueryLanguage") if isinstance(machine, dict) else None
    is_jsonata = isinstance(language, str) and language != "JSONPath"
    yield from _faults(machine, (), 0, Kind(is_express, is_jsonata))


def _faults(machine: Any, path: Path, depth: int, kind: Kind) -> Iterator[StatesFault]:
    states = machine.get("States") if isinstance(machine, dict) else None
    if not isinstance(states, dict) or depth > _DEEPEST or not is_plain(states):
        return
    names = tuple(states)
    start = machine.get("StartAt")
    if "StartAt" not in machine:
        yield StatesFault(path, "Property StartAt is missing in the definition")
    elif isinstance(start, str) and start not in states and "${" not in start:
        yield _missing((*path, "StartAt"), "StartAt", start, names)
    for name, state in states.items():
        place = (*path, "States", name)
        if isinstance(state, dict):
            yield from _transitions(name, state, place, names)
            if is_plain(state):
                yield from _fields(name, state, place, kind)
            for inner, below in _inner(state, place):
                yield from _faults(inner, below, depth + 1, kind)
    if isinstance(start, str) and start in states:
        if _has_no_end(states):
            message = f"State '{start}' leads to no state that ends the definition"
            yield StatesFault((*path, "StartAt"), message)
        else:
            yield from _unreached(states, start, path)


def _transitions(
    name: str, state: dict[str, Any], path: Path, names: tuple[str, ...]
) -> Iterator[StatesFault]:
    for target, place in _targets(state, path):
        if target not in names and "${" not in target:
            yield _missing(place, f"State '{name}'", target, names)
    kind = state.get("Type")
    if not isinstance(kind, str) or kind == "Choice" or kind in _ENDINGS:
        return
    if "Next" not in state and "End" not in state and is_plain(state):
        yield StatesFault(path, f"State '{name}' has neither Next nor End")


def _fields(name: str, state: dict[str, Any], path: Path, kind: Kind) -> Iterator[StatesFault]:
    told = [*field_faults(state)]
    told += express_faults(state) if kind.is_express else ()
    told += () if kind.is_jsonata else payload_faults(state)
    for place, words in told:
        yield StatesFault((*path, *place), f"State '{name}' {words}")


def _has_no_end(states: dict[str, Any]) -> bool:
    """Whether every state certainly leads to another one of the machine."""
    if any(map(is_terminal, states.values())):
        return False
    return all(target in states for state in states.values() for target, _ in _targets(state, ()))


def _missing(path: Path, subject: str, target: str, names: tuple[str, ...]) -> StatesFault:
    message = f"{subject} leads to '{target}', and no state has that name"
    return StatesFault(path, message, target, names)


def _targets(state: dict[str, Any], path: Path) -> Iterator[tuple[str, Path]]:
    """The names of the states that a state leads to, with their places."""
    for key in ("Next", "Default"):
        if isinstance(state.get(key), str):
            yield state[key], (*path, key)
    for key in ("Choices", "Catch"):
        listed = state.get(key)
        for index, entry in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(entry, dict) and isinstance(entry.get("Next"), str):
                yield entry["Next"], (*path, key, index, "Next")


def _inner(state: dict[str, Any], path: Path) -> Iterator[tuple[Any, Path]]:
    """The machines within a state, each with names of its own."""
    for key in ("Iterator", "ItemProcessor"):
        if key in state:
            yield state[key], (*path, key)
    branches = state.get("Branches")
    for index, branch in enumerate(branches if isinstance(branches, list) else ()):
        yield branch, (*path, "Branches", index)


def _unreached(states: dict[str, Any], start: str, path: Path) -> Iterator[StatesFault]:
    reached = {start}
    waiting = [start]
    while waiting:
        state = states[waiting.pop()]
        if not isinstance(state, dict) or not is_plain(state):
            return
        targets = [target for target, _ in _targets(state, ())]
        if any("${" in target for target in targets) or _may_lead_on(state):
            return
        new = [target for target in targets if target in states and target not in reached]
        reached.update(new)
        waiting += new
    for name in states:
        if name not in reached:
            place = (*path, "States", name)
            yield StatesFault(place, f"No state leads to state '{name}'")


def _may_lead_on(state: dict[str, Any]) -> bool:
    """Whether a state leads somewhere that is not written as a text."""
    held = [state.get(key, "") for key in ("Next", "Default")]
    lists = [state.get(key, []) for key in ("Choices", "Catch")]
    entries = [one for listed in lists if isinstance(listed, list) for one in listed]
    is_open = any(
        not isinstance(one, dict) or not isinstance(one.get("Next"), str) for one in entries
    )
    return (
        is_open
        or any(not isinstance(value, str) for value in held)
        or any(not isinstance(listed, list) for listed in lists)
    )
