"""Targets of EventBridge rules, and whether they are reached with a role.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.aws.iam.statements import items
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.leading import leading_resource
from auditor.template.template import Resource, Template
from auditor.template.values import Case

RULE = "AWS::Events::Rule"
_BY_TYPE = {
    "AWS::Batch::JobQueue": "batch",
    "AWS::CodeBuild::Project": "codebuild",
    "AWS::ECS::Cluster": "ecs",
    "AWS::Events::ApiDestination": "api-destination",
    "AWS::Events::EventBus": "event-bus",
    "AWS::Kinesis::Stream": "kinesis",
    "AWS::KinesisFirehose::DeliveryStream": "firehose",
    "AWS::Logs::LogGroup": "logs",
    "AWS::Serverless::StateMachine": "states",
    "AWS::StepFunctions::StateMachine": "states",
}
_WORDS = {
    "api-destination": "An API destination",
    "batch": "A Batch job queue",
    "codebuild": "A CodeBuild project",
    "codepipeline": "A pipeline",
    "ecs": "An ECS cluster",
    "event-bus": "An event bus",
    "firehose": "A Firehose stream",
    "kinesis": "A Kinesis stream",
    "logs": "A log group",
    "states": "A state machine",
}
_WITH_ROLE = frozenset(_WORDS) - {"logs"}
_SERVICE_FIELD = 2
_ARN_FIELDS = 6


class RuleTarget(Struct, frozen=True):
    """A target of a rule: its mapping, and the kind of thing that its ARN names."""

    rule: Resource
    entry: Case
    kind: str
    arn: Case

    types: ClassVar[tuple[str, ...]] = (RULE,)

    @classmethod
    def find(cls, template: Template) -> Iterator[RuleTarget]:
        """All whose kind is known."""
        for rule in template.of_type(RULE):
            for listed in rule.cases("Targets"):
                for entry in items(template, listed):
                    body: Tree = entry.value
                    if not is_plain_mapping(body) or "Arn" not in body:
                        continue
                    place: Path = (*entry.path, "Arn")
                    for case in template.branches(body["Arn"], place, entry.when):
                        kind = _kind(template, case)
                        if kind is not None:
                            yield cls(rule, entry, kind, case)

    @property
    def word(self) -> str:
        """What it is, as the subject of a sentence."""
        return _WORDS[self.kind]

    @property
    def has_role(self) -> bool:
        """Whether a `RoleArn` is written at the target."""
        return "RoleArn" in (self.entry.value if isinstance(self.entry.value, dict) else {})

    @property
    def needs_role(self) -> bool:
        """Whether EventBridge reaches what it is with a role only; it takes none otherwise."""
        return self.kind in _WITH_ROLE

    @property
    def role_of_rule(self) -> Tree:
        """The role that stands at the rule itself, where it is read for other buses only."""
        properties = self.rule.body.get("Properties")
        return properties.get("RoleArn") if isinstance(properties, dict) else None


def _kind(template: Template, case: Case) -> str | None:
    resource = leading_resource(template, case.value)
    if resource is not None:
        return _BY_TYPE.get(resource.type)
    name = template.name(case.value) if case.known else None
    text = "".join(part if isinstance(part, str) else "?" for part in name or ())
    fields = text.split(":")
    if len(fields) < _ARN_FIELDS or fields[0] != "arn":
        return None
    service, last = fields[_SERVICE_FIELD], fields[_ARN_FIELDS - 1]
    if service == "events":
        return (
            last.partition("/")[0] if last.startswith(("api-destination/", "event-bus/")) else None
        )
    return service if service in _WORDS else None
