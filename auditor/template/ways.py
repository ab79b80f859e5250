"""The properties of a resource as a schema sees them, in each of the ways they can turn out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from msgspec import Struct

from auditor.model.path import Path
from auditor.model.tree import Missing, Tree, at
from auditor.schemas.value import Content, Gap, Scalar, Value
from auditor.template.gaps import gap_of
from auditor.template.intrinsics import function_of, is_plain_mapping
from auditor.template.template import Resource, Template
from auditor.template.values import Case, Special, When

_MOST_CONDITIONS = 6
"""Conditions that are told apart; what more of them decide is not known."""
_MOST_VALUES = 20_000
_MOST_READ = 400_000
"""Values of all resources that are read, once for each way: of more fewer ways are told apart."""
_DEEPEST = 60
"""Parts of a path; what lies deeper is not known."""
_REPLACED = ("Architectures",)
"""Lists of a resource that take the place of those of Globals of SAM."""


class Way(Struct, frozen=True):
    """The properties under conditions, where what they depend on is so.

    With `is_certain` everything that only a default says is a gap.
    """

    properties: Value
    when: When
    is_certain: bool


class _Known:
    """The ways of a template's resources, each found once for all rules."""

    def __init__(self, template: Template) -> None:
        self.by_id: dict[str, tuple[Way, ...]] = {}
        self.conditions = _told_apart(list(template.resources.values()))


def ways(resource: Resource) -> tuple[Way, ...]:
    """All that the properties can be, the certain reading of each way first."""
    known = resource.template.once(_Known)
    id = resource.logical_id
    if id not in known.by_id:
        known.by_id[id] = tuple(_found(resource, known.conditions[id]))
    return known.by_id[id]


def _found(resource: Resource, names: Sequence[str]) -> Iterator[Way]:
    for holds in product((True, False), repeat=len(names)):
        when = resource.when | frozenset(zip(names, holds, strict=True))
        if not resource.template.can_hold(when):
            continue
        certain = _Reader(resource.template, when, is_certain=True)
        yield Way(certain.properties(resource), when, is_certain=True)
        if certain.met_defaults:
            by_default = _Reader(resource.template, when, is_certain=False)
            yield Way(by_default.properties(resource), when, is_certain=False)


def _told_apart(resources: Sequence[Resource]) -> dict[str, list[str]]:
    """The conditions of each resource whose ways are read one by one, by its logical ID."""
    if not any(map(_has_branches, resources)):
        return {resource.logical_id: [] for resource in resources}
    found = {resource.logical_id: _conditions(resource) for resource in resources}
    most = _MOST_CONDITIONS
    while most and sum(n << min(len(names), most) for names, n in found.values()) > _MOST_READ:
        most -= 1
    return {id: names[:most] for id, (names, _) in found.items()}


def _has_branches(resource: Resource) -> bool:
    shared = resource.template.walked.section("Globals") if resource.shared_properties else ()
    every = (resource.contents, *shared)
    return any(call.function == "Fn::If" for contents in every for call in contents.calls)


def _conditions(resource: Resource) -> tuple[list[str], int]:
    """The conditions that the properties depend on, but for the resource's own.

    With them the number of values in the properties.
    """
    found: dict[str, None] = {}
    waiting: list[Tree] = [resource.body.get("Properties"), *resource.shared_properties.values()]
    seen = 0
    while waiting and seen < _MOST_VALUES:
        value = waiting.pop()
        seen += 1
        call = function_of(value)
        is_if = call is not None and call[0] == "Fn::If"
        for name in call[1][:1] if call and is_if and isinstance(call[1], list) else ():
            if isinstance(name, str) and name != resource.condition:
                found.setdefault(name)
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return sorted(found), seen


