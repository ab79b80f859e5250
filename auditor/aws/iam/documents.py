"""Policy documents, wherever a template has them, and what each of them is for."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from typing import ClassVar

from msgspec import Struct

from auditor.aws.iam.statements import items, statements
from auditor.model.tree import Tree
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.template import Resource, Template
from auditor.template.values import Case


class Use(Enum):
    """What a policy is attached to, which decides what its statements must have."""

    IDENTITY = "identity"
    """A role, user or group: has no `Principal`."""
    TRUST = "trust"
    """Who may assume a role: has no `Resource`."""
    RESOURCE = "resource"
    """A bucket, queue, topic, key and the like: says who may do what with it."""


class Place(Struct, frozen=True):
    """Where a resource type has a policy document: keys below `Properties`, `[]` for each item.

    `service` is that of the resource a policy is for, empty for identities. `subject` is the
    property that names that resource, empty where it is the resource itself.
    """

    keys: tuple[str, ...]
    use: Use
    service: str = ""
    subject: str = ""


_IN_LIST = Place(("Policies", "[]", "PolicyDocument"), Use.IDENTITY)
_ATTACHED = Place(("PolicyDocument",), Use.IDENTITY)
PLACES: dict[str, tuple[Place, ...]] = {
    "AWS::IAM::Role": (Place(("AssumeRolePolicyDocument",), Use.TRUST), _IN_LIST),
    "AWS::IAM::User": (_IN_LIST,),
    "AWS::IAM::Group": (_IN_LIST,),
    "AWS::IAM::Policy": (_ATTACHED,),
    "AWS::IAM::ManagedPolicy": (_ATTACHED,),
    "AWS::IAM::RolePolicy": (_ATTACHED,),
    "AWS::IAM::UserPolicy": (_ATTACHED,),
    "AWS::IAM::GroupPolicy": (_ATTACHED,),
    "AWS::Serverless::Function": (
        Place(("AssumeRolePolicyDocument",), Use.TRUST),
        Place(("Policies", "[]"), Use.IDENTITY),
    ),
    "AWS::Serverless::StateMachine": (Place(("Policies", "[]"), Use.IDENTITY),),
    "AWS::S3::BucketPolicy": (Place(("PolicyDocument",), Use.RESOURCE, "s3", "Bucket"),),
    "AWS::SQS::QueuePolicy": (Place(("PolicyDocument",), Use.RESOURCE, "sqs", "Queues"),),
    "AWS::SQS::QueueInlinePolicy": (Place(("PolicyDocument",), Use.RESOURCE, "sqs", "Queue"),),
    "AWS::SNS::TopicPolicy": (Place(("PolicyDocument",), Use.RESOURCE, "sns", "Topics"),),
    "AWS::SNS::TopicInlinePolicy": (Place(("PolicyDocument",), Use.RESOURCE, "sns", "TopicArn"),),
    "AWS::KMS::Key": (Place(("KeyPolicy",), Use.RESOURCE, "kms"),),
    "AWS::KMS::ReplicaKey": (Place(("KeyPolicy",), Use.RESOURCE, "kms"),),
    "AWS::SecretsManager::ResourcePolicy": (
        Place(("ResourcePolicy",), Use.RESOURCE, "secretsmanager", "SecretId"),
    ),
    "AWS::ECR::Repository": (Place(("RepositoryPolicyText",), Use.RESOURCE, "ecr"),),
    "AWS::EFS::FileSystem": (Place(("FileSystemPolicy",), Use.RESOURCE, "elasticfilesystem"),),
    "AWS::Backup::BackupVault": (Place(("AccessPolicy",), Use.RESOURCE, "backup"),),
    "AWS::OpenSearchService::Domain": (Place(("AccessPolicies",), Use.RESOURCE, "es"),),
    "AWS::Elasticsearch::Domain": (Place(("AccessPolicies",), Use.RESOURCE, "es"),),
    "AWS::DynamoDB::Table": (
        Place(("ResourcePolicy", "PolicyDocument"), Use.RESOURCE, "dynamodb"),
    ),
    "AWS::ApiGateway::RestApi": (Place(("Policy",), Use.RESOURCE, "execute-api"),),
    "AWS::EC2::VPCEndpoint": (Place(("PolicyDocument",), Use.RESOURCE, "ec2"),),
}
"""The resource types' pages, each property that is a policy document:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html"""


class PolicyDocument(Struct, frozen=True, dict=True):
    """A policy in one of its cases; `case.value` is a mapping as it is written."""

    resource: Resource
    place: Place
    case: Case

    types: ClassVar[tuple[str, ...]] = tuple(PLACES)

    @classmethod
    def find(cls, template: Template) -> Iterator[PolicyDocument]:
        """All that can be read, in source order."""
        yield from template.once(_documents)

    @property
    def template(self) -> Template:
        """The template that has it."""
        return self.resource.template

    @property
    def body(self) -> dict[str, Tree]:
        """The document."""
        return self.case.value if isinstance(self.case.value, dict) else {}

    @cached_property
    def statements(self) -> tuple[Case, ...]:
        """The statements, each a mapping or UNKNOWN; none where there is no `Statement`."""
        if "Statement" not in self.body:
            return ()
        return tuple(statements(self.template, self.body, self.case.path, self.case.when))


def _documents(template: Template) -> tuple[PolicyDocument, ...]:
    return tuple(
        PolicyDocument(resource, place, case)
        for resource in template.of_type(*PLACES)
        for place in PLACES[resource.type]
        for case in _at(resource, place)
        if is_plain_mapping(case.value)
    )


def _at(resource: Resource, place: Place) -> Iterator[Case]:
    template = resource.template
    if "[]" not in place.keys:
        yield from resource.cases(*place.keys)
        return
    first, _, *rest = place.keys
    for listed in resource.cases(first):
        for item in items(template, listed):
            if not rest:
                # SAM takes documents, names and templates of policies in one list.
                yield from (
                    [item] if isinstance(item.value, dict) and "Statement" in item.value else []
                )
            elif isinstance(item.value, dict) and rest[0] in item.value:
                yield from template.cases(item.value[rest[0]], (*item.path, rest[0]), item.when)
