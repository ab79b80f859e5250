"""public-policy-blocked"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, graded, rule
from auditor.api.s3 import PublicStatement

_ADVICE = "Set BlockPublicPolicy and RestrictPublicBuckets to false if it is to be public"


@rule(id="public-policy-blocked", severity=Severity.ERROR, on=PublicStatement)
def public_policy_blocked(statement: PublicStatement) -> Iterator[Finding]:
    """A bucket policy for everyone on a bucket that blocks public policies.

    ## What it does
    Finds statements that allow everyone (`Principal: '*'`) something, without a condition, on a
    bucket of the template that blocks public policies: with `BlockPublicPolicy`, or without a
    `PublicAccessBlockConfiguration`, since that is what buckets have.

    ## Why it fails
    Since April 2023 new buckets block public access, and S3 refuses the policy.

    ## Error
    ```
    API: s3:PutBucketPolicy Access Denied because public policies are blocked by the
      BlockPublicPolicy block public access setting.
    is not authorized to perform: s3:PutBucketPolicy on resource: <bucket> because public policies
      are prevented by the BlockPublicPolicy setting in S3 Block Public Access.
    ```
    or `public policies are blocked by the BlockPublicPolicy`.

    ## Fix safety
    There is no fix: whether the bucket should be public is for its owner to say. If so,
    `PublicAccessBlockConfiguration` with `BlockPublicPolicy: false` and
    `RestrictPublicBuckets: false` lets it.

    ## References
    - [Blocking public access](https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html)
    - [aws-cdk issue 25983](https://github.com/aws/aws-cdk/issues/25983)
    """
    bucket = statement.bucket
    for block in statement.blocks():
        if bucket.template.can_meet(statement.case, block):
            yield Finding(
                at=statement.case.path,
                message=f"{bucket.resource.label} blocks public policies, so S3 refuses the"
                " statement for everyone",
                severity=graded(statement.case, block),
                fix=Fix(_ADVICE, safety=Safety.DISPLAY),
            )
