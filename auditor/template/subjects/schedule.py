"""Schedule expressions of EventBridge rules and of EventBridge Scheduler, SAM events included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.grammar.schedule import Service
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.subjects.sam_event import sam_events
from auditor.template.template import Resource, Template
from auditor.template.values import Case

TIMEZONE = "ScheduleExpressionTimezone"


@dataclass(frozen=True, slots=True)
class ScheduleUse:
    """A schedule expression, the service that reads it, and the mapping that holds it."""

    service: Service
    cases: tuple[Case, ...]
    holder: Path
    key: str
    has_timezone: bool

    @classmethod
    def find(cls, template: Template) -> Iterator[ScheduleUse]:
        """All schedule expressions of a template.

        SAM makes an `AWS::Events::Rule` of an event `Schedule`, and an `AWS::Scheduler::Schedule`
        of `ScheduleV2`:
        https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-schedulev2.html
        """
        for resource in template.of_type("AWS::Events::Rule"):
            yield _of_resource(resource, Service.RULE)
        for resource in template.of_type("AWS::Scheduler::Schedule"):
            yield _of_resource(resource, Service.SCHEDULER)
        for event in sam_events(template, "Schedule"):
            yield _of_event(template, event.properties, event.path, "Schedule", Service.RULE)
        for event in sam_events(template, "ScheduleV2"):
            key = "ScheduleExpression"
            yield _of_event(template, event.properties, event.path, key, Service.SCHEDULER)


def _of_resource(resource: Resource, service: Service) -> ScheduleUse:
    key = "ScheduleExpression"
    return ScheduleUse(
        service=service,
        cases=tuple(resource.cases(key)),
        holder=(*resource.path, "Properties"),
        key=key,
        has_timezone=resource.has(TIMEZONE) is not False,
    )


def _of_event(
    template: Template, properties: dict[str, Tree], path: Path, key: str, service: Service
) -> ScheduleUse:
    cases = template.cases(properties[key], (*path, key)) if key in properties else []
    return ScheduleUse(service, tuple(cases), path, key, TIMEZONE in properties)
