"""acl-disabled"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Case,
    Confidence,
    Finding,
    Fix,
    InsertKey,
    OnUpdate,
    Remove,
    Resource,
    Safety,
    SetValue,
    Severity,
    Tree,
    graded,
    rule,
)
from auditor.api.s3 import Bucket

_PUBLIC = frozenset({"PublicRead", "PublicReadWrite", "AuthenticatedRead"})
_GRANTING = _PUBLIC | {"LogDeliveryWrite", "AwsExecRead"}
_ENFORCED = "BucketOwnerEnforced"
_PREFERRED = "BucketOwnerPreferred"
_ENABLING = (_PREFERRED, "ObjectWriter")
_PROPERTY = "AccessControl"
_KEPT = "bucket-owner-full-control"
"""PutBucketAcl takes it of a bucket without ACLs, too:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html"""


@rule(id="acl-disabled", severity=Severity.ERROR, on=Bucket)
def acl_disabled(bucket: Bucket) -> Iterator[Finding]:
    """A canned ACL that the bucket's settings refuse.

    ## What it does
    Finds `AccessControl` with a value that grants something to others (`LogDeliveryWrite`,
    `PublicRead`, `PublicReadWrite`, `AuthenticatedRead`, `AwsExecRead`) on a bucket whose
    ownership setting is `BucketOwnerEnforced`, which is what buckets have without
    `OwnershipControls`. With another setting it finds public ACLs that Block Public Access
    refuses: it does on a bucket without `PublicAccessBlockConfiguration`, and with
    `BlockPublicAcls`.

    In Pulumi programs it finds `s3.BucketAcl` on such a bucket, too, `private` among them: the
    provider puts the ACL on the bucket that is there already.

    ## Why it fails
    Since April 2023 new buckets have ACLs disabled and Block Public Access enabled.

    ## Error
    ```
    Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting
    ```
    or `The bucket does not allow ACLs`,
    or `Bucket cannot have public ACLs set with BlockPublicAccess enabled`. cfn-lint says `E3045 A
    bucket with 'AccessControl' set should also have at least one 'OwnershipControl' configured`.

    ## Fix safety
    Safe where a bucket policy of the template lets S3 deliver logs to the whole bucket, as
    `LogDeliveryWrite` would: the ACL is removed. Unsafe where the policy is narrower, or where it
    lets everyone read the objects, as `PublicRead` is mostly meant (that ACL lists the bucket).
    Without a policy the fix for `LogDeliveryWrite` and `AwsExecRead` enables ACLs with
    `BucketOwnerPreferred`; unsafe, because a bucket policy may be the better way. Any other
    public ACL has no fix: whether the bucket should be public is for its owner to say.

    An ACL `private` of its own in a Pulumi program is removed, which is safe: the provider deletes
    nothing in AWS with it.

    A bucket that was created before April 2023 may be deployed with such an ACL. There, too,
    the update changes it in place: without the ACL the bucket policy still lets S3 deliver,
    which is why only that case is safe.

    ## References
    - [AWS::S3::Bucket](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html)
    - [Object Ownership errors](https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-error-responses.html)
    - [Canned ACLs](https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html)
    - [coverage-roadmap issue 1606](https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1606)
    """
    yield from _put(bucket)
    for acl in bucket.access_control:
        if acl.text not in _GRANTING:
            continue
        for ownership in bucket.ownership:
            if not bucket.template.can_meet(acl, ownership):
                continue
            if ownership.absent or ownership.value == _ENFORCED:
                yield _disabled(bucket, acl, ownership)
            elif ownership.value in _ENABLING and acl.text in _PUBLIC:
                yield from _blocked(bucket, acl, ownership)


def _put(bucket: Bucket) -> Iterator[Finding]:
    """ACLs that a program puts on the bucket: with ACLs disabled, S3 rejects `private` as well."""
    for resource in bucket.put_acls():
        for acl in resource.cases("Acl"):
            for ownership in bucket.ownership:
                is_enforced = ownership.absent or ownership.value == _ENFORCED
                is_met = bucket.template.can_meet(acl, ownership)
                if not is_met or not is_enforced or acl.text in (None, _KEPT):
                    continue
                yield Finding(
                    at=acl.path,
                    message=f"{bucket.resource.label} gets the ACL {acl.text}, which S3 rejects,"
                    f" since {_reason(ownership)}",
                    severity=graded(acl, ownership),
                    fix=_superfluous(bucket, resource, acl),
                )


def _superfluous(bucket: Bucket, resource: Resource, acl: Case) -> Fix | None:
    """Takes away an ACL that says what a bucket without ACLs does anyway.

    Pulumi deletes nothing in AWS with the resource: it leaves the bucket's ACL as it is.
    """
    is_used = any(
        reference.target == resource.logical_id
        for other in bucket.template.resources.values()
        for reference in other.references
    )
    if acl.text != "private" or is_used or resource.condition is not None:
        return None
    title = "Remove the ACL: a bucket is private without one"
    return Fix(title, (Remove(resource.path),), Safety.SAFE, OnUpdate.NOTHING)


def _reason(ownership: Case) -> str:
    if ownership.absent:
        return "a bucket without OwnershipControls has ACLs disabled"
    return "ObjectOwnership is BucketOwnerEnforced"


def _disabled(bucket: Bucket, acl: Case, ownership: Case) -> Finding:
    return Finding(
        at=acl.path,
        message=f"{bucket.resource.label} has the ACL {acl.text}, which S3 rejects,"
        f" since {_reason(ownership)}",
        severity=graded(acl, ownership),
        fix=_redundant(bucket, acl) or _enable(bucket, acl, ownership),
    )


def _blocked(bucket: Bucket, acl: Case, ownership: Case) -> Iterator[Finding]:
    for block in bucket.public_acls_blocked:
        if block.value is True and bucket.template.can_meet(acl, ownership, block):
            yield Finding(
                at=acl.path,
                message=f"{bucket.resource.label} has the public ACL {acl.text}, which S3 rejects"
                " unless BlockPublicAcls is false",
                severity=graded(acl, ownership, block),
                confidence=Confidence.MEDIUM,
                fix=_redundant(bucket, acl) or _advice(),
            )


def _redundant(bucket: Bucket, acl: Case) -> Fix | None:
    """Removes the ACL where a bucket policy grants what it is for."""
    if acl.path[-1] != _PROPERTY or not acl.direct:
        return None
    if acl.text == "LogDeliveryWrite":
        grant = {"Service": "logging.s3.amazonaws.com"}, "s3:PutObject", acl.when
        title = f"Remove {_PROPERTY}: the bucket policy lets S3 deliver logs"
        if bucket.policy_allows(*grant):
            return Fix(title, (Remove(acl.path),), Safety.SAFE)
        if bucket.policy_allows(*grant, in_part=True):
            return Fix(title, (Remove(acl.path),))
    if acl.text == "PublicRead" and bucket.policy_allows("*", "s3:GetObject", acl.when):
        title = f"Remove {_PROPERTY}: the bucket policy lets everyone read the objects"
        return Fix(title, (Remove(acl.path),))
    return None


def _enable(bucket: Bucket, acl: Case, ownership: Case) -> Fix | None:
    if acl.text in _PUBLIC:
        return _advice()
    title = f"Enable ACLs with ObjectOwnership {_PREFERRED}"
    if ownership.direct and ownership.known:
        return Fix(title, (SetValue(ownership.path, _PREFERRED),))
    if bucket.resource.has("OwnershipControls") is not False:
        return None
    properties = (*bucket.resource.path, "Properties")
    controls: Tree = {"Rules": [{"ObjectOwnership": _PREFERRED}]}
    if acl.path[-3:-1] == (_PROPERTY, "Fn::If") and len(acl.when) == 1:
        ((condition, holds),) = acl.when
        nothing = {"Ref": "AWS::NoValue"}
        branches = [controls, nothing] if holds else [nothing, controls]
        controls = {"Fn::If": [condition, *branches]}
    elif acl.path != (*properties, _PROPERTY):
        return None
    return Fix(title, (InsertKey(properties, "OwnershipControls", controls, after=_PROPERTY),))


def _advice() -> Fix:
    return Fix(
        "Grant public access with a bucket policy and PublicAccessBlockConfiguration, or remove"
        " the ACL",
        safety=Safety.DISPLAY,
    )
