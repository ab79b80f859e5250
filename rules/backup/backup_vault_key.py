"""backup-vault-key"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Case, Finding, Fix, Remove, Safety, Severity, Template, rule

_DEFAULT = "alias/aws/backup"


@rule(
    id="backup-vault-key",
    severity=Severity.WARNING,
    on=Template,
    types=("AWS::Backup::BackupVault",),
)
def backup_vault_key(template: Template) -> Iterator[Finding]:
    """A backup vault whose key is named by an alias or an id.

    ## What it does
    Looks at `EncryptionKeyArn` of backup vaults, and finds texts that are not an ARN.

    ## Why it fails
    AWS Backup accepts the ARN of a key only. Aliases, which most other services resolve, are
    refused, among them that of the key which a vault has without the property. A warning, since one
    public template with an alias is said to have deployed.

    ## Error
    ```
    KMS key Alias is not supported by AWS Backup
    ```
    or `Invalid Key provided by the user`.

    ## Fix safety
    Unsafe: `alias/aws/backup` is removed, and the vault then has that key. For any other
    alias the fix is shown as advice, since the template does not say which key is meant.

    In a deployed stack a change of the key replaces the vault, which may fail where it has a name
    of its own or recovery points; a vault that exists was created without this fault.

    ## References
    - [CreateBackupVault](https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html)
    - [AWS::Backup::BackupVault](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-backup-backupvault.html)
    - Reported: [aws-cdk issue 10979](https://github.com/aws/aws-cdk/issues/10979)
    """
    for vault in template.of_type("AWS::Backup::BackupVault"):
        for case in vault.cases("EncryptionKeyArn"):
            if case.text is not None and not case.text.startswith("arn:"):
                yield Finding(
                    at=case.path,
                    message=f"{vault.label} names its key by '{case.text}', and AWS Backup"
                    " accepts only the ARN of a key",
                    fix=_fix(case),
                )


def _fix(case: Case) -> Fix:
    if case.direct and case.text == _DEFAULT and case.path[-1] == "EncryptionKeyArn":
        return Fix(
            "Remove EncryptionKeyArn: it is the key of vaults without one", (Remove(case.path),)
        )
    return Fix("Use the ARN of the key", safety=Safety.DISPLAY)