class _Reader:
    """Reads values under conditions; notes whether a default says what one of them is."""

    def __init__(self, template: Template, when: When, is_certain: bool) -> None:
        self._template = template
        self._when = when
        self._is_certain = is_certain
        self._left = _MOST_VALUES
        self.met_defaults = False

    def properties(self, resource: Resource) -> Value:
        """The properties, Globals of SAM folded in."""
        path = (*resource.path, "Properties")
        written = resource.body.get("Properties", {})
        shared = resource.shared_properties
        if not is_plain_mapping(written) or not is_plain_mapping(shared) or resource.is_module:
            return Value(Gap.PERHAPS, path)
        content: dict[str, Value] = {}
        for name in dict.fromkeys((*written, *resource.shared_properties)):
            if name in written and name in resource.shared_properties:
                value = self._joined(resource, name)
                if value is not None:
                    content[name] = value
                continue
            value = self._of_cases(resource.cases(name), (*path, name))
            if value is not None:
                content[name] = value
        return Value(content, path, is_loose=True)

    def _joined(self, resource: Resource, name: str) -> Value | None:
        """A property that Globals of SAM have too."""
        own, shared = resource.body["Properties"][name], resource.shared_properties[name]
        path = (*resource.path, "Properties", name)
        return self._both(own, path, shared, (*resource.shared_at, name))

    def _both(self, own: Tree, path: Path, shared: Tree, shared_path: Path) -> Value | None:
        """Mappings key by key, the items of lists one after the other; else what is its own.

        https://github.com/aws/serverless-application-model/blob/develop/samtranslator/plugins/globals/globals.py
        """
        if path[-1] in _REPLACED:
            return self._one(own, path)
        if isinstance(own, list) and isinstance(shared, list):
            return self._joined_lists(own, path, shared, shared_path)
        if not (is_plain_mapping(own) and is_plain_mapping(shared)):
            return self._one(own, path)
        content: dict[str, Value] = {}
        for key in dict.fromkeys((*own, *shared)):
            if key not in shared:
                value = self._one(own[key], (*path, key))
            elif key not in own:
                value = self._one(shared[key], (*shared_path, key))
            else:
                value = self._both(own[key], (*path, key), shared[key], (*shared_path, key))
            if value is not None:
                content[key] = value
        return Value(content, path, is_loose=True)

    def _joined_lists(self, own: Tree, path: Path, shared: Tree, shared_path: Path) -> Value:
        items: list[Value] = []
        for value in (self._one(shared, shared_path), self._one(own, path)):
            if value is None or value.items is None:
                return Value(Gap.SOME, path)
            items += value.items
        return Value(items, path, is_loose=True)

    def _one(self, written: Tree, path: Path) -> Value | None:
        """A value that stands at a path; None where it is certainly not there."""
        return self._of_cases(self._template.cases(written, path, self._when), path)

    def _of_cases(self, cases: list[Case], path: Path) -> Value | None:
        fitting = [case for case in cases if self._fits(case)]
        self._left -= 1
        if len(fitting) != 1 or self._left < 0 or len(path) > _DEEPEST:
            return Value(Gap.PERHAPS, path)
        (case,) = fitting
        if case.absent:
            return None
        if not case.when <= self._when:
            return Value(Gap.PERHAPS, case.path)
        if isinstance(case.value, Special):
            return Value(self._gap(case.path), case.path)
        if not case.certain:
            self.met_defaults = True
            if self._is_certain:
                return Value(self._gap(case.path), case.path)
        return Value(self._content(case.value, case.path), case.path, is_loose=True)

    def _fits(self, case: Case) -> bool:
        return case.when <= self._when or self._template.can_hold(self._when | case.when)

    def _gap(self, path: Path) -> Gap:
        """What is known of an unknown value, by the function that is written."""
        try:
            call = function_of(at(self._template.tree, path))
        except Missing:
            return Gap.PERHAPS
        return Gap.SOME if call is None else gap_of(self._template, call)

    def _content(self, value: Tree, path: Path) -> Content:
        if isinstance(value, dict):
            if not is_plain_mapping(value):
                return Gap.PERHAPS
            found = ((key, self._one(inner, (*path, key))) for key, inner in value.items())
            return {key: inner for key, inner in found if inner is not None}
        if isinstance(value, list):
            items = (self._one(item, (*path, index)) for index, item in enumerate(value))
            return [item for item in items if item is not None]
        scalar: Scalar = value
        return scalar
