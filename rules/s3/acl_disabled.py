"""acl-disabled"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Bucket,
    Case,
    Confidence,
    Finding,
    Fix,
    InsertKey,
    Remove,
    Safety,
    SetValue,
    Severity,
    graded,
    rule,
)

_PUBLIC = frozenset({"PublicRead", "PublicReadWrite", "AuthenticatedRead"})
_GRANTING = _PUBLIC | {"LogDeliveryWrite", "AwsExecRead"}
_ENFORCED = "BucketOwnerEnforced"
_PREFERRED = "BucketOwnerPreferred"
_PROPERTY = "AccessControl"


@rule(id="acl-disabled", severity=Severity.ERROR, on=Bucket)
def acl_disabled(bucket: Bucket) -> Iterator[Finding]:
    """A canned ACL that the bucket's settings refuse.

    ## What it does
    Finds `AccessControl` with a value that grants something to others (`LogDeliveryWrite`,
    `PublicRead`, `PublicReadWrite`, `AuthenticatedRead`, `AwsExecRead`) on a bucket whose
    ownership setting is `BucketOwnerEnforced`, which is what buckets have without
    `OwnershipControls`. With another setting it finds public ACLs that Block Public Access,
    on unless switched off, refuses.

    ## Why it fails
    Since April 2023 new buckets have ACLs disabled and Block Public Access enabled.

    ## Error
    ```
    Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting
    ```
    or `Bucket cannot have public ACLs set with BlockPublicAccess enabled`.

    ## Fix safety
    Safe where a bucket policy of the template already grants what the ACL would: the ACL is
    removed. For `LogDeliveryWrite` and `AwsExecRead` the fix enables ACLs with
    `BucketOwnerPreferred`; unsafe, because a bucket policy may be the better way. A public ACL
    has no fix: whether the bucket should be public is for its owner to say.

    ## References
    - [AWS::S3::Bucket](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html)
    - [Object Ownership errors](https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-error-responses.html)
    - [coverage-roadmap issue 1606](https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1606)
    """
    for acl in bucket.access_control:
        if acl.text not in _GRANTING:
            continue
        for ownership in bucket.ownership:
            if not bucket.template.can_meet(acl, ownership):
                continue
            if ownership.absent or ownership.value == _ENFORCED:
                yield _disabled(bucket, acl, ownership)
            elif ownership.known and acl.text in _PUBLIC:
                yield from _blocked(bucket, acl, ownership)


def _disabled(bucket: Bucket, acl: Case, ownership: Case) -> Finding:
    reason = "ObjectOwnership is BucketOwnerEnforced"
    if ownership.absent:
        reason = "a bucket without OwnershipControls has ACLs disabled"
    return Finding(
        at=acl.path,
        message=f"the ACL {acl.text} is refused: {reason}",
        severity=graded(acl, ownership),
        fix=_redundant(bucket, acl) or _enable(bucket, acl, ownership),
    )


def _blocked(bucket: Bucket, acl: Case, ownership: Case) -> Iterator[Finding]:
    for block in bucket.resource.cases("PublicAccessBlockConfiguration", "BlockPublicAcls"):
        is_on = block.absent or block.value is True or block.value == "true"
        if is_on and bucket.template.can_meet(acl, ownership, block):
            yield Finding(
                at=acl.path,
                message=f"the public ACL {acl.text} is refused: Block Public Access is on unless"
                " BlockPublicAcls is false",
                severity=graded(acl, ownership, block),
                confidence=Confidence.MEDIUM,
                fix=_redundant(bucket, acl) or _advice(),
            )


def _redundant(bucket: Bucket, acl: Case) -> Fix | None:
    """Removes the ACL where a bucket policy grants as much."""
    if acl.path[-1] != _PROPERTY or not _grants(bucket, acl.text or ""):
        return None
    return Fix(
        f"Remove {_PROPERTY}: the bucket policy grants as much",
        (Remove(acl.path),),
        Safety.SAFE,
    )


def _grants(bucket: Bucket, acl: str) -> bool:
    if acl == "LogDeliveryWrite":
        return bucket.policy_allows({"Service": "logging.s3.amazonaws.com"}, "s3:PutObject")
    if acl == "PublicRead":
        return bucket.policy_allows("*", "s3:GetObject")
    return False


def _enable(bucket: Bucket, acl: Case, ownership: Case) -> Fix | None:
    if acl.text in _PUBLIC:
        return _advice()
    title = f"Enable ACLs with ObjectOwnership {_PREFERRED}"
    if ownership.direct and ownership.known:
        return Fix(title, (SetValue(ownership.path, _PREFERRED),))
    if acl.path[-1] != _PROPERTY or bucket.resource.has("OwnershipControls") is not False:
        return None
    controls = {"Rules": [{"ObjectOwnership": _PREFERRED}]}
    return Fix(title, (InsertKey(acl.path[:-1], "OwnershipControls", controls, after=_PROPERTY),))


def _advice() -> Fix:
    return Fix(
        "Grant public access with a bucket policy and PublicAccessBlockConfiguration, or remove"
        " the ACL",
        safety=Safety.DISPLAY,
    )
