"""Statements of policies that a template gives to roles, users and groups."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.aws.iam.matching import action_matches
from auditor.aws.iam.role import SAM_FUNCTION
from auditor.aws.iam.statements import items, statements
from auditor.model.tree import Tree
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.names import Hole, Name
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_WITH_POLICIES = ("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group", SAM_FUNCTION)
_DOCUMENTS = (
    "AWS::IAM::Policy",
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::RolePolicy",
    "AWS::IAM::UserPolicy",
    "AWS::IAM::GroupPolicy",
)
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


class PolicyStatement(Struct, frozen=True):
    """A statement that allows or denies something to whoever has the policy."""

    template: Template
    case: Case

    @classmethod
    def find(cls, template: Template) -> Iterator[PolicyStatement]:
        """All that can be read, in source order."""
        for resource in template.of_type(*_WITH_POLICIES, *_DOCUMENTS):
            for statement in _of(resource):
                if isinstance(statement.value, dict):
                    yield cls(template, statement)

    @property
    def body(self) -> dict[str, Tree]:
        """The statement."""
        return self.case.value if isinstance(self.case.value, dict) else {}

    @property
    def actions(self) -> list[Case]:
        """The cases of all entries of `Action`."""
        given = Case(self.body.get("Action"), (*self.case.path, "Action"), self.case.when)
        return list(items(self.template, given))

    @property
    def action_services(self) -> frozenset[str | None]:
        """The services of the actions, None among them where one is not known."""
        return frozenset(_prefix(entry) for entry in self.actions)

    def names(self, action: str) -> bool:
        """Whether an entry of `Action` certainly stands for an action."""
        return any(
            entry.certain and entry.text is not None and action_matches(entry.text, action)
            for entry in self.actions
        )

    @property
    def resource_services(self) -> frozenset[str | None]:
        """The services of the ARNs, None among them where one is not known or open."""
        value: Tree = self.body.get("Resource")
        found: list[str | None] = []
        for case in self.template.branches(value, (*self.case.path, "Resource"), self.case.when):
            listed = case.value if isinstance(case.value, list) else [case.value]
            for entry in listed if case.known else [None]:
                for item in self.template.branches(entry, case.path, case.when):
                    name = self.template.name(item.value) if item.known else None
                    found += [] if item.absent else [_service(self.template, name or ())]
        return frozenset(found)


def _of(resource: Resource) -> Iterator[Case]:
    template = resource.template
    if resource.type in _DOCUMENTS:
        for case in resource.cases("PolicyDocument"):
            if case.known:
                yield from statements(template, case.value, case.path, case.when)
        return
    for listed in resource.cases("Policies"):
        for policy in items(template, listed):
            body: Tree = policy.value
            if not is_plain_mapping(body):
                continue
            if "PolicyDocument" in body:
                place = (*policy.path, "PolicyDocument")
                yield from statements(template, body["PolicyDocument"], place, policy.when)
            elif "Statement" in body:
                yield from statements(template, body, policy.path, policy.when)


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
