"""Which resource of the template an ARN or an endpoint is about."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from auditor.aws.regions.patterns import Shown
from auditor.data.resource_types import resource_type
from auditor.expression import expression
from auditor.model.tree import Tree
from auditor.template.names import Hole, Name
from auditor.template.pieces import HOLE, Composed
from auditor.template.template import Resource, Template

_FUNCTIONS = ("AWS::Lambda::", "AWS::Serverless::Function")
_APIS = (
    "AWS::ApiGateway::RestApi",
    "AWS::ApiGatewayV2::Api",
    "AWS::Serverless::Api",
    "AWS::Serverless::HttpApi",
)
_TYPES: dict[str, tuple[str, ...]] = {
    "apigateway": (*_FUNCTIONS, *_APIS, "AWS::StepFunctions::", "AWS::Serverless::StateMachine"),
    "appsync": ("AWS::AppSync::",),
    "athena": ("AWS::Athena::WorkGroup",),
    "auth": ("AWS::Cognito::UserPoolDomain",),
    "autoscaling": ("AWS::AutoScaling::",),
    "batch": ("AWS::Batch::",),
    "codebuild": ("AWS::CodeBuild::Project",),
    "codecommit": ("AWS::CodeCommit::Repository",),
    "codepipeline": ("AWS::CodePipeline::Pipeline",),
    "cognito-identity": ("AWS::Cognito::IdentityPool",),
    "cognito-idp": ("AWS::Cognito::UserPool",),
    "dynamodb": ("AWS::DynamoDB::Table", "AWS::Serverless::SimpleTable"),
    "ec2": ("AWS::EC2::",),
    "ecr": ("AWS::ECR::Repository",),
    "ecs": ("AWS::ECS::",),
    "elasticfilesystem": ("AWS::EFS::",),
    "elasticloadbalancing": ("AWS::ElasticLoadBalancing",),
    "es": ("AWS::Elasticsearch::Domain", "AWS::OpenSearchService::Domain"),
    "events": ("AWS::Events::Rule", "AWS::Events::EventBus"),
    "execute-api": _APIS,
    "firehose": ("AWS::KinesisFirehose::DeliveryStream",),
    "glue": ("AWS::Glue::",),
    "iot": ("AWS::IoT::",),
    "kinesis": ("AWS::Kinesis::Stream",),
    "kms": ("AWS::KMS::Key", "AWS::KMS::Alias"),
    "lambda": (*_FUNCTIONS, "AWS::Serverless::LayerVersion"),
    "logs": ("AWS::Logs::LogGroup", *_FUNCTIONS),
    "rds": ("AWS::RDS::",),
    "s3": ("AWS::S3::Bucket",),
    "s3-website": ("AWS::S3::Bucket",),
    "secretsmanager": ("AWS::SecretsManager::Secret",),
    "sns": ("AWS::SNS::Topic",),
    "sqs": ("AWS::SQS::Queue",),
    "ssm": ("AWS::SSM::",),
    "states": ("AWS::StepFunctions::", "AWS::Serverless::StateMachine"),
}
"""What the resources of a service in ARNs and endpoints are in templates: all are regional.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""
_IMPLIED = {
    "ServerlessHttpApi": "AWS::Serverless::HttpApi",
    "ServerlessRestApi": "AWS::Serverless::Api",
}
"""The APIs that SAM makes for the events of functions:
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
"""
_BEFORE = ":/.@,\"' \t\n"
_AFTER = ":/.*?#,;\"')] \t\r\n"
_NAMES = {
    "AWS::ECR::Repository": "RepositoryName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::SecretsManager::Secret": "Name",
    "AWS::Serverless::Function": "FunctionName",
    "AWS::Serverless::SimpleTable": "TableName",
    "AWS::Serverless::StateMachine": "Name",
    "AWS::StepFunctions::StateMachine": "StateMachineName",
}
"""The property with the name, for types whose `Ref` gives something else or is not known."""
_NAMED: dict[tuple[str, str], tuple[str, ...]] = {
    ("codebuild", "project"): ("AWS::CodeBuild::Project",),
    ("codepipeline", ""): ("AWS::CodePipeline::Pipeline",),
    ("dynamodb", "table"): ("AWS::DynamoDB::Table", "AWS::Serverless::SimpleTable"),
    ("ecr", "repository"): ("AWS::ECR::Repository",),
    ("events", "event-bus"): ("AWS::Events::EventBus",),
    ("events", "rule"): ("AWS::Events::Rule",),
    ("firehose", "deliverystream"): ("AWS::KinesisFirehose::DeliveryStream",),
    ("kinesis", "stream"): ("AWS::Kinesis::Stream",),
    ("lambda", "function"): ("AWS::Lambda::Function", "AWS::Serverless::Function"),
    ("logs", "log-group"): ("AWS::Logs::LogGroup",),
    ("sns", ""): ("AWS::SNS::Topic",),
    ("sqs", ""): ("AWS::SQS::Queue",),
    ("states", "stateMachine"): (
        "AWS::StepFunctions::StateMachine",
        "AWS::Serverless::StateMachine",
    ),
}
"""Whose names stand in ARNs of a service, by the word before the name."""
_COPIED = ("MultiRegion", "ReplicaRegions", "Replicas")
"""Properties that put a resource into other Regions too."""
_KIND = expression(r"([A-Za-z-]{1,32})[:/]")
_MAX_NAME = 256
_MOST_PARTS = 6
"""Slashes and colons in one name that are tried; real names have fewer."""


