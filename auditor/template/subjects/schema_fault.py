"""What AWS's own schema refuses of a resource's properties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from auditor.data.resource_schemas import schema_of
from auditor.model.path import Path
from auditor.schemas.evaluate import Evaluation
from auditor.schemas.quick import Checks
from auditor.schemas.value import Value
from auditor.schemas.verdict import Fault, Schema
from auditor.template.gaps import TemplateGaps
from auditor.template.template import Resource, Template
from auditor.template.values import ALWAYS, When
from auditor.template.ways import Way, ways

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
        gaps = TemplateGaps(template)
        for resource in template.resources.values():
            yield from _faults(resource, gaps)

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

    @property
    def name(self) -> str:
        """The property that is at fault, with those that it lies in: `Rules[0].Id`."""
        below = self.value.path[len(self.resource.path) + 1 :]
        shown = ""
        skip = False
        for step in (*below, *(() if self.key is None else (self.key,))):
            if skip or (isinstance(step, str) and step.startswith("Fn::")):
                skip = step == "Fn::If"
                continue
            shown += f"[{step}]" if isinstance(step, int) else f".{step}" if shown else step
        return shown


@lru_cache(maxsize=512)
def checks_of(type_name: str) -> Checks | None:
    """The compiled checks of a type; None for types without a schema."""
    schema = schema_of(type_name)
    return None if schema is None else Checks(schema)


def _faults(resource: Resource, gaps: TemplateGaps) -> Iterator[SchemaFault]:
    checks = None if resource.is_module else checks_of(resource.type)
    properties = resource.body.get("Properties", {})
    if checks is None or not isinstance(properties, dict):
        return
    if not checks.whole.may_fail(properties, gaps):
        return
    found: dict[tuple[Any, ...], list[tuple[Fault, Way]]] = {}
    certain = 0
    for way in ways(resource):
        certain += way.is_certain
        for fault in Evaluation(checks.root).judge(way.properties).faults:
            key = fault.path, fault.keyword, id(fault.schema)
            found.setdefault(key, []).append((fault, way))
    for faults in list(found.values())[:_MOST_FAULTS]:
        yield _merged(resource, faults, certain)


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
