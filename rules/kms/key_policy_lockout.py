"""key-policy-lockout"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, Tree, rule
from auditor.api.kms import Answer, Key

_ROOT: Tree = {
    "Sid": "AllowAdministrationByTheAccount",
    "Effect": "Allow",
    "Principal": {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}},
    "Action": "kms:*",
    "Resource": "*",
}


@rule(id="key-policy-lockout", severity=Severity.ERROR, on=Key)
def key_policy_lockout(key: Key) -> Iterator[Finding]:
    """A key policy that nobody could change any more.

    ## What it does
    Finds key policies in which every statement is for a service, or does not have
    `kms:PutKeyPolicy` among its actions. It is silent where a statement cannot be read, and where
    `BypassPolicyLockoutSafetyCheck` is set.

    ## Why it fails
    Access to a key is decided by its policy alone: without a statement for the account, not even
    its administrators get in. KMS refuses a policy that locks out who sets it.

    ## Error
    ```
    The new key policy will not allow you to update the key policy in the future.
    ```

    ## Fix safety
    Safe: the statement for the account is added that every key has by default, by which IAM
    policies decide who administers the key.

    In a deployed stack the key policy changes in place.

    ## References
    - [Default key policy](https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html)
    - [PutKeyPolicy](https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html)
    - [Error, reported](https://github.com/aws-solutions/innovation-sandbox-on-aws/issues/31)
    """
    if key.resource.has("BypassPolicyLockoutSafetyCheck") is not False:
        return
    if key.lets_change_policy() is not Answer.DENIED:
        return
    edit = key.with_statement(_ROOT)
    title = "Let the account administer the key"
    yield Finding(
        at=(*key.resource.path, "Properties", "KeyPolicy"),
        message=f"{key.resource.label} has a policy that lets nobody change it later, so KMS"
        " refuses the key",
        severity=Severity.WARNING if key.resource.when else Severity.ERROR,
        fix=Fix(title, (edit,), Safety.SAFE) if edit else Fix(title, safety=Safety.DISPLAY),
    )
