"""What is read from a bucket that the same stack creates, and that nothing can have filled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.template.leading import referred_resource
from auditor.template.names import Equality
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_BUCKET = "AWS::S3::Bucket"
_READ = {
    "AWS::ApiGateway::RestApi": ("BodyS3Location", "Bucket"),
    "AWS::ApiGatewayV2::Api": ("BodyS3Location", "Bucket"),
    "AWS::ElasticBeanstalk::ApplicationVersion": ("SourceBundle", "S3Bucket"),
    "AWS::Lambda::Function": ("Code", "S3Bucket"),
    "AWS::Lambda::LayerVersion": ("Content", "S3Bucket"),
    "AWS::Serverless::Function": ("CodeUri", "Bucket"),
    "AWS::Serverless::LayerVersion": ("ContentUri", "Bucket"),
    "AWS::StepFunctions::StateMachine": ("DefinitionS3Location", "Bucket"),
    "AWS::Synthetics::Canary": ("Code", "S3Bucket"),
}
"""Where the types name the bucket of what is read when a resource is created.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
"""
_RUNS = (
    *("AWS::AutoScaling::", "AWS::Batch::", "AWS::CloudFormation::", "AWS::CodeBuild::"),
    *("AWS::CodePipeline::", "AWS::DMS::", "AWS::DataSync::", "AWS::EC2::EC2Fleet"),
    *("AWS::EC2::Instance", "AWS::EC2::SpotFleet", "AWS::ECS::", "AWS::EKS::", "AWS::Glue::"),
    *("AWS::ImageBuilder::", "AWS::SSM::", "AWS::SageMaker::", "AWS::Serverless::Application"),
)
"""Types for which somebody's code runs while the stack is being created, and may fill a bucket."""


_FILLED = frozenset({"ServerlessDeploymentBucket"})
"""Logical IDs of buckets that a tool creates in a deployment before the one that reads them.

https://www.serverless.com/framework/docs/providers/aws/guide/deploying
"""


class EmptySource(Struct, frozen=True):
    """A resource that is created from an object of a bucket which nothing fills before.

    `is_sure` is whether nothing in the stack runs code, which might fill the bucket in time.
    """

    resource: Resource
    bucket: Resource
    case: Case
    is_sure: bool

    types: ClassVar[tuple[str, ...]] = (_BUCKET,)

    @classmethod
    def find(cls, template: Template) -> Iterator[EmptySource]:
        """All of a template, but for those that wait for something that may fill the bucket.

        A resource under a condition that its bucket has not may be meant for a second deployment.
        """
        if template.program is not None or not template.shows_all_resources:
            return
        for reader in template.of_type(*_READ):
            for case in reader.written(*_READ[reader.type]):
                bucket = _named(template, case) if case.known else None
                if bucket is None or bucket.logical_id in _FILLED:
                    continue
                if not case.when | reader.when <= bucket.when:
                    continue
                running = template.once(_running)
                if not any(reader.waits_for(name) for name in running):
                    yield cls(reader, bucket, case, not running)


def _running(template: Template) -> list[str]:
    """The resources that may run code while the stack is being created."""
    return [
        resource.logical_id
        for resource in template.resources.values()
        if resource.type.startswith(_RUNS) or not resource.type.startswith("AWS::")
    ]


def _named(template: Template, case: Case) -> Resource | None:
    """The bucket of the template that a value names, by reference or by the same name."""
    bucket = referred_resource(template, case.value, _BUCKET)
    if bucket is not None:
        return bucket
    for bucket in template.of_type(_BUCKET):
        if template.compare(case.value, {"Ref": bucket.logical_id}) is Equality.SAME:
            return bucket
    return None
