"""Bucket policies for everyone, and whether the bucket refuses them.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.aws.iam.statements import statements
from auditor.aws.s3.bucket import Bucket
from auditor.model.tree import Tree
from auditor.template.template import Template
from auditor.template.values import Case, truth


class PublicStatement(Struct, frozen=True):
    """A statement that lets everyone do something with a bucket of the template."""

    bucket: Bucket
    case: Case

    types: ClassVar[tuple[str, ...]] = ("AWS::S3::BucketPolicy",)

    @classmethod
    def find(cls, template: Template) -> Iterator[PublicStatement]:
        """All without a condition, which might keep it from being public."""
        for bucket in Bucket.find(template):
            for policy in bucket.policies():
                for document in policy.cases("PolicyDocument"):
                    found = statements(template, document.value, document.path, document.when)
                    yield from (cls(bucket, one) for one in found if _is_public(one.value))

    def blocks(self) -> Iterator[Case]:
        """The cases in which the bucket refuses public policies, as it does by default."""
        for block in self.bucket.resource.cases("PublicAccessBlockConfiguration"):
            if block.absent:
                yield block
            elif isinstance(block.value, dict) and "BlockPublicPolicy" in block.value:
                place = (*block.path, "BlockPublicPolicy")
                template = self.bucket.template
                for case in template.cases(block.value["BlockPublicPolicy"], place, block.when):
                    if truth(case) is True:
                        yield case


def _is_public(statement: Tree) -> bool:
    if not isinstance(statement, dict) or statement.get("Effect") != "Allow":
        return False
    principal: Tree = statement.get("Principal")
    named: Tree = principal.get("AWS") if isinstance(principal, dict) else principal
    listed = named if isinstance(named, list) else [named]
    return "*" in listed and "Condition" not in statement
