"""log-group-key-policy"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, rule
from auditor.api.kms import Answer, EncryptedLogGroup


@rule(id="log-group-key-policy", severity=Severity.ERROR, on=EncryptedLogGroup)
def log_group_key_policy(encrypted: EncryptedLogGroup) -> Iterator[Finding]:
    """A log group encrypted with a key that CloudWatch Logs is not allowed to use.

    ## What it does
    Looks at log groups whose `KmsKeyId` refers to a key of the template, directly or by an alias,
    and finds those whose key policy has no statement for `logs.<Region>.amazonaws.com`. It is
    silent where a statement, or its principal, cannot be read.

    ## Why it fails
    CloudWatch Logs uses the key as a service, and the statement for the account's root, which lets
    IAM decide, is not for services. The log group cannot be created.

    ## Error
    ```
    The specified KMS key does not exist or is not allowed to be used with Arn '<log group>'
    ```
    In older texts: `The specified KMS Key Id could not be found. '<log group>'`, `Unable to
    validate if specified KMS key is valid`.

    ## Fix safety
    Safe: the statement that AWS documents is added to the key policy. It allows what log groups
    need and nothing else, for log groups of the same account and Region.

    In a deployed stack the key policy changes in place, and nobody loses a permission.

    ## References
    - [Encrypting log data](https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html)
    - [aws-cdk issue 28304](https://github.com/aws/aws-cdk/issues/28304)
    - [The older text](https://github.com/hashicorp/terraform/issues/24194), of a key of the same
      deployment, and [the one before it](https://github.com/hashicorp/terraform-provider-aws/issues/8042)
    """
    if encrypted.may_use_key is not Answer.DENIED:
        return
    edit, key = encrypted.permission, encrypted.key.resource.logical_id
    title = f"Let CloudWatch Logs use the key '{key}'"
    is_certain = not encrypted.case.when
    yield Finding(
        at=encrypted.case.path,
        message=f"Log group '{encrypted.group.logical_id}' is encrypted with key '{key}', whose"
        " policy does not let CloudWatch Logs use it, so the log group cannot be created",
        severity=Severity.ERROR if is_certain else Severity.WARNING,
        fix=Fix(title, (edit,), Safety.SAFE) if edit else Fix(title, safety=Safety.DISPLAY),
    )
