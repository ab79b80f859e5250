"""Resources that SAM makes, by logical IDs that the template may have already.

https://github.com/aws/serverless-application-model/blob/develop/samtranslator/translator/verify_logical_id.py
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.aws.sam.event import HOLDERS
from auditor.template.template import Resource, Template

_PULLED = ("DocumentDB", "DynamoDB", "Kinesis", "MQ", "MSK", "SQS", "SelfManagedKafka")
_RULES = ("CloudWatchEvent", "EventBridgeRule", "Schedule")
_OF_FUNCTIONS = {
    **{key: {"": "AWS::Lambda::EventSourceMapping"} for key in _PULLED},
    **{key: {"": "AWS::Events::Rule", "Permission": "AWS::Lambda::Permission"} for key in _RULES},
    "AlexaSkill": {"Permission": "AWS::Lambda::Permission"},
    "CloudWatchLogs": {
        "": "AWS::Logs::SubscriptionFilter",
        "Permission": "AWS::Lambda::Permission",
    },
    "IoTRule": {"": "AWS::IoT::TopicRule", "Permission": "AWS::Lambda::Permission"},
    "S3": {"Permission": "AWS::Lambda::Permission"},
    "ScheduleV2": {"": "AWS::Scheduler::Schedule"},
}
_OF_MACHINES = {
    **{key: {"": "AWS::Events::Rule"} for key in _RULES},
    "ScheduleV2": {"": "AWS::Scheduler::Schedule"},
}
"""What is made of an event of a type, by what follows its name."""
_ROLE = "AWS::IAM::Role"


class Taken(Struct, frozen=True):
    """A resource with the logical ID of one that SAM makes for a `holder`, of a type."""

    resource: Resource
    holder: Resource
    type: str


def taken(template: Template) -> Iterator[Taken]:
    """All of a template. Raises nothing: what has no plain events makes none that are known."""
    for holder in template.of_type(*HOLDERS):
        for name, type_name in _made(holder):
            resource = template.resources.get(name)
            if resource is not None:
                yield Taken(resource, holder, type_name)


def _made(holder: Resource) -> Iterator[tuple[str, str]]:
    if holder.has("Role") is False:
        yield f"{holder.logical_id}Role", _ROLE
    properties = holder.body.get("Properties")
    events = properties.get("Events") if isinstance(properties, dict) else None
    kinds = _OF_FUNCTIONS if holder.type == HOLDERS[0] else _OF_MACHINES
    for name, event in events.items() if isinstance(events, dict) else ():
        kind = event.get("Type") if isinstance(event, dict) else None
        for end, type_name in kinds.get(kind, {}).items() if isinstance(kind, str) else ():
            yield f"{holder.logical_id}{name}{end}", type_name
