"""Targets of EventBridge Scheduler that it does not invoke by their ARN.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.template.leading import referred_resource
from auditor.template.template import Resource, Template
from auditor.template.values import Case

SCHEDULE = "AWS::Scheduler::Schedule"
_SERVICES = frozenset(
    {
        *("codebuild", "codepipeline", "ecs", "events", "inspector", "kinesis", "firehose"),
        *("lambda", "sagemaker", "scheduler", "sns", "sqs", "states"),
    }
)
_OF_TYPES = {"kinesisfirehose": "firehose", "serverless": "lambda", "stepfunctions": "states"}
"""What services are called in ARNs, where their types call them otherwise."""
_ARN_FIELDS = 6


class UnknownTarget(Struct, frozen=True):
    """A target of a schedule, by the service that has it."""

    schedule: Resource
    case: Case
    service: str


def unknown_targets(template: Template) -> Iterator[UnknownTarget]:
    """The targets of all schedules whose service is known, and none that Scheduler invokes."""
    for schedule in template.of_type(SCHEDULE):
        for case in schedule.written("Target", "Arn"):
            service = _service(template, case)
            if service is not None and service not in _SERVICES:
                yield UnknownTarget(schedule, case, service)


def _service(template: Template, case: Case) -> str | None:
    target = referred_resource(template, case.value)
    if target is not None and target.type.startswith("AWS::"):
        named = target.type.split("::")[1].lower()
        return _OF_TYPES.get(named, named)
    name = template.name(case.value) if case.known else None
    fields = "".join(part if isinstance(part, str) else "?" for part in name or ()).split(":")
    is_arn = len(fields) >= _ARN_FIELDS and fields[0] == "arn"
    return fields[2] if is_arn and fields[2].replace("-", "").isalnum() else None
