"""What a property of a resource can be: from its own properties, or from what it inherits."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.values import ABSENT, UNKNOWN, Case, When

Reading = Callable[[Tree, Path, When], Iterable[Case]]
"""Reads the value at a path under conditions."""


class Properties(Struct, frozen=True):
    """The properties of a resource.

    `own`: the mapping itself. `shared`: what it inherits, at `shared_at`. `read`: what a value on
    the way to a property can be.
    """

    own: Case
    shared: dict[str, Tree]
    shared_at: Path
    read: Reading

    def cases(self, keys: tuple[str, ...], read: Reading) -> list[Case]:
        """The property at the keys, its value read in a way of its own."""
        found = self._below([self.own], keys, read)
        if not self.shared:
            return found
        inherited: list[Case] = []
        for case in found:
            if case.absent:
                holder = Case(self.shared, self.shared_at, case.when, case.certain, direct=True)
                inherited += self._below([holder], keys, read)
            else:
                inherited.append(case)
        return inherited

    def _below(self, holders: list[Case], keys: tuple[str, ...], read: Reading) -> list[Case]:
        for depth, key in enumerate(keys, start=1):
            last = read if depth == len(keys) else self.read
            holders = [case for holder in holders for case in _step(holder, key, last)]
        return holders


def _step(holder: Case, key: str, read: Reading) -> list[Case]:
    path = (*holder.path, key)
    if holder.absent:
        return [Case(ABSENT, path, holder.when, holder.certain)]
    if isinstance(holder.value, dict) and key in holder.value:
        below = read(holder.value[key], path, holder.when)
        return [case if holder.certain else replace(case, certain=False) for case in below]
    if is_plain_mapping(holder.value):
        return [Case(ABSENT, path, holder.when, holder.certain)]
    return [Case(UNKNOWN, path, holder.when, holder.certain)]
