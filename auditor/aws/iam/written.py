"""Statements of the policies that a template has: of identities, of trust, of resources."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from msgspec import Struct

from auditor.aws.iam.documents import PolicyDocument, Use
from auditor.aws.iam.matching import action_matches
from auditor.aws.iam.role import ROLES, Role
from auditor.aws.iam.statements import elements, items
from auditor.model.tree import Tree
from auditor.template.names import Hole, Name
from auditor.template.template import Template
from auditor.template.values import Case

_SERVICES = {
    "AWS::DynamoDB::Table": "dynamodb",
    "AWS::Events::EventBus": "events",
    "AWS::Events::Rule": "events",
    "AWS::Kinesis::Stream": "kinesis",
    "AWS::KinesisFirehose::DeliveryStream": "firehose",
    "AWS::Lambda::Function": "lambda",
    "AWS::Logs::LogGroup": "logs",
    "AWS::S3::Bucket": "s3",
    "AWS::SNS::Topic": "sns",
    "AWS::SQS::Queue": "sqs",
    "AWS::Serverless::Function": "lambda",
    "AWS::Serverless::SimpleTable": "dynamodb",
    "AWS::StepFunctions::StateMachine": "states",
}
"""The service in the ARN of a resource, by its type:
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"""
_ARN_BY_REF = ("AWS::SNS::Topic", "AWS::StepFunctions::StateMachine")
_ARNS = ("Arn", "StreamArn", "TopicArn")


class PolicyStatement(Struct, frozen=True, dict=True):
    """A statement of a policy document; `case.value` is a mapping."""

    document: PolicyDocument
    case: Case

    types: ClassVar[tuple[str, ...]] = PolicyDocument.types

    @classmethod
    def find(cls, template: Template) -> Iterator[PolicyStatement]:
        """All that can be read, in source order."""
        for document in PolicyDocument.find(template):
            for statement in document.statements:
                if isinstance(statement.value, dict):
                    yield cls(document, statement)

    @property
    def template(self) -> Template:
        """The template that has it."""
        return self.document.template

    @property
    def use(self) -> Use:
        """What the policy is attached to."""
        return self.document.place.use

    @property
    def body(self) -> dict[str, Tree]:
        """The statement."""
        return self.case.value if isinstance(self.case.value, dict) else {}

    @cached_property
    def actions(self) -> list[Case]:
        """The cases of all entries of `Action`."""
        given = Case(self.body.get("Action"), (*self.case.path, "Action"), self.case.when)
        return list(items(self.template, given))

    def elements(self, key: str) -> list[Case]:
        """The entries of an element, functions left as they are written."""
        return list(elements(self.template, self.case, key))

    @property
    def action_services(self) -> frozenset[str | None]:
        """The services of the actions, None among them where one is not known."""
        return frozenset(_prefix(entry) for entry in self.actions)

    def is_allowed_anyway(self, action: str) -> bool:
        """Whether this statement, or another one of the role, certainly names an action as well."""
        is_here = any(
            entry.certain and entry.text is not None and action_matches(entry.text, action)
            for entry in self.actions
        )
        return is_here or (self.document.resource.type in ROLES and self._role.names(action))

    @property
    def _role(self) -> Role:
        return Role(self.document.resource)

    @property
    def resource_services(self) -> frozenset[str | None]:
        """The services of the ARNs, None among them where one is not known or open."""
        found: list[str | None] = []
        for item in self.elements("Resource"):
            name = self.template.name(item.value) if item.known else None
            found.append(_service(self.template, name or ()))
        return frozenset(found)


def _prefix(action: Case) -> str | None:
    service, colon, _ = (action.text or "").partition(":")
    is_known = colon and action.certain and not {"*", "?"} & set(service)
    return service.lower() if is_known else None


def _service(template: Template, name: Name) -> str | None:
    if not name:
        return None
    if isinstance(name[0], Hole):
        logical_id, _, attribute = name[0].expression.partition(".")
        resource = template.resources.get(logical_id)
        if resource is None:
            return None
        by_ref = not attribute and resource.type in _ARN_BY_REF
        return _SERVICES.get(resource.type) if by_ref or attribute in _ARNS else None
    fields = "".join(part if isinstance(part, str) else "$" for part in name).split(":")
    return fields[2] if len(fields) > 5 and fields[0] == "arn" else None
