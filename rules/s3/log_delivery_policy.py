"""log-delivery-policy"""

from __future__ import annotations

import json
from collections.abc import Iterator

from auditor.api import (
    Case,
    Edit,
    Fails,
    Finding,
    Fix,
    InsertKey,
    Remove,
    Resource,
    Safety,
    SetValue,
    Severity,
    Tree,
    graded,
    new_resource,
    rule,
    wait_for,
    waits_for_any,
)
from auditor.api.logs import LogBucket, LogDelivery, Writer, log_delivery_policy_for
from auditor.api.s3 import Bucket

_NAMES = {
    Writer.TRAIL: "CloudTrail",
    Writer.APPLICATION: "Elastic Load Balancing",
    Writer.NETWORK: "Elastic Load Balancing",
    Writer.CONFIG: "AWS Config",
    Writer.BUCKET: "S3 server access logging",
    Writer.MAIL: "SES",
    Writer.DISTRIBUTION: "CloudFront",
}
_PREFERRED = "BucketOwnerPreferred"
_IDENTITIES = (
    *("AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"),
)


@rule(id="log-delivery-policy", severity=Severity.ERROR, on=LogBucket)
def log_delivery_policy(bucket: LogBucket) -> Iterator[Finding]:
    """A bucket that a service writes logs or mail to, without a bucket policy that allows it.

    ## What it does
    Finds buckets of the template that a CloudTrail trail, an Application or Network Load Balancer,
    an AWS Config delivery channel, the server access logging of another bucket or a receipt rule of
    SES without a role of its own writes to, and that have no policy in the template, or, as a
    warning, one that allows only other services. For the standard logs of CloudFront it wants a
    bucket with ACLs enabled instead, and for those of an Application Load Balancer one that no KMS
    key encrypts. What tries the bucket when it is created, and does not wait for the policy, is a
    warning too. It is silent where a nested stack, a custom resource or a policy for a bucket that
    is not known may be what lets the service, where a canned ACL `LogDeliveryWrite` does, or where
    a role of the template may write for AWS Config.

    ## Why it fails
    The owner of a bucket, too, has to let a service of AWS write to it. CloudTrail, Elastic Load
    Balancing and SES try that when the resource is created, and so does AWS Config where its
    recorders have the service-linked role, which may write to no bucket: AWS Config then writes as
    itself. S3 says nothing and delivers no logs.
    The logs of an Application Load Balancer can be encrypted with the keys of S3 (SSE-S3) alone.
    With SSE-KMS and no key that is named, S3 uses the key of AWS in the account that writes, which
    is not that of the bucket.

    ## Error
    ```
    Incorrect S3 bucket policy is detected for bucket: <bucket>
    Access Denied for bucket: <bucket>. Please check S3bucket permission
    Insufficient delivery policy to s3 bucket: <bucket>, unable to write to bucket
    The S3 bucket that you specified for CloudFront logs does not enable ACL access
    Could not write to bucket: <bucket>
    You must give the log-delivery group WRITE and READ_ACP permissions to the target bucket
    ```

    ## Severity
    An error where the service writes when the resource is created and certainly has no way to:
    a trail, a load balancer, a receipt rule or a delivery channel beside a recorder with the
    service-linked role, without any policy for its bucket, or an Application Load Balancer whose
    bucket a KMS key encrypts. A warning where the policy exists and only the order, or a statement
    for another service, decides, where logs are lost without a failure, and where the key is that
    of AWS: the load balancer has been seen refused, and other logs written that nobody could read.

    ## Fix safety
    Safe where only the order changes: nothing changes in a deployed stack. Safe, too, where
    ACLs are enabled for CloudFront on a bucket that says nothing about them: the update changes
    it in place, and removes nothing.

    Unsafe where a policy is declared, as AWS documents it, scoped to the account and to the
    prefix, with the resource waiting for it: a bucket of a deployed stack may have been given a
    policy by hand, and then the update may fail, since `The bucket policy already exists`.
    Unsafe where the author has written `BucketOwnerEnforced`: another bucket, or none, may be
    the better repair. Unsafe, too, where SSE-S3 replaces a KMS key: the update changes
    the bucket in place, and whatever is written to it from then on is encrypted by SSE-S3. There
    is no fix for the trail of an organization, and for a policy that allows others only.

    ## References
    - [CloudTrail](https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html)
    - [Application Load Balancer](https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html)
    - [Network Load Balancer](https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-access-logs.html)
    - [AWS Config](https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html)
    - [Server access logging](https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html)
    - What S3 says of the target of access logs: [moto](https://github.com/getmoto/moto)
    - [Mail in a bucket](https://docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html)
    - Error texts: [aws-cdk issue 1172](https://github.com/aws/aws-cdk/issues/1172),
      [of SES](https://github.com/Fraudmarc/fraudmarc-ce/issues/79),
      [aws-cf-templates issue 349](https://github.com/widdix/aws-cf-templates/issues/349)
    - A bucket with a KMS key: [aws-cdk issue 21947](https://github.com/aws/aws-cdk/issues/21947),
      with that of AWS [refused](https://github.com/terraform-aws-modules/terraform-aws-alb/issues/61)
      and [not to be read](https://github.com/aws/aws-cdk/pull/23514)
    - [Standard logs of CloudFront](https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html)
    """
    for delivery in bucket.deliveries:
        if delivery.writer is Writer.DISTRIBUTION:
            yield from _without_acls(bucket, delivery)
        if delivery.writer is Writer.APPLICATION:
            yield from _encrypted_by_key(bucket, delivery)
    policies = bucket.policies
    wanting = [
        delivery for delivery in bucket.deliveries if not _is_let_otherwise(bucket, delivery)
    ]
    if policies == []:
        fix = _declare(bucket, wanting)
        for delivery in wanting:
            yield _without_policy(bucket, delivery, fix)
        return
    for policy in policies or ():
        for delivery in wanting:
            if not _may_allow(policy, delivery.writer):
                yield _not_named(delivery, policy)
            elif delivery.is_tried:
                yield from _too_early(delivery, policy)


