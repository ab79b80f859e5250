"""The bucket policies that AWS documents for the delivery of logs, written for one bucket."""

from __future__ import annotations

from auditor.aws.logs.delivery import LogDelivery, Writer
from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of
from auditor.template.template import Resource
from auditor.template.values import ABSENT, Special

_ACCOUNT: Tree = {"Ref": "AWS::AccountId"}
_FULL_CONTROL = {"s3:x-amz-acl": "bucket-owner-full-control"}
_LOGS = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:*"


def log_delivery_policy_for(bucket: Resource, deliveries: list[LogDelivery]) -> Tree | None:
    """A bucket policy that lets all deliveries happen; None where one cannot be written.

    It exists where the deliveries do, if they are under one condition, else where the bucket does.
    """
    statements: list[Tree] = []
    conditions = {delivery.resource.condition for delivery in deliveries}
    name = conditions.pop() if len(conditions) == 1 else None
    name = bucket.condition if name is None else name
    for delivery in deliveries:
        added = _statements(
            bucket.logical_id, delivery, is_there=delivery.resource.condition in (None, name)
        )
        if added is None:
            return None
        statements += [statement for statement in added if statement not in statements]
    condition = {} if name is None else {"Condition": name}
    properties = {
        "Bucket": {"Ref": bucket.logical_id},
        "PolicyDocument": {"Version": "2012-10-17", "Statement": statements},
    }
    return {"Type": "AWS::S3::BucketPolicy", **condition, "Properties": properties}


def _statements(bucket: str, delivery: LogDelivery, *, is_there: bool) -> list[Tree] | None:
    """What lets one delivery happen; `is_there` where all that delivers exists with the policy."""
    prefix = _prefix(delivery.prefix)
    if prefix is None:
        return None
    folder = prefix.strip("/") + "/" if prefix.strip("/") else ""
    objects = f"${{{bucket}.Arn}}/{folder}AWSLogs/${{AWS::AccountId}}/*"
    whole: Tree = {"Fn::GetAtt": [bucket, "Arn"]}
    match delivery.writer:
        case Writer.TRAIL:
            return _of_trail(delivery, whole, objects)
        case Writer.APPLICATION:
            return [_allow(delivery.writer, "s3:PutObject", {"Fn::Sub": objects})]
        case Writer.NETWORK:
            own = {"StringEquals": {"aws:SourceAccount": _ACCOUNT}, **_arn({"Fn::Sub": _LOGS})}
            full = {**own, "StringEquals": {**_FULL_CONTROL, "aws:SourceAccount": _ACCOUNT}}
            return [
                _allow(delivery.writer, "s3:GetBucketAcl", whole, own),
                _allow(delivery.writer, "s3:PutObject", {"Fn::Sub": objects}, full),
            ]
        case Writer.CONFIG:
            own = {"StringEquals": {"aws:SourceAccount": _ACCOUNT}}
            full = {"StringEquals": {**_FULL_CONTROL, "aws:SourceAccount": _ACCOUNT}}
            objects = objects[:-1] + "Config/*"
            return [
                _allow(delivery.writer, ["s3:GetBucketAcl", "s3:ListBucket"], whole, own),
                _allow(delivery.writer, "s3:PutObject", {"Fn::Sub": objects}, full),
            ]
        case Writer.BUCKET:
            source = {"Fn::GetAtt": [delivery.resource.logical_id, "Arn"]}
            arn = _arn(source) if is_there else {}
            own = {"StringEquals": {"aws:SourceAccount": _ACCOUNT}, **arn}
            objects = f"${{{bucket}.Arn}}/{prefix}*"
            return [_allow(delivery.writer, "s3:PutObject", {"Fn::Sub": objects}, own)]
        case Writer.MAIL:
            own = {"StringEquals": {"aws:SourceAccount": _ACCOUNT}}
            objects = f"${{{bucket}.Arn}}/{prefix}*"
            return [_allow(delivery.writer, "s3:PutObject", {"Fn::Sub": objects}, own)]
        case Writer.DISTRIBUTION:
            return []


def _of_trail(delivery: LogDelivery, whole: Tree, objects: str) -> list[Tree] | None:
    """For a trail of one account: one of an organisation writes to a folder that is not known."""
    if delivery.resource.has("IsOrganizationTrail") is not False:
        organisation = delivery.resource.case("IsOrganizationTrail")
        if organisation is None or organisation.value not in (False, "false"):
            return None
    name = delivery.resource.case("TrailName")
    source: dict[str, Tree] = {}
    if name is not None and name.direct and name.text:
        place = "arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/"
        source = {"aws:SourceArn": {"Fn::Sub": place + name.text}}
    own = {"StringEquals": source} if source else None
    full = {"StringEquals": {**_FULL_CONTROL, **source}}
    return [
        _allow(delivery.writer, "s3:GetBucketAcl", whole, own),
        _allow(delivery.writer, "s3:PutObject", {"Fn::Sub": objects}, full),
    ]


def _allow(writer: Writer, action: Tree, resource: Tree, condition: Tree = None) -> Tree:
    statement: dict[str, Tree] = {
        "Effect": "Allow",
        "Principal": {"Service": writer.value},
        "Action": action,
        "Resource": resource,
    }
    return statement if condition is None else {**statement, "Condition": condition}


def _arn(value: Tree) -> dict[str, Tree]:
    return {"ArnLike": {"aws:SourceArn": value}}


def _prefix(value: Tree | Special) -> str | None:
    """A prefix as it stands in the text of a `Fn::Sub`; None where it cannot."""
    if value is ABSENT:
        return ""
    if isinstance(value, str):
        return None if "${" in value else value
    call = None if isinstance(value, Special) else function_of(value)
    if call is not None and isinstance(call[1], str):
        if call[0] == "Fn::Sub":
            return call[1]
        if call[0] == "Ref":
            return f"${{{call[1]}}}"
    return None
