"""trail-key-policy"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, rule
from auditor.api.kms import Answer, EncryptedTrail


@rule(id="trail-key-policy", severity=Severity.ERROR, on=EncryptedTrail)
def trail_key_policy(encrypted: EncryptedTrail) -> Iterator[Finding]:
    """A trail encrypted with a key that CloudTrail is not allowed to use.

    ## What it does
    Looks at trails whose `KMSKeyId` refers to a key of the template, directly or by an alias, and
    finds those whose key policy has no statement for `cloudtrail.amazonaws.com`. It is silent
    where a statement, or its principal, cannot be read.

    ## Why it fails
    CloudTrail uses the key as a service, and the statement for the account's root, which lets IAM
    decide, is not for services. CloudTrail tries the key when the trail is created.

    ## Error
    ```
    Insufficient permissions to access S3 bucket <bucket> or KMS key <key>.
    ```

    ## Severity
    An error, since the key is of the template, so that all its statements are known. The last
    version of a stack with this error was read: it has no `IsLogging` either, and was not deployed.

    ## Fix safety
    Safe: a statement is added to the key policy that lets CloudTrail encrypt with the key for
    trails of the same account, and nothing else. Who reads the logs needs the permission to
    decrypt, as before.

    In a deployed stack the key policy changes in place, and nobody loses a permission.

    ## References
    - [Key policies for CloudTrail](https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html)
    - [CreateTrail, InsufficientEncryptionPolicyException](https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html)
    - [Error, reported](https://github.com/aws/aws-cdk/issues/23391)
    """
    if encrypted.may_use_key is not Answer.DENIED:
        return
    edit, key = encrypted.permission, encrypted.key.resource.logical_id
    title = f"Let CloudTrail use the key '{key}'"
    yield Finding(
        at=encrypted.case.path,
        message=f"Trail '{encrypted.trail.logical_id}' is encrypted with key '{key}', whose policy"
        " does not let CloudTrail use it, so the trail cannot be created",
        severity=Severity.WARNING if encrypted.case.when else Severity.ERROR,
        fix=Fix(title, (edit,), Safety.SAFE) if edit else Fix(title, safety=Safety.DISPLAY),
    )
