"""Log groups, and the filters that read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

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
    for group in template.once(_Groups).that_may_have(name):
        answers = {_has_name(group.resource, *one, name) for one in group.names}
        if answers == {Equality.SAME}:
            found[Equality.SAME].append(group.resource)
        elif answers != {Equality.DIFFERENT}:
            found[Equality.OPEN].append(group.resource)
    return found


class _Group(Struct, frozen=True):
    """A log group with the cases of its name, each spelled once; by its number in the source."""

    number: int
    resource: Resource
    names: tuple[tuple[Case, Name | None], ...]

    @property
    def only_name(self) -> Name | None:
        """The name, where there is one case of it and it is known."""
        return self.names[0][1] if len(self.names) == 1 else None


class _Groups:
    """The log groups of a template by their names: a function's own is looked up."""

    def __init__(self, template: Template) -> None:
        functions = list(LambdaFunction.find(template))
        self._of_functions = {fn.log_group_name for fn in functions}
        unconditional = {fn.log_group_name for fn in functions if fn.resource.condition is None}
        self._all: list[_Group] = []
        self._others: list[_Group] = []
        self._by_name: dict[Name, list[_Group]] = {}
        for number, resource in enumerate(template.of_type(LOG_GROUP)):
            group = _Group(number, resource, _spelled(resource))
            self._all.append(group)
            if group.only_name is not None and group.only_name in unconditional:
                self._by_name.setdefault(group.only_name, []).append(group)
            else:
                self._others.append(group)

    def that_may_have(self, name: Name) -> list[_Group]:
        """In source order; a function's log group is not that of another function."""
        if name not in self._of_functions:
            return self._all
        own = self._by_name.get(name, [])
        return sorted([*own, *self._others], key=lambda group: group.number)


def _spelled(group: Resource) -> tuple[tuple[Case, Name | None], ...]:
    cases = group.written("LogGroupName")
    return tuple((one, group.template.name(one.value) if one.known else None) for one in cases)


def _has_name(group: Resource, case: Case, spelled: Name | None, name: Name) -> Equality:
    if case.absent:
        # CloudFormation makes a name of the stack's and the logical ID, which has no slash.
        if name == (Hole(group.logical_id),):
            return Equality.SAME
        return _begins_apart(name)
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
