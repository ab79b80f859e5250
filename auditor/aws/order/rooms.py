"""Which module has the needs of which resource types: those of one are enough for most templates.

A test sees to it that the table says what the modules say themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from auditor.aws.order.need import Need
from auditor.template.template import Template

ROOMS: Mapping[str, tuple[str, ...]] = {
    "stages": (
        "AWS::ApiGateway::ApiKey",
        "AWS::ApiGateway::BasePathMapping",
        "AWS::ApiGateway::UsagePlan",
        "AWS::WAFv2::WebACLAssociation",
    ),
    "configured": (
        "AWS::AppConfig::Deployment",
        "AWS::EKS::FargateProfile",
        "AWS::Config::ConfigRule",
    ),
    "files": ("AWS::Lambda::Function", "AWS::Serverless::Function"),
    "gateways": ("AWS::EC2::Route",),
    "listeners": ("AWS::ECS::Service",),
    "permissions": ("AWS::SES::ReceiptRule", "AWS::SecretsManager::RotationSchedule"),
    "roles": (
        "AWS::Lambda::EventSourceMapping",
        "AWS::KinesisFirehose::DeliveryStream",
        "AWS::Bedrock::KnowledgeBase",
        "AWS::Logs::SubscriptionFilter",
    ),
    "schemas": ("AWS::AppSync::Resolver", "AWS::AppSync::FunctionConfiguration"),
    "searched": ("AWS::OpenSearchServerless::Collection",),
    "texts": ("AWS::SQS::Queue", "AWS::SecretsManager::Secret"),
    "users": ("AWS::Cognito::UserPoolClient",),
}
"""The modules beside this one, each with its `TYPES`."""
ORDERED_TYPES = tuple(type for types in ROOMS.values() for type in types)
"""The resource types that needs are known of."""


def needs(template: Template) -> Iterator[Need]:
    """All needs of a template that nothing makes CloudFormation follow."""
    for room, types in ROOMS.items():
        if not template.by_type.keys().isdisjoint(types):
            found: Iterator[Need] = import_module(f"{__package__}.{room}").needs(template)
            yield from found
