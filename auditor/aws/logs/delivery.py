"""Buckets that services of the template write logs or mail to, and the policies that let them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from auditor.model.path import Path
from auditor.model.tree import Missing, Tree, at
from auditor.template.below import field, items
from auditor.template.intrinsics import function_of
from auditor.template.names import Equality
from auditor.template.template import Resource, Template
from auditor.template.values import ABSENT, UNKNOWN, Case, Special, truth

_BUCKET = "AWS::S3::Bucket"
_POLICY = "AWS::S3::BucketPolicy"
_LINKED_ROLE = tuple("role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig")
_WRITERS_OF_POLICIES = ("AWS::CloudFormation::Stack", "AWS::CloudFormation::CustomResource")


class Writer(Enum):
    """Who writes logs, or mail, by the service principal that a bucket policy has to name.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-access-logs.html
    https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    https://docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html

    The standard logs (legacy) of CloudFront need enabled ACLs instead of a policy:
    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
    """

    TRAIL = "cloudtrail.amazonaws.com"
    APPLICATION = "logdelivery.elasticloadbalancing.amazonaws.com"
    NETWORK = "delivery.logs.amazonaws.com"
    CONFIG = "config.amazonaws.com"
    BUCKET = "logging.s3.amazonaws.com"
    MAIL = "ses.amazonaws.com"
    DISTRIBUTION = "cloudfront.amazonaws.com"


_AT_ONCE = (Writer.TRAIL, Writer.APPLICATION, Writer.NETWORK, Writer.MAIL)
"""Those that try the bucket when the resource is made, and fail the deployment."""


class LogDelivery(Struct, frozen=True):
    """A resource whose service writes logs or mail to a bucket.

    `cases` are all that this rests on, that of the bucket's name first; `prefix` is what the author
    wrote for the beginning of the objects' names, ABSENT for none. `is_itself` is whether AWS
    Config has no role that may write to a bucket, and writes as itself.
    """

    writer: Writer
    resource: Resource
    cases: tuple[Case, ...]
    prefix: Tree | Special
    is_itself: bool = False

    @property
    def is_tried(self) -> bool:
        """Whether the service tries the bucket when the resource is made, and fails without it."""
        return self.is_itself or self.writer in _AT_ONCE

    @property
    def at(self) -> Path:
        """Where the bucket is named."""
        return self.cases[0].path


class LogBucket:
    """An `AWS::S3::Bucket` that logs or mail are delivered to."""

    def __init__(self, resource: Resource, deliveries: list[LogDelivery]) -> None:
        self.resource = resource
        self.template = resource.template
        self.deliveries = deliveries

    types: ClassVar[tuple[str, ...]] = (_BUCKET,)

    @classmethod
    def find(cls, template: Template) -> Iterator[LogBucket]:
        """All buckets of a template that a service of the template writes to."""
        found: dict[str, list[LogDelivery]] = {}
        for delivery in _deliveries(template):
            bucket = _bucket(template, delivery)
            if bucket is not None and template.can_meet(
                *delivery.cases, Case(None, (), bucket.when)
            ):
                found.setdefault(bucket.logical_id, []).append(delivery)
        for name, deliveries in found.items():
            yield cls(template.resources[name], deliveries)

    @property
    def policies(self) -> list[Resource] | None:
        """The policies of the bucket; None where there may be one that cannot be seen."""
        found: list[Resource] = []
        declared = self.template.tree.get("Resources", {})
        if not self.template.shows_all_resources or len(declared) > len(self.template.resources):
            return None
        for resource in self.template.resources.values():
            if resource.type == _POLICY:
                answer = self._names_it(resource)
                if answer is None:
                    return None
                found += [resource] if answer else []
            elif self._may_be_given_one_by(resource):
                return None
        return found

    def _may_be_given_one_by(self, resource: Resource) -> bool:
        runs_code = resource.type.startswith("Custom::")
        return (runs_code or resource.type in _WRITERS_OF_POLICIES) and any(
            mention.target == self.resource.logical_id for mention in resource.references
        )

    def _names_it(self, policy: Resource) -> bool | None:
        answers: set[bool | None] = set()
        for case in policy.written("Bucket"):
            call = function_of(case.value) if case.known else None
            is_reference = call is not None and call[0] == "Ref" and isinstance(call[1], str)
            if call is not None and is_reference and call[1] in self.template.resources:
                answers.add(call[1] == self.resource.logical_id)
                continue
            own = {"Ref": self.resource.logical_id}
            equality = self.template.compare(case.value, own) if case.known else Equality.OPEN
            answers.add({Equality.SAME: True, Equality.DIFFERENT: False}.get(equality))
        return answers.pop() if len(answers) == 1 else None


def _deliveries(template: Template) -> Iterator[LogDelivery]:
    for trail in template.of_type("AWS::CloudTrail::Trail"):
        yield from _plain(Writer.TRAIL, trail, ("S3BucketName",), ("S3KeyPrefix",))
    for channel in template.of_type("AWS::Config::DeliveryChannel"):
        roles = _linked_roles(template)
        for delivery in _plain(Writer.CONFIG, channel, ("S3BucketName",), ("S3KeyPrefix",)):
            cases = (*delivery.cases, *roles)
            yield replace(delivery, cases=cases, is_itself=True) if roles else delivery
    for bucket in template.of_type(_BUCKET):
        place = "LoggingConfiguration"
        yield from _plain(
            Writer.BUCKET, bucket, (place, "DestinationBucketName"), (place, "LogFilePrefix")
        )
    for distribution in template.of_type("AWS::CloudFront::Distribution"):
        logging = ("DistributionConfig", "Logging")
        yield from _plain(
            Writer.DISTRIBUTION, distribution, (*logging, "Bucket"), (*logging, "Prefix")
        )
    for balancer in template.of_type("AWS::ElasticLoadBalancingV2::LoadBalancer"):
        yield from _balancer(balancer)
    for rule in template.of_type("AWS::SES::ReceiptRule"):
        yield from _mail(rule)


def _linked_roles(template: Template) -> list[Case]:
    """The roles of all recorders, if each is the service-linked one, which may write to no bucket.

    https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
    """
    found: list[Case] = []
    for recorder in template.of_type("AWS::Config::ConfigurationRecorder"):
        for case in recorder.written("RoleARN"):
            name = template.name(case.value) if case.known else None
            if name is None or name[-len(_LINKED_ROLE) :] != _LINKED_ROLE:
                return []
            found.append(replace(case, when=case.when | recorder.when))
    return found


def _mail(rule: Resource) -> Iterator[LogDelivery]:
    """What a rule stores without a role of its own."""
    template = rule.template
    for listed in rule.cases("Rule", "Actions"):
        for action in items(template, listed):
            for body in field(template, action, "S3Action") if action.known else ():
                store = body.value if isinstance(body.value, dict) else {}
                if "IamRoleArn" in store or "BucketName" not in store:
                    continue
                place = (*body.path, "BucketName")
                for case in template.branches(store["BucketName"], place, body.when):
                    if case.known:
                        prefix = store.get("ObjectKeyPrefix", ABSENT)
                        yield LogDelivery(Writer.MAIL, rule, (case,), prefix)


def _plain(
    writer: Writer, resource: Resource, name: tuple[str, ...], prefix: tuple[str, ...]
) -> Iterator[LogDelivery]:
    prefixes = resource.written(*prefix)
    for case in resource.written(*name):
        if case.known:
            one = prefixes[0].value if len(prefixes) == 1 else UNKNOWN
            yield LogDelivery(writer, resource, (case,), one)


def _balancer(resource: Resource) -> Iterator[LogDelivery]:
    template = resource.template
    kinds = resource.cases("Type")
    writers = {"application": Writer.APPLICATION, "network": Writer.NETWORK}
    for kind in kinds:
        writer = Writer.APPLICATION if kind.absent else writers.get(kind.text or "")
        for attributes in resource.cases("LoadBalancerAttributes"):
            given = _attributes(template, attributes)
            enabled = given.get("access_logs.s3.enabled", [])
            if writer is None or len(enabled) != 1 or truth(enabled[0]) is not True:
                continue
            prefixes = given.get("access_logs.s3.prefix", [])
            prefix = ABSENT if not prefixes else _written(template, prefixes)
            for name in given.get("access_logs.s3.bucket", []):
                for case in template.branches(_raw(template, name), name.path, name.when):
                    if case.known and template.can_meet(case, kind, enabled[0]):
                        cases = (case, kind, enabled[0])
                        yield LogDelivery(writer, resource, cases, prefix)


def _attributes(template: Template, attributes: Case) -> dict[str, list[Case]]:
    """The values of load balancer attributes by key; a value is the item's mapping here."""
    given: dict[str, list[Case]] = {}
    for item in items(template, attributes):
        for key in field(template, item, "Key"):
            if key.text is not None:
                given.setdefault(key.text, []).extend(field(template, item, "Value"))
    return given


def _raw(template: Template, case: Case) -> Tree | Special:
    """What the author wrote where a case stands; UNKNOWN where nothing is written."""
    try:
        return at(template.tree, case.path)
    except Missing:
        return UNKNOWN


def _written(template: Template, cases: list[Case]) -> Tree | Special:
    return _raw(template, cases[0]) if len(cases) == 1 else UNKNOWN


def _bucket(template: Template, delivery: LogDelivery) -> Resource | None:
    """The bucket of the template that a delivery names."""
    value = delivery.cases[0].value
    for bucket in template.of_type(_BUCKET):
        name = bucket.logical_id
        spellings: list[Tree] = [{"Ref": name}]
        if delivery.writer is Writer.DISTRIBUTION:
            spellings = [
                {"Fn::Sub": f"${{{name}}}.s3.amazonaws.com"},
                {"Fn::GetAtt": [name, "DomainName"]},
                {"Fn::GetAtt": [name, "RegionalDomainName"]},
            ]
        if any(template.compare(value, own) is Equality.SAME for own in spellings):
            return bucket
    return None
