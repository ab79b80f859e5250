"""The fix of a house rule: properties that get values, and properties that go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy

from msgspec import Struct

from auditor.model.edit import Edit, InsertKey, Remove, SetValue
from auditor.model.finding import Fix, Safety
from auditor.model.path import Path, dotted
from auditor.model.tree import Tree, same
from auditor.schemas.verdict import Fault
from auditor.template.intrinsics import function_of, is_plain_mapping
from auditor.template.template import Resource
from auditor.template.values import ALWAYS, When, is_possible

_NO_VALUE = {"Ref": "AWS::NoValue"}


class _NoFix(Exception):
    """A value that is made elsewhere, and cannot be changed in its place."""


Names = tuple[str, ...]


class Remedy(Struct, frozen=True):
    """What is to be: properties by their paths, with values, and those that are to go."""

    wanted: tuple[tuple[Names, Tree], ...]
    unwanted: tuple[Names, ...]
    safety: Safety

    def fix(self, resource: Resource, faults: Sequence[tuple[Fault, When]]) -> Fix | None:
        """The fix of faults of a resource, with the conditions of each, if there is one.

        What no fault speaks of stays as it is, and so do the branches of `Fn::If` that other
        conditions choose.
        """
        wanted = [one for one in self.wanted if _concerns(faults, resource, one[0])]
        unwanted = [one for one in self.unwanted if _concerns(faults, resource, one)]
        try:
            edits = tuple(_Edits([when for _, when in faults]).all(resource, wanted, unwanted))
        except _NoFix:
            return None
        title = told([names for names, _ in wanted], unwanted)
        return Fix(title, edits, self.safety) if edits else None


def told(wanted: Sequence[Names], unwanted: Sequence[Names]) -> str:
    """What is done, in a few words."""
    steps = [
        f"{verb} {', '.join(map(dotted, names))}"
        for verb, names in (("remove", unwanted), ("set", wanted))
        if names
    ]
    text = " and ".join(steps)
    return text[:1].upper() + text[1:]


def _concerns(faults: Sequence[tuple[Fault, When]], resource: Resource, names: Names) -> bool:
    """Whether one of the faults lies in a property, or in what should have it."""
    for fault, _ in faults:
        place = _names(fault.path[len(resource.path) + 1 :])
        if place[: len(names)] == names:
            return True
        if place == names[: len(place)]:
            held = fault.value.mapping or {}
            if fault.keyword != "required" or names[len(place)] not in held:
                return True
    return False


def _names(path: Path) -> Names:
    """The properties that a path leads through, without functions and items."""
    return tuple(step for step in path if isinstance(step, str) and not step.startswith("Fn::"))


def nested(values: Sequence[tuple[Names, Tree]]) -> dict[str, Tree]:
    """Values by paths as mappings in mappings. Raises ValueError where two collide."""
    found: dict[str, Tree] = {}
    for names, value in values:
        here = found
        for part in names[:-1]:
            here = here.setdefault(part, {})
            if not isinstance(here, dict) or (here and not _is_partial(here)):
                raise ValueError(dotted(names))
        if names[-1] in here:
            raise ValueError(dotted(names))
        here[names[-1]] = deepcopy(value)
    return found


def _is_partial(value: Tree) -> bool:
    """Whether a value adds to a mapping that is there."""
    return bool(value) and is_plain_mapping(value)


class _Edits:
    """Makes the edits for some conditions."""

    def __init__(self, faulty: Sequence[When]) -> None:
        self._faulty = faulty

    def all(
        self,
        resource: Resource,
        wanted: Sequence[tuple[Names, Tree]],
        unwanted: Sequence[Names],
    ) -> Iterator[Edit]:
        """All edits of a resource."""
        path = (*resource.path, "Properties")
        if "Properties" not in resource.body:
            if wanted:
                yield InsertKey(resource.path, "Properties", nested(wanted))
            return
        written = resource.body["Properties"]
        for names in unwanted:
            yield from self._without(path, written, names, ALWAYS)
        if wanted:
            yield from self._with(path, written, nested(wanted), ALWAYS)

    def _branches(self, path: Path, written: Tree, when: When) -> list[tuple[Path, Tree, When]]:
        """The branches of a `Fn::If` that are chosen where the resource is at fault."""
        call = function_of(written)
        if call is None or call[0] != "Fn::If":
            return []
        argument = call[1]
        if not (isinstance(argument, list) and len(argument) == 3):
            raise _NoFix
        found = []
        for index, holds in ((1, True), (2, False)):
            branch = when | {(str(argument[0]), holds)}
            if any(is_possible(branch | one) for one in self._faulty):
                found.append(((*path, "Fn::If", index), argument[index], branch))
        return found

    def _with(self, path: Path, written: Tree, wanted: Tree, when: When) -> Iterator[Edit]:
        branches = self._branches(path, written, when)
        if branches:
            for place, value, branch in branches:
                yield from self._with(place, value, wanted, branch)
        elif not _is_partial(wanted) or written == _NO_VALUE or written is None:
            if not same(written, wanted):
                yield SetValue(path, wanted)
        elif not is_plain_mapping(written):
            raise _NoFix
        else:
            for key, value in wanted.items():
                if key in written:
                    yield from self._with((*path, key), written[key], value, when)
                else:
                    yield InsertKey(path, key, value)

    def _without(
        self, path: Path, written: Tree, keys: tuple[str, ...], when: When
    ) -> Iterator[Edit]:
        branches = self._branches(path, written, when)
        if branches:
            for place, value, branch in branches:
                yield from self._without(place, value, keys, branch)
            return
        if not isinstance(written, dict) or keys[0] not in written:
            return
        place, value = (*path, keys[0]), written[keys[0]]
        if keys[1:]:
            yield from self._without(place, value, keys[1:], when)
        elif len(chosen := self._branches(place, value, when)) == 1:
            yield SetValue(chosen[0][0], _NO_VALUE)
        else:
            yield Remove(place)
