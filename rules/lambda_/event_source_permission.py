"""event-source-permission"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.api import Finding, Fix, Safety, Severity, listed, rule
from auditor.api.iam import Answer, ReadUse, grant


class _Needs(Struct, frozen=True):
    """The actions that Lambda tries, and those that its documentation asks for with them."""

    tried: tuple[str, ...]
    documented: tuple[str, ...]


_NEEDS = {
    "sqs": _Needs(
        ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
        ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
    ),
    "kinesis": _Needs(
        ("kinesis:GetRecords", "kinesis:GetShardIterator"),
        (
            "kinesis:DescribeStream",
            "kinesis:DescribeStreamSummary",
            "kinesis:GetRecords",
            "kinesis:GetShardIterator",
            "kinesis:ListShards",
        ),
    ),
    "dynamodb": _Needs(
        ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
        (
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
        ),
    ),
}


@rule(id="event-source-permission", severity=Severity.ERROR, on=ReadUse)
def event_source_permission(use: ReadUse) -> Iterator[Finding]:
    """An event source mapping whose function is not allowed to read the source.

    ## What it does
    Looks at `AWS::Lambda::EventSourceMapping` and at SAM events of the types SQS, Kinesis and
    DynamoDB, where the queue, the stream or the table is a resource of the template. It finds
    those that the function's execution role is not allowed to read, where the role is declared in
    the template and all of its policies can be read. It is silent where SAM creates the role and
    adds the permission, and where anything else may allow it: a managed policy that it does not
    know, a condition, a policy on the source, a connector, a nested stack or custom resource that
    is given the role.

    ## Why it fails
    Lambda tries the role before it creates the mapping. The deployment stops there.

    ## Error
    ```
    The function execution role does not have permissions to call <action> on SQS
    The provided execution role does not have permissions to call <action> on SQS
    Cannot access stream <arn>. Please ensure the role can perform the <actions> Actions on your
      stream in IAM.
    ```

    ## Fix safety
    Safe: a stack without the permission cannot be created. The fix adds one statement with the
    actions that are missing, for this source only, to the role's inline policy, or one inline
    policy with it.

    In a deployed stack the role changes in place. The worst case is a stack whose role got the
    permission by hand: then it has it twice.

    ## References
    - [Permissions for queues](https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html)
    - [Permissions for table streams](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/iam-policy-example-lamda-process-dynamodb-streams.html)
    - Reported for SQS:
      [serverless-iam-roles-per-function issue 21](https://github.com/functionalone/serverless-iam-roles-per-function/issues/21)
    - Reported for streams:
      [terraform-provider-aws pull request 20229](https://github.com/hashicorp/terraform-provider-aws/pull/20229)
    """
    needs = _NEEDS.get(use.target.kind.service)
    if needs is None:
        return
    refused = [action for action in needs.tried if use.answer(action) is Answer.DENIED]
    if not refused:
        return
    role, target = use.role.logical_id, use.target.logical_id
    missing = tuple(action for action in needs.documented if use.answer(action) is Answer.DENIED)
    edit = grant(use.role, missing, use.target, f"Read{target}")
    title = f"Allow {listed(missing)} on {target} in {role}"
    yield Finding(
        at=use.case.path,
        message=f"{use.role.label} does not allow {listed(refused)} on {use.target.label}, so"
        f" Lambda rejects the event source mapping of {use.function.label}",
        severity=Severity.ERROR if use.is_unconditional else Severity.WARNING,
        fix=None if edit is None else Fix(title, (edit,), Safety.SAFE),
    )
