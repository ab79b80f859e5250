"""Schedule expressions of EventBridge rules and of EventBridge Scheduler, SAM events included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import ClassVar

from msgspec import Struct

from auditor.aws.sam.event import HOLDERS, SamEvent, sam_events
from auditor.grammar.schedule.service import Service
from auditor.model.path import Path
from auditor.template.properties import Reading
from auditor.template.template import Resource, Template
from auditor.template.values import ABSENT, Case

TIMEZONE = "ScheduleExpressionTimezone"
_EXPRESSION = "ScheduleExpression"


class ScheduleUse(Struct, frozen=True):
    """A schedule expression, the service that reads it, and the mapping that holds it.

    `beginnings` has a text for each case that is not known to its end: what it begins with.
    """

    template: Template
    service: Service
    cases: tuple[Case, ...]
    beginnings: tuple[Case, ...]
    timezones: tuple[Case, ...]
    holder: Path
    key: str

    types: ClassVar[tuple[str, ...]] = ("AWS::Events::Rule", "AWS::Scheduler::Schedule", *HOLDERS)

    @property
    def service_name(self) -> str:
        """What messages call the service."""
        return "EventBridge" if self.service is Service.RULE else "EventBridge Scheduler"

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
            yield _of_event(template, event, "Schedule", Service.RULE)
        for event in sam_events(template, "ScheduleV2"):
            yield _of_event(template, event, _EXPRESSION, Service.SCHEDULER)


def _of_resource(resource: Resource, service: Service) -> ScheduleUse:
    return ScheduleUse(
        template=resource.template,
        service=service,
        cases=tuple(resource.cases(_EXPRESSION)),
        beginnings=tuple(_beginnings(resource.template, resource.written(_EXPRESSION))),
        timezones=tuple(resource.cases(TIMEZONE)),
        holder=(*resource.path, "Properties"),
        key=_EXPRESSION,
    )


def _of_event(template: Template, event: SamEvent, key: str, service: Service) -> ScheduleUse:
    def read(key: str, reading: Reading) -> tuple[Case, ...]:
        path = (*event.path, key)
        if key not in event.properties:
            return (Case(ABSENT, path, event.when),)
        return tuple(reading(event.properties[key], path, event.when))

    return ScheduleUse(
        template=template,
        service=service,
        cases=read(key, template.cases),
        beginnings=tuple(_beginnings(template, read(key, template.branches))),
        timezones=read(TIMEZONE, template.cases),
        holder=event.path,
        key=key,
    )


def _beginnings(template: Template, written: Iterable[Case]) -> Iterator[Case]:
    for case in written:
        if not case.known or all(
            found.known for found in template.cases(case.value, case.path, case.when)
        ):
            continue
        name = template.name(case.value) or ()
        known = takewhile(lambda part: isinstance(part, str), name)
        yield Case("".join(map(str, known)), case.path, case.when, case.certain)
