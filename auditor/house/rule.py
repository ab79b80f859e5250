"""A house rule: what is wanted of the properties of some resource types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from msgspec import Struct

from auditor.house.remedy import Remedy, told
from auditor.model.finding import Confidence, Finding, Fix, Safety, Severity
from auditor.model.path import Path, is_within
from auditor.model.rule import AnyRule, Rule
from auditor.schemas.evaluate import Evaluation
from auditor.schemas.verdict import Fault
from auditor.template.below import where
from auditor.template.template import Resource, Template
from auditor.template.values import When
from auditor.template.ways import Way, ways

_Place = tuple[Path, bool]


class Demand(Struct, frozen=True):
    """What a file says of a rule; `types` may have `*` in them, `place` is where it stands."""

    id: str
    types: tuple[str, ...]
    schema: Mapping[str, Any]
    message: str
    severity: Severity
    place: str
    url: str | None = None
    remedy: Remedy | None = None


def rule_of(demand: Demand) -> AnyRule:
    """The rule that a demand makes."""
    return Rule(id=demand.id, severity=demand.severity, on=Template, function=_Check(demand))


class _Check:
    """The check of a demand; its docstring is the documentation of the rule."""

    def __init__(self, demand: Demand) -> None:
        self._demand = demand
        self.__doc__ = _documentation(demand)

    def __call__(self, template: Template) -> Iterator[Finding]:
        """The faults of all resources of the types."""
        for resource in template.resources.values():
            if any(fnmatchcase(resource.type, wanted) for wanted in self._demand.types):
                yield from self._faults(resource)

    def _faults(self, resource: Resource) -> Iterator[Finding]:
        found: dict[_Place, list[tuple[Fault, Way]]] = {}
        certain: list[When] = []
        for way in ways(resource):
            certain += [way.when] if way.is_certain else []
            for fault in Evaluation(self._demand.schema).judge(way.properties).faults:
                found.setdefault(_place(resource, fault), []).append((fault, way))
        for place, faults in found.items():
            yield self._finding(resource, place, faults, certain)

    def _finding(
        self,
        resource: Resource,
        place: _Place,
        faults: list[tuple[Fault, Way]],
        all_ways: list[When],
    ) -> Finding:
        at, on_key = place
        whens = dict.fromkeys(way.when for _, way in faults)
        common = frozenset.intersection(*whens) - resource.when
        by_default = not any(way.is_certain for _, way in faults)
        severity = self._demand.severity
        fix = self._fix(resource, at, faults)
        if fix is not None and by_default:
            # other values of the parameter may be right
            fix = Fix(fix.title, fix.edits, min(fix.safety, Safety.UNSAFE))
        return Finding(
            at=at,
            message=self._demand.message + (where(common) if len(whens) < len(all_ways) else ""),
            on_key=on_key,
            severity=min(severity, Severity.WARNING) if by_default else severity,
            confidence=Confidence.MEDIUM if by_default else Confidence.HIGH,
            fix=fix,
        )

    def _fix(self, resource: Resource, at: Path, faults: list[tuple[Fault, Way]]) -> Fix | None:
        """The fix of faults at a place; what stands elsewhere may serve other resources too."""
        remedy = self._demand.remedy
        if remedy is None or not is_within(at, resource.path):
            return None
        return remedy.fix(resource, [(fault, way.when) for fault, way in faults])


def _place(resource: Resource, fault: Fault) -> _Place:
    """Where a fault is shown: at its value where that is written, else at what should have it."""
    is_whole = fault.value.mapping is not None or fault.value.items is not None
    if fault.path == (*resource.path, "Properties") and "Properties" not in resource.body:
        return (*resource.path, "Type"), False
    return fault.path, is_whole


def _documentation(demand: Demand) -> str:
    types = ", ".join(f"`{name}`" for name in demand.types)
    remedy = demand.remedy
    fix = "There is no fix."
    if remedy is not None:
        title = told([names for names, _ in remedy.wanted], remedy.unwanted)
        fix = f"{title}; the file says that this is {remedy.safety}."
    link = f"- <{demand.url}>\n" if demand.url else ""
    return (
        f"{demand.message}.\n\n"
        f"## What it does\nHolds the properties of {types} against a JSON Schema of the house.\n\n"
        f"## Fix safety\n{fix}\n\n"
        f"## References\n{link}- {demand.place}\n"
    )
