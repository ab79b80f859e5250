"""The metrics that alarms watch.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.template.below import field, items
from auditor.template.leading import Leading, leading
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_ALARM = "AWS::CloudWatch::Alarm"


class Dimension(Struct, frozen=True):
    """A dimension by its name, with the reference that its value is, if it is nothing else."""

    name: str
    path: tuple[str | int, ...]
    reference: Leading | None


class WatchedMetric(Struct, frozen=True):
    """One metric of an alarm. `dimensions` is None where not all of them are known."""

    resource: Resource
    namespace: Case
    name: Case
    dimensions: tuple[Dimension, ...] | None

    types: ClassVar[tuple[str, ...]] = (_ALARM,)

    @classmethod
    def find(cls, template: Template) -> Iterator[WatchedMetric]:
        """All of a template, with those of metric math."""
        for alarm in template.of_type(_ALARM):
            for holder in _holders(alarm):
                for namespace in field(template, holder, "Namespace"):
                    for name in field(template, holder, "MetricName"):
                        is_known = namespace.text is not None and name.text is not None
                        if is_known and template.can_meet(namespace, name):
                            yield cls(alarm, namespace, name, _dimensions(template, holder))

    @property
    def template(self) -> Template:
        """The template that has it."""
        return self.resource.template


def _holders(alarm: Resource) -> Iterator[Case]:
    """What has the namespace and the name: the properties, or a metric of metric math."""
    template = alarm.template
    for properties in template.branches(
        alarm.body.get("Properties"), (*alarm.path, "Properties"), alarm.when
    ):
        yield properties
        for metrics in field(template, properties, "Metrics"):
            for query in items(template, metrics):
                for stat in field(template, query, "MetricStat"):
                    yield from field(template, stat, "Metric")


def _dimensions(template: Template, holder: Case) -> tuple[Dimension, ...] | None:
    cases = field(template, holder, "Dimensions")
    if len(cases) != 1:
        return None
    if cases[0].absent:
        return ()
    if not isinstance(cases[0].value, list):
        return None
    found: list[Dimension] = []
    for index, item in enumerate(cases[0].value):
        name = item.get("Name") if isinstance(item, dict) else None
        if not isinstance(item, dict) or not isinstance(name, str):
            return None
        path = (*cases[0].path, index, "Value")
        found.append(Dimension(name, path, leading(item.get("Value"), path)))
    return tuple(found)
