"""Trails that encrypt what they deliver with a key of the template.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import starmap
from typing import ClassVar

from msgspec import Struct

from auditor.aws.iam.answer import Answer
from auditor.aws.kms.key import Key
from auditor.model.edit import Edit
from auditor.model.tree import Tree
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_TRAIL = "AWS::CloudTrail::Trail"


class EncryptedTrail(Struct, frozen=True):
    """A trail that is encrypted with a key of the template."""

    trail: Resource
    key: Key
    case: Case

    types: ClassVar[tuple[str, ...]] = (_TRAIL,)

    @classmethod
    def find(cls, template: Template) -> Iterator[EncryptedTrail]:
        """All of a template."""
        return starmap(cls, Key.encrypting(template, _TRAIL, "KMSKeyId"))

    @property
    def may_use_key(self) -> Answer:
        """Whether CloudTrail may use the key."""
        return self.key.lets_in("cloudtrail")

    @property
    def permission(self) -> Edit | None:
        """The statement that AWS documents, for the trails of the account."""
        trails = "arn:${AWS::Partition}:cloudtrail:*:${AWS::AccountId}:trail/*"
        context = "kms:EncryptionContext:aws:cloudtrail:arn"
        statement: Tree = {
            "Effect": "Allow",
            "Principal": {"Service": "cloudtrail.amazonaws.com"},
            "Action": ["kms:GenerateDataKey*", "kms:DescribeKey"],
            "Resource": "*",
            "Condition": {"StringLike": {context: {"Fn::Sub": trails}}},
        }
        return self.key.with_statement(statement)
