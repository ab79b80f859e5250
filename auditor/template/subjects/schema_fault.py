"""What AWS's own schema refuses of a resource's properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from auditor.data.deletion_policies import ATTRIBUTES, allowed_policies
from auditor.data.resource_schemas import schema_of
from auditor.model.finding import Fix
from auditor.model.path import Path, is_within
from auditor.model.tree import Missing, Tree, at
from auditor.schemas.calls import rough
from auditor.schemas.value import Value
from auditor.schemas.verdict import Fault, Schema, Verdict
from auditor.template.conforming import checks_of, may_be_refused
from auditor.template.dependencies import branches_at
from auditor.template.gaps import followed
from auditor.template.homes import home, is_unused, passed_at
from auditor.template.intrinsics import function_of
from auditor.template.subjects.stray_property import stood_for
from auditor.template.subjects.undeployed import undeployed
from auditor.template.template import Resource, Template
from auditor.template.values import ALWAYS, When
from auditor.template.ways import Way, ways

if TYPE_CHECKING:
    from auditor.data.meant import RequiredRow

_MOST_FAULTS = 50
"""Faults of one resource that are told; with more of them it is another thing altogether."""


class SchemaFault(Struct, frozen=True):
    """One demand of a type's schema that a value does not meet.

    `keyword` and `schema` are those of JSON Schema, `value` is what they are about and `key` the
    key of it that is too much. `when` are the conditions that it depends on, besides those of the
    resource; with `by_default` it needs the default of a parameter.
    """

    resource: Resource
    keyword: str
    schema: Schema
    value: Value
    key: str | None = None
    when: When = ALWAYS
    by_default: bool = False

    @classmethod
    def find(cls, template: Template) -> Iterator[SchemaFault]:
        """All faults of a template, none where a macro may rewrite it."""
        if template.is_open:
            return
        origin = template.program
        for resource in template.resources.values():
            for fault in _faults(resource):
                value = fault.value
                if fault.is_unused:
                    continue
                if origin is None or origin.upholds(value.path, fault.keyword, value.content):
                    yield fault
            yield from _attributes(resource)

    @property
    def at(self) -> Path:
        """Where the fault is shown: the value, or what should have it."""
        path = self.value.path if self.key is None else (*self.value.path, self.key)
        if path == (*self.resource.path, "Properties") and "Properties" not in self.resource.body:
            return (*self.resource.path, "Type")
        return path

    @property
    def on_key(self) -> bool:
        """Whether it is shown at the key."""
        is_whole = self.value.mapping is not None or self.value.items is not None
        return is_whole and self.at[-1] != "Type" and isinstance(self.at[-1], str)

    @property
    def is_certain(self) -> bool:
        """Whether the deployment fails whatever the parameters are."""
        return not (self.by_default or self.when or self.resource.when)

    def undeployed(self, fix: Fix | None) -> Fix | None:
        """The fix of a fault, with what it does where the fault is certain."""
        return undeployed(fix, self.resource.type) if self.is_certain else fix

    @property
    def name(self) -> str:
        """The property that is at fault, with those that it lies in, as the author writes them."""
        origin = self.resource.template.program
        if origin is None:
            return self.property_name
        shown = origin.shown(self.value.path)
        return shown if self.key is None else f"{shown}.{self.key}" if shown else self.key

    def called(self, name: str) -> str:
        """A property of the value as the author writes it."""
        origin = self.resource.template.program
        return name if origin is None else origin.called(self.value.path, name)

    @property
    def property_name(self) -> str:
        """The property that is at fault, with those that it lies in: `Rules[0].Id`."""
        below = self.value.path[len(self.resource.path) :]
        below = below[1:] if below[:1] == ("Properties",) else below
        shown = ""
        skip = False
        for step in (*below, *(() if self.key is None else (self.key,))):
            if skip or (isinstance(step, str) and step.startswith("Fn::")):
                skip = step == "Fn::If"
                continue
            shown += f"[{step}]" if isinstance(step, int) else f".{step}" if shown else step
        return shown

    @property
    def label(self) -> str:
        """What messages call the resource."""
        return self.resource.label

    @property
    def inside(self) -> str:
        """The property that the fault lies in, as the end of a phrase."""
        return f" in {self.name}" if self.name else ""

    @property
    def is_written(self) -> bool:
        """Whether the value stands in the resource to the letter."""
        return self.value.path[: len(self.resource.path)] == self.resource.path and (
            len(self.value.path) > len(self.resource.path) + 1 or "Properties" in self.resource.body
        )

    @property
    def missing(self) -> list[str]:
        """The required properties that are not there."""
        origin = self.resource.template.program
        return [
            name for name in self._required if origin is None or origin.lacks(self.value.path, name)
        ]

    @property
    def _required(self) -> list[str]:
        held = self.value.mapping or {}
        wanted = demand(self)
        if self.keyword == "required":
            return [name for name in wanted["required"] if name not in held]
        if self.keyword == "dependentRequired":
            lists = wanted["dependentRequired"]
            names = [name for one in lists if one in held for name in lists[one]]
            return [name for name in dict.fromkeys(names) if name not in held]
        return []

    def because(self, name: str) -> str | None:
        """The property that requires another one."""
        lists = demand(self).get("dependentRequired", {}) if self.keyword != "required" else {}
        held = self.value.mapping or {}
        return next((one for one in lists if one in held and name in lists[one]), None)

    def is_meant_by_another(self, name: str) -> bool:
        """Whether a property that the type does not have is meant for a missing one."""
        return (*self.value.path, name) in stood_for(self.resource.template)

    def value_for(self, name: str) -> tuple[Any, str] | None:
        """The value that a missing property can be given, and how safe that is."""
        from auditor.data.meant import required_row

        row = required_row(*self.home, name)
        if row is not None:
            value = self._by_reference(row) if row.by else self._numbered(row.value)
            return None if value is None else (value, row.safety)
        root = schema_of(self.resource.type) or {}
        schema = followed(root, demand(self).get("properties", {}).get(name, {}))
        allowed = schema.get("enum", [schema["const"]] if "const" in schema else [])
        return (allowed[0], "safe") if len(allowed) == 1 else None

    def _by_reference(self, row: RequiredRow) -> Any:
        """The value for the type of the resource that another property refers to."""
        call = function_of(at(self.resource.template.tree, self.value.path).get(row.by))
        target = self.resource.template.resources.get(str(call[1])) if call else None
        is_ref = call is not None and call[0] == "Ref"
        return row.values.get(target.type) if is_ref and target is not None else None

    def _numbered(self, value: Any) -> Any:
        """A value with the number of its item, which no item beside it may have yet."""
        step = self.value.path[-1]
        if not isinstance(value, str) or "{}" not in value or not isinstance(step, int):
            return value
        shown = value.format(step + 1)
        beside = at(self.resource.template.tree, self.value.path[:-1])
        is_taken = any(isinstance(one, dict) and shown in one.values() for one in beside)
        return None if is_taken else shown

    @property
    def written(self) -> Tree:
        """What is written in the resource where the value stands; None where it is elsewhere."""
        if not is_within(self.value.path, self.resource.path):
            return None
        try:
            return at(self.resource.template.tree, self.value.path)
        except Missing:
            return None

    @property
    def parent(self) -> Tree:
        """What holds the value in the template; None where it is elsewhere."""
        if self.written is None:
            return None
        return at(self.resource.template.tree, self.value.path[:-1])

    @property
    def when_beside(self) -> When:
        """The conditions of the fault that do not decide already whether the value is there."""
        below = self.value.path[len(self.resource.path) :]
        return self.when - branches_at(self.resource.body, below)

    @property
    def is_direct(self) -> bool:
        """Whether a scalar stands in the resource to the letter."""
        readings = self.value.readings
        return bool(readings) and self.written == readings[0]

    def takes(self, schema: Schema, tree: Tree) -> bool:
        """Whether a schema may take a value."""
        from auditor.schemas.evaluate import Evaluation

        root = schema_of(self.resource.type) or {}
        return Evaluation(root).of(schema, rough(tree)).verdict is not Verdict.FAILS

    @property
    def expected(self) -> Mapping[str, Any]:
        """The schema of the value, references followed."""
        return followed(schema_of(self.resource.type) or {}, demand(self))

    @property
    def dotted(self) -> str:
        """The names of the properties that the fault lies in, without items."""
        return re.sub(r"\[[0-9]+\]", "", self.property_name)

    @property
    def home(self) -> tuple[str, str]:
        """The type whose schema makes the demand, and `dotted` in it.

        They are other ones where SAM passes the value on.
        """
        resource = self.resource
        return home(resource.template.tree, resource.path, resource.type, self.dotted)

    @property
    def is_left_out(self) -> bool:
        """Whether SAM passes on nothing of an empty mapping."""
        if self.value.mapping != {}:
            return False
        resource, dotted = self.resource, self.dotted
        passed = passed_at(resource.template.tree, resource.path, resource.type, dotted)
        return passed is not None and passed.is_dropped and dotted.endswith(passed.way)

    @property
    def is_unused(self) -> bool:
        """Whether SAM may use nothing of the value; the type of a mapping it does not ask for."""
        is_type = self.keyword == "type" and self.value.mapping is None
        is_whole = self.dotted == self.property_name
        return is_unused(self.resource, self.dotted, is_type=is_type and is_whole)

    @property
    def alternatives(self) -> list[list[str]] | None:
        """For `anyOf` and `oneOf` that ask for properties alone, those of each branch."""
        branches = demand(self).get(self.keyword)
        if self.keyword not in ("anyOf", "oneOf") or not isinstance(branches, list):
            return None
        if not all(isinstance(one, dict) and one.keys() == {"required"} for one in branches):
            return None
        held = self.value.mapping or {}
        groups = [one["required"] for one in branches]
        return None if any(held.keys() >= set(group) for group in groups) else groups


def _faults(resource: Resource) -> Iterator[SchemaFault]:
    checks = checks_of(resource.type) if may_be_refused(resource) else None
    if checks is None:
        return
    found: dict[tuple[Any, ...], list[tuple[Fault, Way]]] = {}
    certain = 0
    for way in ways(resource):
        certain += way.is_certain
        from auditor.schemas.evaluate import Evaluation

        for fault in Evaluation(checks.root).judge(way.properties).faults:
            key = fault.path, fault.keyword, id(fault.schema)
            found.setdefault(key, []).append((fault, way))
    for faults in list(found.values())[:_MOST_FAULTS]:
        merged = _merged(resource, faults, certain)
        # a default of nothing waits for the user to say something
        if not (merged.by_default and merged.value.content == ""):
            yield merged


def _attributes(resource: Resource) -> Iterator[SchemaFault]:
    """Attributes beside the properties that have a few values alone."""
    for attribute in ATTRIBUTES:
        if attribute not in resource.body or resource.is_module:
            continue
        allowed = allowed_policies(resource.type, attribute)
        path = (*resource.path, attribute)
        for case in resource.template.cases(resource.body[attribute], path):
            is_named = schema_of(resource.type) is not None and case.text is not None
            if is_named and case.text not in allowed:
                yield SchemaFault(
                    resource=resource,
                    keyword="enum",
                    schema={"enum": allowed},
                    value=Value(case.text, case.path),
                    when=case.when,
                    by_default=not case.certain,
                )


def _merged(resource: Resource, faults: list[tuple[Fault, Way]], certain: int) -> SchemaFault:
    """One fault of those that are the same in several ways."""
    whens = dict.fromkeys(way.when for _, way in faults)
    common = frozenset.intersection(*whens) - resource.when
    fault = faults[0][0]
    return SchemaFault(
        resource=resource,
        keyword=fault.keyword,
        schema=fault.schema,
        value=fault.value,
        key=fault.key,
        when=common if len(whens) < certain else ALWAYS,
        by_default=not any(way.is_certain for _, way in faults),
    )


def demand(fault: SchemaFault) -> Mapping[str, Any]:
    """The schema of a fault as a mapping."""
    return fault.schema if isinstance(fault.schema, Mapping) else {}
