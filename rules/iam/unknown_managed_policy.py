"""unknown-managed-policy"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Edit, Finding, Fix, ReplaceText, Safety, SetValue, Severity, rule
from auditor.api.iam import AttachedPolicy, ManagedName, managed_name


@rule(id="unknown-managed-policy", severity=Severity.ERROR, on=AttachedPolicy)
def unknown_managed_policy(policy: AttachedPolicy) -> Iterator[Finding]:
    """An AWS managed policy that does not exist, or cannot be attached.

    ## What it does
    Compares the AWS managed policies that roles, users, groups, permission sets and SAM resources
    name with a dated table of all of them. It finds names without the path that they need
    (`service-role/`), other spellings, names that AWS has replaced, and policies of service-linked
    roles, which only AWS attaches.

    A name that is like no other is a warning, since AWS may have added it after the table's date.
    So is one that AWS has withdrawn from new roles: roles that have it keep it.

    ## Why it fails
    IAM looks for the ARN when the role is created, and the stack rolls back.

    ## Error
    ```
    Policy <policy> does not exist or is not attachable.
    ```
    or `Policy arn:aws:iam::aws:policy/<name> does not exist`.

    ## Fix safety
    Safe where no role can have the name and one policy is meant beyond doubt: the same name with
    its path, or with other separators, or the name that the policy has today. Unsafe where AWS has
    replaced a policy that roles may still have, since the new one may allow something else.

    A deployed role does not have the policy: the update attaches it in place. Where AWS has
    replaced a policy, a deployed role may still have the old one and loses it.

    ## References
    - [AWS managed policies](https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html)
    - [Policies of AWS Config](https://docs.aws.amazon.com/config/latest/developerguide/security-iam-awsmanpol.html)
    - [moto's copy of them](https://github.com/getmoto/moto)
    - Error, reported: [aws-log-ingestion issue 77](https://github.com/newrelic/aws-log-ingestion/issues/77),
      [aws-cdk issue 17278](https://github.com/aws/aws-cdk/issues/17278)
    """
    known = managed_name(policy.name, any_path=policy.is_bare)
    if known.exists:
        return
    was_there = known.exists is None
    is_sure = not was_there and not policy.case.when
    has_reason = known.instead is not None or known.is_linked
    yield Finding(
        at=policy.case.path,
        message=f"{policy.resource.label} has the managed policy '{policy.name}', which"
        f" {_fault(known)} (as of {known.as_of})",
        severity=Severity.ERROR if is_sure and has_reason else Severity.WARNING,
        fix=_fix(policy, known, Safety.UNSAFE if was_there else Safety.SAFE),
    )


def _fault(known: ManagedName) -> str:
    if known.exists is None:
        return "cannot be attached any more"
    if known.is_linked:
        return "IAM attaches to a service-linked role only"
    return "does not exist, so IAM rejects it"


def _fix(policy: AttachedPolicy, known: ManagedName, safety: Safety) -> Fix:
    if known.instead is None:
        return Fix("Choose a policy of the list that AWS publishes", safety=Safety.DISPLAY)
    title = f"Use {known.instead}"
    edit = _edit(policy, known.instead)
    return Fix(title, (edit,), safety) if edit else Fix(title, safety=Safety.DISPLAY)


def _edit(policy: AttachedPolicy, instead: str) -> Edit | None:
    """Replaces the name where it stands to the letter at the end of a text or a `Fn::Sub`."""
    value, path = policy.case.value, policy.case.path
    if policy.is_bare:
        return SetValue(path, instead.rpartition("/")[2])
    if isinstance(value, dict) and isinstance(value.get("Fn::Sub"), str):
        value, path = value["Fn::Sub"], (*path, "Fn::Sub")
    if not isinstance(value, str) or not value.endswith(f"/{policy.name}"):
        return None
    return ReplaceText(path, len(value) - len(policy.name), len(value), instead)