def name_property(type_name: str) -> str | None:
    """The property that gives a resource of a type its name, None where it is not known."""
    if type_name in _NAMES:
        return _NAMES[type_name]
    known = resource_type(type_name)
    key = None if known is None else known.ref
    return key if key is not None and key.endswith("Name") else None


def owner(template: Template, composed: Composed, shown: Shown) -> str | None:
    """The logical ID of the resource that an ARN or an endpoint is about, if it is of the stack.

    That is a reference to a resource of the service, or the name that the template gives to one,
    in the account of the stack. Resources that have copies in other Regions are none.
    """
    types = _TYPES.get(shown.service)
    if types is None:
        return None
    for at in range(shown.start, shown.end):
        logical_id = composed.holes.get(at, "").partition(".")[0]
        if logical_id and _is_whole(composed.text, at) and _is_of(template, logical_id, types):
            return logical_id
    return _named(template, composed, shown) if shown.is_arn else None


def _is_of(template: Template, logical_id: str, types: tuple[str, ...]) -> bool:
    resource = template.resources.get(logical_id)
    if resource is None:
        implied = _IMPLIED.get(logical_id)
        return template.is_sam and implied in types
    return resource.type.startswith(types) and _is_single(resource)


def _is_whole(text: str, at: int) -> bool:
    """Whether a hole is a whole part of an ARN or an endpoint, and not a part of another name."""
    is_begin = at == 0 or text[at - 1] in _BEFORE
    return is_begin and (at + 1 == len(text) or text[at + 1] in _AFTER)


def is_of_account(composed: Composed, shown: Shown) -> bool:
    """Whether an ARN has the account of the stack."""
    return composed.holes.get(shown.start) == "AWS::AccountId"


def _names(template: Template) -> dict[Name, list[Resource]]:
    """The resources by the names that the template gives them."""
    found: dict[Name, list[Resource]] = {}
    for resource in template.resources.values():
        name = _name(template, resource)
        if name:
            found.setdefault(name, []).append(resource)
    return found


def _name(template: Template, resource: Resource) -> Name | None:
    key = name_property(resource.type)
    properties = resource.body.get("Properties")
    if key is None or not isinstance(properties, dict):
        return None
    return template.name(properties.get(key))


def _is_single(resource: Resource) -> bool:
    properties: Tree = resource.body.get("Properties")
    return not isinstance(properties, dict) or properties.keys().isdisjoint(_COPIED)


def _named(template: Template, composed: Composed, shown: Shown) -> str | None:
    """The resource whose name an ARN of the stack's account ends with."""
    if not is_of_account(composed, shown):
        return None
    start = shown.start + len(HOLE) + 1
    end = min(shown.end, start + _MAX_NAME)
    kind = _KIND.match(composed.text, start, end)
    types = _NAMED.get((shown.service, "" if kind is None else kind[1]), ())
    names = template.once(_names) if types else {}
    for name in _spelled(composed, start if kind is None else kind.end(), end):
        for resource in names.get(name, ()):
            if resource.type in types and _is_single(resource):
                return resource.logical_id
    return None


def _spelled(composed: Composed, start: int, end: int) -> Iterator[Name]:
    """What may be the name at the end of an ARN, as `Template.name` spells it."""
    inner = (at for at in range(start + 1, end) if composed.text[at] in ":/")
    for stop in (*islice(inner, _MOST_PARTS), end):
        yield tuple(_part(composed, at) for at in range(start, stop))


def _part(composed: Composed, at: int) -> str | Hole:
    expression = composed.holes.get(at)
    if expression is not None:
        return Hole(expression)
    return composed.text[at]
