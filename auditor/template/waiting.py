"""Which resource is created after which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from auditor.model.tree import UNKNOWN_KEY, Tree
from auditor.template.references import Reference


class _Resource(Protocol):
    @property
    def body(self) -> dict[str, Any]: ...
    @property
    def references(self) -> Sequence[Reference]: ...


def comes_after(
    resources: Mapping[str, _Resource], name: str, other: str, *, perhaps: bool
) -> bool:
    """Whether a resource is created after another one, directly or by way of others.

    With `perhaps` also where it may be: the `DependsOn` of a program's resource names what is
    known, and an unknown part stands for any of those that the program makes before it.
    """
    seen: set[str] = set()
    waiting = [name]
    places: dict[str, int] = {}
    while waiting:
        here = waiting.pop()
        resource = resources.get(here)
        if resource is None or here in seen:
            continue
        seen.add(here)
        targets = {reference.target for reference in resource.references}
        if other in targets:
            return True
        if perhaps and _is_open(resource.body.get("DependsOn")):
            places = places or {one: place for place, one in enumerate(resources)}
            if other in places and places[other] < places[here]:
                return True
        waiting += sorted(targets)
    return False


def _is_open(given: Tree) -> bool:
    return isinstance(given, list) and any(
        isinstance(entry, dict) and UNKNOWN_KEY in entry for entry in given
    )
