"""Log groups, and the filters that read them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from auditor.template.names import Equality, Name, compare
from auditor.template.subjects.sam_event import sam_events
from auditor.template.template import Resource, Template
from auditor.template.values import Case

LOG_GROUP = "AWS::Logs::LogGroup"
_FILTERS = ("AWS::Logs::MetricFilter", "AWS::Logs::SubscriptionFilter")


class LogFilter:
    """An `AWS::Logs::MetricFilter` or `AWS::Logs::SubscriptionFilter`."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.template = resource.template

    @classmethod
    def find(cls, template: Template) -> Iterator[LogFilter]:
        """All filters of a template."""
        return (cls(resource) for resource in template.of_type(*_FILTERS))

    @cached_property
    def log_groups(self) -> list[Case]:
        """The cases of `LogGroupName`, functions left as they are written."""
        return self.resource.written("LogGroupName")


class MetricFilter(LogFilter):
    """An `AWS::Logs::MetricFilter`."""

    @classmethod
    def find(cls, template: Template) -> Iterator[LogFilter]:
        """All metric filters of a template."""
        return (cls(resource) for resource in template.of_type(_FILTERS[0]))


class PatternUse:
    """A place that holds a filter pattern of CloudWatch Logs, a SAM event included."""

    def __init__(self, template: Template, cases: list[Case]) -> None:
        self.template = template
        self.cases = cases

    @classmethod
    def find(cls, template: Template) -> Iterator[PatternUse]:
        """All filter patterns of a template."""
        for resource in template.of_type(*_FILTERS):
            yield cls(template, resource.cases("FilterPattern"))
        for event in sam_events(template, "CloudWatchLogs"):
            if "FilterPattern" in event.properties:
                place = (*event.path, "FilterPattern")
                yield cls(template, template.cases(event.properties["FilterPattern"], place))


def declared_log_groups(template: Template, name: Name) -> dict[Equality, list[Resource]]:
    """The declared log groups by whether they have the name; those of another name left out."""
    found: dict[Equality, list[Resource]] = {Equality.SAME: [], Equality.OPEN: []}
    for group in template.of_type(LOG_GROUP):
        for case in group.written("LogGroupName"):
            own = ({"Ref": group.logical_id}) if case.absent else case.value
            spelled = template.name(own) if case.known or case.absent else None
            answer = Equality.OPEN if spelled is None else compare(name, spelled)
            if answer is not Equality.DIFFERENT:
                found[answer].append(group)
    return found
