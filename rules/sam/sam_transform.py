"""sam-transform"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Fails,
    Finding,
    Fix,
    Rename,
    Safety,
    SetValue,
    Severity,
    Template,
    graded,
    meant,
    rule,
)
from auditor.api.sam import Refusal, Refused, refused

_DOCUMENT = "PolicyDocument"


@rule(
    id="sam-transform",
    severity=Severity.ERROR,
    on=Template,
    types=("AWS::Serverless::Function", "AWS::Serverless::StateMachine"),
)
def sam_transform(template: Template) -> Iterator[Finding]:
    """Something that the transform of SAM refuses, or drops in silence.

    ## What it does
    Finds S3 events on buckets that the template does not declare, policies in the shape of IAM
    roles (`PolicyName` with `PolicyDocument`) in `Policies` of functions and state machines,
    statements and other mappings there that are not policies, templates of policies without a
    parameter that they need, and `Policies` beside a `Role`.

    ## Why it fails
    The transform sets the notification on the bucket itself, which it can only do where the
    template declares it. It reads a policy as the name or ARN of a managed policy, one of its
    templates, or a policy document. Both are refused before the stack changes. With a `Role` SAM
    creates no role, so that `Policies` are dropped: a warning, since the function is refused what
    they allow only when it asks for it.

    ## Error
    ```
    Event with id [New] is invalid. S3 events must reference an S3 bucket in the same template.
    ```
    ```
    Resource with id [Reaper] is invalid. Policy at index 0 in the 'Policies' property is not valid
    ```
    ```
    Following required parameters of template 'DynamoDBCrudPolicy' don't have values: ['TableName']
    ```
    In general:
    `Event with id [<event>] is invalid. S3 events must reference an S3 bucket in the same template`
    and `Resource with id [<logical ID>] is invalid. Policy at index <index> in the 'Policies'
    property is not valid`.

    ## Fix safety
    Safe: the policy document is written in place of its wrapper. No stack was deployed with the
    wrapper; a deployed one changes in place. Unsafe: the name of a template, or of its only
    parameter, becomes the one that is meant. All else is shown as advice.

    ## References
    - [S3 events](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-s3.html)
    - [Policies and Role](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html)
    - [The translator](https://github.com/aws/serverless-application-model/tree/develop/samtranslator)
    """
    if not template.is_sam:
        return
    for one in refused(template):
        is_dropped = one.why is Refusal.DROPPED_POLICIES
        yield Finding(
            at=one.path,
            message=_message(one),
            severity=Severity.WARNING if is_dropped else graded(one.case),
            fails=Fails.INVOCATION if is_dropped else Fails.DEPLOYMENT,
            fix=_fix(one),
        )


def _message(one: Refused) -> str:
    match one.why:
        case Refusal.FOREIGN_BUCKET:
            return (
                f"{one.holder.label} has an S3 event on a bucket that the template does not"
                " declare, which SAM rejects"
            )
        case Refusal.WRAPPED_POLICY:
            return (
                f"{one.holder.label} has a policy with {_DOCUMENT}, as IAM roles have it, which SAM"
                " rejects"
            )
        case Refusal.UNKNOWN_POLICY:
            what = f"'{one.name}' in Policies, which" if one.name else "a mapping in Policies that"
            return f"{one.holder.label} has {what} is not a policy template, so SAM rejects it"
        case Refusal.MISSING_PARAMETER:
            return (
                f"{one.holder.label} has no {one.name} for {one.names[0]}, which needs it, so SAM"
                " rejects it"
            )
    return f"{one.holder.label} has Policies beside a Role, which SAM leaves out"


def _fix(one: Refused) -> Fix:
    if one.why is Refusal.FOREIGN_BUCKET:
        return Fix(
            "Declare the bucket here, or use an EventBridgeRule event on its notifications",
            safety=Safety.DISPLAY,
        )
    if one.why is Refusal.DROPPED_POLICIES:
        return Fix("Remove Role, or give the policies to the role", safety=Safety.DISPLAY)
    if one.why in (Refusal.MISSING_PARAMETER, Refusal.UNKNOWN_POLICY):
        return _renaming(one)
    title = "Use the policy document itself"
    value = one.case.value
    if one.case.direct and isinstance(value, dict) and set(value) <= {"PolicyName", _DOCUMENT}:
        return Fix(title, (SetValue(one.path, value[_DOCUMENT]),), Safety.SAFE)
    return Fix(title, safety=Safety.DISPLAY)


def _renaming(one: Refused) -> Fix:
    """The name that is meant, where that of a template, or of its only parameter, is another."""
    if one.why is Refusal.MISSING_PARAMETER:
        if one.given and one.case.direct:
            return Fix(f"Rename it to {one.name}", (Rename((*one.path, one.given), one.name),))
        return Fix(f"Set {one.name}", safety=Safety.DISPLAY)
    name = meant(one.name, one.names) if one.name else None
    if name is None:
        return Fix("Put it below Statement, or use a policy of SAM", safety=Safety.DISPLAY)
    if not one.case.direct:
        return Fix(f"Use {name}", safety=Safety.DISPLAY)
    return Fix(f"Use {name}", (Rename((*one.path, one.name), name),))