def _is_let_otherwise(bucket: LogBucket, delivery: LogDelivery) -> bool:
    if delivery.writer is Writer.BUCKET or delivery.is_itself:
        acls = bucket.resource.cases("AccessControl")
        return any(not acl.absent and acl.value != "Private" for acl in acls)
    if delivery.writer is Writer.CONFIG:
        grants = ("s3:*", "s3:Put", '"*"', "AdministratorAccess", "AmazonS3FullAccess")
        texts = [
            json.dumps(identity.body, default=str)
            for identity in delivery.resource.template.of_type(*_IDENTITIES)
        ]
        return any(grant in text for text in texts for grant in grants)
    return delivery.writer is Writer.DISTRIBUTION


def _without_acls(bucket: LogBucket, delivery: LogDelivery) -> Iterator[Finding]:
    for ownership in Bucket(bucket.resource).ownership:
        is_refused = ownership.absent or ownership.value == "BucketOwnerEnforced"
        if is_refused and bucket.template.can_meet(ownership, *delivery.cases):
            yield Finding(
                at=delivery.at,
                message=f"{delivery.resource.label} writes its logs by ACL, and CloudFront rejects"
                f" {bucket.resource.label}, which has ACLs disabled",
                severity=graded(*delivery.cases, ownership),
                fix=_enable_acls(bucket, ownership),
            )


def _enable_acls(bucket: LogBucket, ownership: Case) -> Fix | None:
    title = f"Set ObjectOwnership of '{bucket.resource.logical_id}' to {_PREFERRED}"
    properties = (*bucket.resource.path, "Properties")
    if ownership.direct and ownership.known:
        return Fix(title, (SetValue(ownership.path, _PREFERRED),))
    if bucket.resource.has("OwnershipControls") is not False:
        return None
    controls: Tree = {"OwnershipControls": {"Rules": [{"ObjectOwnership": _PREFERRED}]}}
    present = bucket.resource.body.get("Properties")
    if present is None:
        insert = InsertKey(bucket.resource.path, "Properties", controls, after="Type")
    elif isinstance(present, dict) and "OwnershipControls" not in present:
        insert = InsertKey(properties, "OwnershipControls", controls["OwnershipControls"])
    else:
        return None
    return Fix(title, (insert,), Safety.SAFE)


def _encrypted_by_key(bucket: LogBucket, delivery: LogDelivery) -> Iterator[Finding]:
    for algorithm, key in Bucket(bucket.resource).kms_encryptions():
        cases = (*delivery.cases, algorithm, key)
        if bucket.template.can_meet(*cases):
            whose = "the key of AWS" if key.absent else "a KMS key"
            effect = " or writes what nobody here can read" if key.absent else ""
            yield Finding(
                at=delivery.at,
                message=f"{delivery.resource.label} logs to {bucket.resource.label}, which {whose}"
                f" encrypts where only SSE-S3 is supported, so {_effect(delivery)}{effect}",
                severity=Severity.WARNING if key.absent else graded(*cases),
                fix=_encrypt_by_s3(bucket, algorithm, key),
            )


