"""dead-letter-permission"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, rule
from auditor.api.iam import Answer, SendUse, grant

_ACTIONS = {
    "sqs": "sqs:SendMessage",
    "sns": "sns:Publish",
    "lambda": "lambda:InvokeFunction",
    "events": "events:PutEvents",
}


@rule(id="dead-letter-permission", severity=Severity.ERROR, on=SendUse)
def dead_letter_permission(use: SendUse) -> Iterator[Finding]:
    """A dead-letter or destination target that the role is not allowed to send to.

    ## What it does
    Looks at dead-letter queues and topics of functions, at the destinations of
    `EventInvokeConfig`, and at the dead-letter queues of EventBridge Pipes, that are resources of
    the template. It finds those that the role of the function or of the pipe is not allowed to send
    to, where the role is declared in the template and all of its policies can be read: inline ones,
    attached ones, and the best known managed policies of AWS.
    It is silent where SAM creates the role and adds the permission, and where anything else may
    allow it: a managed policy that it does not know, a condition, a policy on the target, a
    connector, a nested stack or custom resource that is given the role.

    ## Why it fails
    Lambda tries the role before it accepts a dead-letter target or a destination, and Pipes does
    when the pipe is created. The deployment stops at the function or the pipe.

    ## Error
    ```
    The provided execution role does not have permissions to call SendMessage on SQS
    The provided execution role does not have permissions to call Publish on SNS
    ```
    For destinations: `The function's execution role does not have permissions to call <action> on
    arn:`. Of a pipe: `Error occurred while sending message to SQS queue`.

    ## Fix safety
    Safe: a stack without the permission cannot be created. The fix adds one statement for this
    action and this target to the role's inline policy, or one inline policy with it.

    In a deployed stack the role changes in place. The worst case is a stack whose role got the
    permission by hand: then it has it twice.

    ## References
    - [Dead-letter queues](https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html)
    - Reported: [beats issue 13963](https://github.com/elastic/beats/issues/13963),
      [serverless issue 4770](https://github.com/serverless/serverless/issues/4770),
      [amplify-cli issue 10395](https://github.com/aws-amplify/amplify-cli/issues/10395),
      [a pipe](https://github.com/momentohq/client-sdk-javascript/pull/1302)
    """
    action = _ACTIONS.get(use.target.kind.service)
    if action is None or use.answer(action) is not Answer.DENIED:
        return
    role, target = use.role.logical_id, use.target.logical_id
    verb = action.partition(":")[2]
    service = "Pipes" if use.holder.type == "AWS::Pipes::Pipe" else "Lambda"
    edit = grant(use.role, (action,), use.target, f"{verb}To{target}")
    title = f"Allow {action} on {target} in {role}"
    yield Finding(
        at=use.case.path,
        message=f"{use.role.label} does not allow {action} on {use.target.label}, so {service}"
        f" rejects {use.holder.label}",
        severity=Severity.ERROR if use.is_unconditional else Severity.WARNING,
        fix=None if edit is None else Fix(title, (edit,), Safety.SAFE),
    )
