"""What is encrypted with a key, and who has to use that key for it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import starmap
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct

from auditor.model.edit import Edit
from auditor.model.tree import Tree
from auditor.template.template import Resource, Template
from auditor.template.values import Case

if TYPE_CHECKING:
    from auditor.aws.iam.answer import Answer
    from auditor.aws.kms.key import Key

_LOG_GROUP = "AWS::Logs::LogGroup"
_TOPIC, _QUEUE = "AWS::SNS::Topic", "AWS::SQS::Queue"
_SENDERS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "AWS::CloudWatch::Alarm": (
        "cloudwatch",
        "CloudWatch",
        ("AlarmActions", "OKActions", "InsufficientDataActions"),
    ),
    "AWS::CloudWatch::CompositeAlarm": (
        "cloudwatch",
        "CloudWatch",
        ("AlarmActions", "OKActions", "InsufficientDataActions"),
    ),
    "AWS::Events::Rule": ("events", "EventBridge", ("Targets",)),
    "AWS::S3::Bucket": ("s3", "S3", ("NotificationConfiguration",)),
    "AWS::SNS::Subscription": ("sns", "SNS", ("Endpoint",)),
}
"""Services that send by their own name, without a role: their principal, their name, and where
the resource names what it sends to.

https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
"""


class EncryptedLogGroup(Struct, frozen=True):
    """A log group that is encrypted with a key of the template."""

    group: Resource
    key: Key
    case: Case

    types: ClassVar[tuple[str, ...]] = (_LOG_GROUP,)

    @classmethod
    def find(cls, template: Template) -> Iterator[EncryptedLogGroup]:
        """All of a template."""
        from auditor.aws.kms.key import Key

        return starmap(cls, Key.encrypting(template, _LOG_GROUP, "KmsKeyId"))

    @property
    def may_use_key(self) -> Answer:
        """Whether CloudWatch Logs may use the key."""
        return self.key.lets_in("logs")

    @property
    def permission(self) -> Edit | None:
        """The statement that AWS documents, for the log groups of the account."""
        arn = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:*"
        statement: Tree = {
            "Effect": "Allow",
            "Principal": {"Service": {"Fn::Sub": "logs.${AWS::Region}.amazonaws.com"}},
            "Action": [
                "kms:Encrypt*",
                "kms:Decrypt*",
                "kms:ReEncrypt*",
                "kms:GenerateDataKey*",
                "kms:Describe*",
            ],
            "Resource": "*",
            "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": {"Fn::Sub": arn}}},
        }
        return self.key.with_statement(statement)


class EncryptedDelivery(Struct, frozen=True):
    """A topic or queue that a service sends to, encrypted with a key that it has to use.

    `key` is None for the key that AWS manages, whose policy nobody can change.
    """

    holder: Resource
    key: Key | None
    case: Case
    principal: str
    service: str
    senders: tuple[str, ...]

    types: ClassVar[tuple[str, ...]] = (_TOPIC, _QUEUE)

    @classmethod
    def find(cls, template: Template) -> Iterator[EncryptedDelivery]:
        """All of a template: one for each key, service and what it sends to."""
        sent = template.once(_senders)
        for holder in template.of_type(_TOPIC, _QUEUE):
            by_service = sent.get(holder.logical_id)
            if not by_service:
                continue
            from auditor.aws.kms.key import Key

            for case in holder.written("KmsMasterKeyId"):
                key = Key.named(template, case.value) if case.known else None
                if key is None and not str(case.value).startswith("alias/aws/"):
                    continue
                for (principal, service), senders in by_service.items():
                    names = tuple(dict.fromkeys(senders))
                    yield cls(holder, key, case, principal, service, names)

    @property
    def may_use_key(self) -> Answer:
        """Whether the service may use the key."""
        from auditor.aws.iam.answer import Answer

        return Answer.DENIED if self.key is None else self.key.lets_in(self.principal)

    @property
    def permission(self) -> Edit | None:
        """The statement that AWS documents."""
        statement: Tree = {
            "Effect": "Allow",
            "Principal": {"Service": f"{self.principal}.amazonaws.com"},
            "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
            "Resource": "*",
        }
        return None if self.key is None else self.key.with_statement(statement)


Senders = dict[str, dict[tuple[str, str], list[str]]]


def _senders(template: Template) -> Senders:
    """For each topic and queue the services that send to it, with the resources that make them."""
    found: Senders = {}
    for resource in template.of_type(*_SENDERS):
        principal, service, keys = _SENDERS[resource.type]
        for reference in resource.references:
            target = template.resources.get(reference.target)
            place = reference.path[2:4]
            if target is None or target.type not in (_TOPIC, _QUEUE):
                continue
            if place[:1] == ("Properties",) and place[1:] and place[1] in keys:
                by_service = found.setdefault(target.logical_id, {})
                by_service.setdefault((principal, service), []).append(resource.logical_id)
    return found
