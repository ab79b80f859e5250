"""principal-not-found"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, SetValue, Severity, rule
from auditor.api.iam import NamedRole, PolicyDocument, named_roles


@rule(id="principal-not-found", severity=Severity.WARNING, on=PolicyDocument)
def principal_not_found(document: PolicyDocument) -> Iterator[Finding]:
    """A policy whose principal is a role that does not exist yet.

    ## What it does
    Compares principals of trust policies and of policies of resources with the roles that the
    template names by `RoleName`. It finds those that are written as an ARN with that name, so that
    the policy does not wait for the role: a warning, since the role may be there in time. A
    role that trusts itself is an error, since it cannot be there.

    It is silent about roles that are none of the template's.

    ## Why it fails
    IAM, KMS and S3 look every principal up when the policy is set, and refuse one that they do not
    find.

    ## Error
    ```
    Policy contains a statement with one or more invalid principals.
    ```
    or `Invalid principal in policy`; of the policy of a topic `Policy Error: PrincipalNotFound`.

    ## Fix safety
    Safe where a reference to the role replaces the text: it returns the same ARN, and the
    policy waits for the role. There is no fix where the role waits for the policy, or trusts itself:
    the account's root with a condition on `aws:PrincipalArn` does without the lookup.

    In a deployed stack the policy changes in place, to the same text.

    ## References
    - [Principal](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html)
    - [Invalid principal in policy](https://repost.aws/knowledge-center/kms-key-policy-malformed-policy-exception)
    - [Error of a topic, reported](https://github.com/hashicorp/terraform-provider-aws/issues/26041)
    """  # noqa: E501 (the error as AWS writes it)
    for found in named_roles(document):
        yield _finding(document, found)


def _finding(document: PolicyDocument, found: NamedRole) -> Finding:
    role = found.role.label
    if found.is_own:
        message = f"{role} trusts itself by its name, and does not exist when that is looked up"
    else:
        message = (
            f"{document.resource.label} names {role} as a principal and does not wait for it, so"
            " the policy is refused where the role is not there yet"
        )
    fix = Fix(
        "Name the account's root, with a condition on aws:PrincipalArn", safety=Safety.DISPLAY
    )
    if not found.closes_cycle:
        edit = SetValue(found.case.path, {"Fn::GetAtt": [found.role.logical_id, "Arn"]})
        fix = Fix("Refer to the role", (edit,), Safety.SAFE)
    is_error = found.is_own and not found.case.when
    return Finding(
        at=found.case.path,
        message=message,
        severity=Severity.ERROR if is_error else Severity.WARNING,
        fix=fix,
    )
