"""missing-permission"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Fails, Finding, Fix, Safety, Severity, rule
from auditor.api.iam import RefusedCall, grant

_LONGEST_CALL = 60
_PASS_ROLE = "iam:PassRole"


@rule(
    id="missing-permission",
    severity=Severity.WARNING,
    on=RefusedCall,
    fails=Fails.INVOCATION,
)
def missing_permission(refused: RefusedCall) -> Iterator[Finding]:
    """A call to AWS that the role of the function does not allow.

    ## What it does
    Lays the calls of the AWS SDKs in a function's code (boto3, and versions 2 and 3 for
    JavaScript) beside the policies of its execution role, where the role is declared in the
    template, or created by SAM, and all of its policies can be read. It finds calls whose action no
    statement allows on anything; calls on a resource of the template (a name in the code, or a
    variable of the environment that refers to it) whose action is allowed on other resources only,
    as with `s3:GetObject` on a bucket without `/*`, or `dynamodb:Query` on a table and not on its
    index; `ec2:Describe*` and the like, which know no resources, allowed on ARNs only; and calls
    that hand a role to a service without `iam:PassRole` on it. It is a warning and never an
    error, since what a client speaks for is settled when the code runs. The confidence is medium
    where a policy of a resource that is not in the template may allow the call.

    It is silent where anything else may allow it: a condition, `NotAction`, a managed policy that
    it does not know, a permissions boundary, a connector, a policy on the resource, a nested stack
    or custom resource that is given the role. It is also silent about KMS, whose keys have policies
    of their own, and about files that speak of other credentials or of a role that they assume.

    ## Why it fails
    The stack deploys. AWS refuses the call when the code reaches it.

    ## Error
    ```
    User: <role> is not authorized to perform: <action> on resource: <resource> because no
      identity-based policy allows the <action> action
    User: <role> is not authorized to perform: <action> on resource: <resource>
    ```
    or `is not authorized to perform: <action>`, `is not authorized to perform <action> on
    resource`, `An error occurred (AccessDenied) when calling the <operation> operation`, `An error
    occurred (AccessDeniedException) when calling the <operation> operation`, `An error occurred
    (403) when calling the <operation> operation: Forbidden`, of SQS `Access to the resource
    https://sqs.<region>.amazonaws.com/ is denied`. People say that the `Lambda function
    does not have permission`, `Lambda function does not have enough permission`, `Lambda does not
    have permission`, or that its `role lacks the permission to call <action>`.

    ## Severity
    A warning and never an error: which credentials and which resource a call has is only settled
     when the code runs.

    ## Fix safety
    Unsafe: it gives the role more rights. The fix adds one statement for this action on this
    resource, or the action to the statement that is for this resource alone; `*` is only written
    for actions that know no resources. There is no fix where the template does not show the
    resource, and where the role would have to wait for what waits for it.

    In a deployed stack the role changes in place, and may do at once what was refused so far.

    ## References
    - [Actions, resources and condition keys](https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html)
    - [Passing a role to a service](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html)
    - [Indexes and fine-grained access](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/iam-policy-specific-table-indexes.html)
    - [How the policies of a resource count](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html)
    - Error, documented: [access denied messages](https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html)
    """
    yield refused.file.finding(
        refused.span,
        _message(refused),
        confidence=refused.confidence,
        fix=_fix(refused),
    )


def _message(refused: RefusedCall) -> str:
    role, action = refused.role.label, refused.need.action
    call = _call(refused)
    if action == _PASS_ROLE:
        on = refused.place or "any role"
        return f"{role} does not allow {action} on {on}, so {call}, which passes it on, fails"
    if refused.place is None:
        on = "all resources" if refused.need.on_all else "any resource"
        return f"{role} does not allow {action} on {on}, so {call} fails"
    return f"{role} does not allow {action} on {refused.place}, so {call} fails"


def _call(refused: RefusedCall) -> str:
    """The call as it is written; with what version 3 for JavaScript sends."""
    span = refused.call.span
    call = " ".join(refused.file.text[span.start : span.end].split())
    if len(call) > _LONGEST_CALL:
        call = f"…{call[-_LONGEST_CALL:]}"
    is_sent = refused.call.sdk == "aws-sdk-js-3" and call.endswith(".send")
    return f"{call}({refused.call.operation}Command)" if is_sent else call


def _fix(refused: RefusedCall) -> Fix | None:
    action, target, role = refused.need.action, refused.need.target, refused.role.logical_id
    if target is None and not refused.need.on_all:
        return None
    edit = grant(refused.role, (action,), target, refused.name)
    if edit is None:
        return None
    title = f"Allow {action} on {refused.place or 'all resources'} in {role}"
    return Fix(title, (edit,), Safety.UNSAFE)
