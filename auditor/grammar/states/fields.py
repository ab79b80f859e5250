"""Fields that states of a type need.

https://states-language.net/spec.html#state-types
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "Choice": (("Choices",),),
    "Fail": (),
    "Map": (("ItemProcessor", "Iterator"),),
    "Parallel": (("Branches",),),
    "Pass": (),
    "Succeed": (),
    "Task": (("Resource",),),
    "Wait": (("Seconds", "SecondsPath", "Timestamp", "TimestampPath"),),
}
"""For each type of state the groups of fields of which one is needed."""

_HANDLERS = {"Catch": ("ErrorEquals", "Next"), "Retry": ("ErrorEquals",)}
_PATHS = (
    "InputPath",
    "ItemsPath",
    "OutputPath",
    "ResultPath",
    "SecondsPath",
    "TimestampPath",
)
_PAYLOADS = ("Parameters", "ResultSelector", "ItemSelector")


def field_faults(state: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What a state lacks: a place below it, and the rest of a sentence on the state."""
    kind = state.get("Type")
    if kind is None:
        yield (), "has no Type"
    elif isinstance(kind, str) and "${" not in kind:
        if kind not in _NEEDS:
            yield ("Type",), f"has the Type '{kind}', which does not exist"
        for names in _NEEDS.get(kind, ()):
            if not any(name in state for name in names):
                yield (), f"is a {kind} state without {' or '.join(names)}"
    if state.get("End") is True and "Next" in state:
        yield ("Next",), "has both Next and End"
    choices = state.get("Choices") if kind == "Choice" else None
    for index, choice in enumerate(choices if isinstance(choices, list) else ()):
        if isinstance(choice, dict) and "Next" not in choice and is_plain(choice):
            yield ("Choices", index), "has a choice without Next"
    yield from _handler_faults(state)


def _handler_faults(state: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Entries of `Catch` and `Retry` that lack what they need."""
    for key, fields in _HANDLERS.items():
        listed = state.get(key)
        for index, entry in enumerate(listed if isinstance(listed, list) else ()):
            if not isinstance(entry, dict) or not is_plain(entry):
                continue
            for name in fields:
                if name not in entry:
                    yield (key, index), f"has an entry of {key} without {name}"


def payload_faults(state: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Fields for paths, or whose names end with `.$`, with neither a path nor a function call."""
    if state.get("QueryLanguage") == "JSONata":
        return
    for name in _PATHS:
        value = state.get(name)
        if isinstance(value, str) and not _is_path(value):
            yield (name,), f"has '{value}' in {name}, which must be a path that begins with $"
    waiting: list[tuple[tuple[str | int, ...], Any]] = [
        ((key,), state[key]) for key in _PAYLOADS if key in state
    ]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, list):
            waiting += [((*path, index), item) for index, item in enumerate(value)]
        elif isinstance(value, dict) and is_plain(value):
            for name, inner in value.items():
                if isinstance(inner, dict | list):
                    waiting.append(((*path, name), inner))
                elif name.endswith(".$") and not _is_path(inner):
                    yield (
                        (*path, name),
                        f"has '{inner}' in {name}, which must be a path that begins with $",
                    )


def express_faults(state: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What a state does that a state machine of the type EXPRESS cannot do."""
    resource = state.get("Resource")
    if not isinstance(resource, str):
        return
    for ending in (".sync", ".sync:2", ".waitForTaskToken"):
        if resource.endswith(ending):
            yield ("Resource",), f"uses {ending}, which an EXPRESS state machine does not support"
    if ":activity:" in resource:
        yield ("Resource",), "runs an activity, which an EXPRESS state machine does not support"


def _is_path(value: Any) -> bool:
    return isinstance(value, str) and (
        value.startswith(("$", "States.")) or "${" in value or not value
    )


def is_terminal(state: Any) -> bool:
    """Whether a machine may end with a state, for all that is known of it."""
    if not isinstance(state, dict) or not is_plain(state):
        return True
    end, kind = state.get("End", False), state.get("Type")
    if end is not False or kind in ("Succeed", "Fail") or not isinstance(kind, str):
        return True
    return kind != "Choice" and "Next" not in state


def is_plain(written: dict[str, Any]) -> bool:
    """Whether all keys are seen: no function of a template stands among them."""
    return not any(name.startswith("Fn::") or name == "Ref" or "${" in name for name in written)