def _encrypt_by_s3(bucket: LogBucket, algorithm: Case, key: Case) -> Fix:
    title = f"Encrypt '{bucket.resource.logical_id}' by SSE-S3"
    if not algorithm.direct or not (key.absent or key.path[-1] == "KMSMasterKeyID"):
        return Fix(title, safety=Safety.DISPLAY)
    key_goes = () if key.absent else (Remove(key.path),)
    return Fix(title, (SetValue(algorithm.path, "AES256"), *key_goes), Safety.UNSAFE)


def _without_policy(bucket: LogBucket, delivery: LogDelivery, fix: Fix | None) -> Finding:
    return Finding(
        at=delivery.at,
        message=f"{bucket.resource.label} has no policy that lets {delivery.writer.value} write the"
        f" {_what(delivery)} of {delivery.resource.label}, so {_effect(delivery)}",
        fails=_fails(delivery),
        severity=_severity(bucket, delivery),
        fix=fix,
    )


def _severity(bucket: LogBucket, delivery: LogDelivery) -> Severity:
    if not delivery.is_tried:
        return Severity.WARNING
    return graded(*delivery.cases, Case(None, (), bucket.resource.when))


def _not_named(delivery: LogDelivery, policy: Resource) -> Finding:
    return Finding(
        at=delivery.at,
        message=f"{policy.label} does not let {delivery.writer.value} write the {_what(delivery)}"
        f" of {delivery.resource.label}, so {_effect(delivery)}",
        severity=Severity.WARNING,
        fails=_fails(delivery),
    )


def _what(delivery: LogDelivery) -> str:
    return "mail" if delivery.writer is Writer.MAIL else "logs"


def _effect(delivery: LogDelivery) -> str:
    service = _NAMES[delivery.writer]
    if delivery.writer is Writer.MAIL:
        return f"{service} rejects the rule"
    if delivery.is_tried:
        return f"{service} refuses to log to the bucket"
    return f"{service} delivers nothing"


def _fails(delivery: LogDelivery) -> Fails:
    return Fails.DEPLOYMENT if delivery.is_tried else Fails.LATER


def _may_allow(policy: Resource, writer: Writer) -> bool:
    """Whether a policy names a service, or has a statement that may be for it."""
    for document in policy.cases("PolicyDocument"):
        if not isinstance(document.value, dict):
            return True
        statements = document.value.get("Statement")
        listed = statements if isinstance(statements, list) else [statements]
        if any(_may_be_for(statement, writer) for statement in listed):
            return True
    return False


def _may_be_for(statement: Tree, writer: Writer) -> bool:
    if not isinstance(statement, dict) or "Effect" not in statement:
        return True
    if statement["Effect"] == "Deny":
        return False
    principal = statement.get("Principal")
    if not (isinstance(principal, dict) and set(principal) == {"Service"}):
        return True
    services = principal["Service"]
    listed = services if isinstance(services, list) else [services]
    return any(not isinstance(service, str) or service == writer.value for service in listed)


def _too_early(delivery: LogDelivery, policy: Resource) -> Iterator[Finding]:
    resource = delivery.resource
    if resource.waits_for(policy.logical_id) or policy.waits_for(resource.logical_id):
        return
    edits = wait_for(resource, policy.logical_id)
    yield Finding(
        at=delivery.at,
        message=f"{resource.label} does not wait for {policy.label}, and fails if it is created"
        f" before that policy lets {_NAMES[delivery.writer]} write",
        severity=Severity.WARNING,
        fix=Fix(f"Add DependsOn {policy.logical_id}", edits, Safety.SAFE) if edits else None,
    )


def _declare(bucket: LogBucket, deliveries: list[LogDelivery]) -> Fix | None:
    """Declares one policy for all deliveries, created before what fails without it."""
    body = log_delivery_policy_for(bucket.resource, deliveries)
    if body is None:
        return None
    logical_id = bucket.template.free_name(f"{bucket.resource.logical_id}Policy")
    edits: list[Edit] = [new_resource(logical_id, body, behind=bucket.resource)]
    waiting = {d.resource.logical_id: d.resource for d in deliveries if d.is_tried}
    for name, resource in waiting.items():
        order = wait_for(resource, logical_id)
        if order is None or waits_for_any(bucket.template, body, name):
            return None
        edits += order
    title = f"Add a policy for the bucket '{bucket.resource.logical_id}'"
    return Fix(title, tuple(edits), Safety.UNSAFE)
