"""The arguments of SDK calls, flattened."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from auditor.embedded.facts import Argument

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item
    from auditor.embedded.javascript.objects import Properties
    from auditor.embedded.javascript.texts import Texts

_DEEPEST = 24
_FUNCTIONS = frozenset({"arrow_function", "function_expression"})


class Arguments(NamedTuple):
    """What one call is given; `leaves`: the items of the values."""

    found: tuple[Argument, ...]
    leaves: tuple[Item, ...]
    complete: bool


NONE = Arguments((), (), complete=True)
UNKNOWN = Arguments((), (), complete=False)


class Flattener:
    """Flattens objects, each once."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._known: dict[int, tuple[Properties, Arguments]] = {}

    def of(self, given: Item | None) -> Arguments:
        """The arguments that an object holds; a callback in its place means that there are none."""
        if given is None or given.kind in _FUNCTIONS:
            return NONE
        top = self._texts.objects.of(given)
        known = self._known.get(id(top))
        if known is None:
            # The properties are kept beside the answer, so that no other object gets their id.
            known = self._known[id(top)] = (top, self._flatten(top))
        return known[1]

    def _flatten(self, top: Properties) -> Arguments:
        found: list[Argument] = []
        values: list[Item] = []
        complete = top.complete
        for name, given in top.of.items():
            pending: list[tuple[tuple[str, ...], Item]] = [((name,), given.value)]
            while pending:
                path, value = pending.pop()
                below = self._below(path, value)
                if below is None:
                    complete = False
                elif below:
                    pending.extend(reversed(below))
                if not below:
                    text = self._texts.of(value)
                    found.append(Argument(path, text, value.span, given.whole.span))
                    values.append(value)
        return Arguments(tuple(found), tuple(values), complete)

    def _below(
        self, path: tuple[str, ...], value: Item
    ) -> list[tuple[tuple[str, ...], Item]] | None:
        """What stands in a list or map; None where that is not all known."""
        if len(path) >= _DEEPEST:
            return None
        if value.kind == "array":
            spread = any(child.kind == "spread_element" for child in value.children)
            return None if spread else [((*path, "[]"), child) for child in value.children]
        if value.kind != "object":
            return []
        inside = self._texts.objects.of(value)
        if not inside.complete:
            return None
        return [((*path, name), found.value) for name, found in inside.of.items()]
