"""Log groups, and the filters that read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from auditor.aws.lambda_.function import LambdaFunction
from auditor.aws.sam.event import HOLDERS, SamEvent, sam_events
from auditor.template.names import Equality, Hole, Name, compare
from auditor.template.template import Resource, Template
from auditor.template.values import Case

LOG_GROUP = "AWS::Logs::LogGroup"
_METRIC_FILTER = "AWS::Logs::MetricFilter"
_FILTERS = (_METRIC_FILTER, "AWS::Logs::SubscriptionFilter")
_EVENT = "CloudWatchLogs"


class LogFilter:
    """A metric filter or a subscription filter, with the cases of its `LogGroupName`.

    SAM makes a subscription filter of an event `CloudWatchLogs`, which waits for the function of
    the event; `resource` is that function then.
    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-cloudwatchlogs.html
    """

    def __init__(self, resource: Resource, log_groups: list[Case]) -> None:
        self.resource = resource
        self.template = resource.template
        self.log_groups = log_groups

    types: ClassVar[tuple[str, ...]] = (*_FILTERS, *HOLDERS)

    @classmethod
    def find(cls, template: Template) -> Iterator[LogFilter]:
        """All filters of a template."""
        for resource in template.of_type(*_FILTERS):
            yield cls(resource, resource.written("LogGroupName"))
        for event in sam_events(template, _EVENT):
            function = _function(template, event)
            if "LogGroupName" in event.properties and function is not None:
                place = (*event.path, "LogGroupName")
                value = event.properties["LogGroupName"]
                yield cls(function, template.branches(value, place, event.when))


class MetricFilter(LogFilter):
    """An `AWS::Logs::MetricFilter`."""

    types: ClassVar[tuple[str, ...]] = (_METRIC_FILTER,)

    @classmethod
    def find(cls, template: Template) -> Iterator[LogFilter]:
        """All metric filters of a template."""
        for resource in template.of_type(_METRIC_FILTER):
            yield cls(resource, resource.written("LogGroupName"))


class PatternUse:
    """A place that holds a filter pattern of CloudWatch Logs, a SAM event included."""

    def __init__(self, template: Template, cases: list[Case]) -> None:
        self.template = template
        self.cases = cases

    types: ClassVar[tuple[str, ...]] = (*_FILTERS, *HOLDERS)

    @classmethod
    def find(cls, template: Template) -> Iterator[PatternUse]:
        """All filter patterns of a template."""
        for resource in template.of_type(*_FILTERS):
            yield cls(template, resource.cases("FilterPattern"))
        for event in sam_events(template, _EVENT):
            if "FilterPattern" in event.properties:
                place = (*event.path, "FilterPattern")
                value = event.properties["FilterPattern"]
                yield cls(template, template.cases(value, place, event.when))


def _function(template: Template, event: SamEvent) -> Resource | None:
    """The function of an event; None where the event stands elsewhere than in the function."""
    section, name = event.path[:2]
    return template.resources.get(str(name)) if section == "Resources" else None


def declared_log_groups(template: Template, name: Name) -> dict[Equality, list[Resource]]:
    """The declared log groups by whether they have the name; those of another name left out."""
    found: dict[Equality, list[Resource]] = {Equality.SAME: [], Equality.OPEN: []}
    for group in template.of_type(LOG_GROUP):
        cases = group.written("LogGroupName")
        answers = {_has_name(group, case, name) for case in cases}
        if answers == {Equality.SAME}:
            found[Equality.SAME].append(group)
        elif answers != {Equality.DIFFERENT}:
            found[Equality.OPEN].append(group)
    if found[Equality.OPEN]:
        others = _names_of_other_functions(template, name)
        found[Equality.OPEN] = [
            group for group in found[Equality.OPEN] if _only_name(group) not in others
        ]
    return found


def _has_name(group: Resource, case: Case, name: Name) -> Equality:
    if case.absent:
        # CloudFormation makes a name of the stack's and the logical ID, which has no slash.
        if name == (Hole(group.logical_id),):
            return Equality.SAME
        return _begins_apart(name)
    spelled = group.template.name(case.value) if case.known else None
    if spelled is None:
        return Equality.OPEN
    answer = compare(name, spelled)
    if answer is Equality.OPEN and spelled and _is_pseudo_parameter(spelled[0]):
        return _begins_apart(name)
    return answer


def _begins_apart(name: Name) -> Equality:
    """What a name can have in common with one that does not begin with a slash."""
    return Equality.DIFFERENT if name[:1] == ("/",) else Equality.OPEN


def _is_pseudo_parameter(part: str | Hole) -> bool:
    return isinstance(part, Hole) and part.expression.startswith("AWS::")


def _names_of_other_functions(template: Template, name: Name) -> frozenset[Name]:
    """The names that a function's log group cannot have, because another function's has them."""
    names = {
        fn.log_group_name
        for fn in LambdaFunction.find(template)
        if fn.resource.condition is None or fn.log_group_name == name
    }
    if name not in names:
        return frozenset()
    return frozenset(other for other in names if other is not None and other != name)


def _only_name(group: Resource) -> Name | None:
    cases = group.written("LogGroupName")
    return group.template.name(cases[0].value) if len(cases) == 1 and cases[0].known else None
