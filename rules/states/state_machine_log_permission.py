"""state-machine-log-permission"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, rule
from auditor.api.states import StateMachine, grant

_ACTIONS = (
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
)
"""https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy"""


@rule(id="state-machine-log-permission", severity=Severity.ERROR, on=StateMachine)
def state_machine_log_permission(machine: StateMachine) -> Iterator[Finding]:
    """A state machine that logs, with a role that cannot set up the delivery of logs.

    ## What it does
    Looks at state machines with a logging level and a log group, whose role is in the
    template with all of its policies. It finds roles that cannot call `logs:CreateLogDelivery` on
    all resources. It is silent where a policy cannot be read or may allow it.

    ## Why it fails
    Step Functions sets up the delivery with the role when the state machine is created. These
    actions cannot be narrowed to a log group.

    ## Error
    ```
    The state machine IAM Role is not authorized to access the Log Destination
    ```

    ## Fix safety
    Safe: no state machine can be created without it. The actions that AWS documents are allowed in
    one statement of the role.

    In a deployed stack the role changes in place.

    ## References
    - [Logging with CloudWatch Logs](https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html)
    - [serverless-patterns issue 102](https://github.com/aws-samples/serverless-patterns/issues/102)
    """
    destination = next(machine.log_destinations(), None)
    if destination is None or not machine.lacks(_ACTIONS[0]):
        return
    edit = grant(machine.role, _ACTIONS, None, "DeliverLogs")
    is_certain = not destination.when and not machine.role_case.when
    yield Finding(
        at=destination.path,
        message=f"{machine.role.label} does not allow {_ACTIONS[0]}, so Step Functions refuses"
        f" {machine.resource.label}, which logs",
        severity=Severity.ERROR if is_certain else Severity.WARNING,
        fix=None if edit is None else Fix("Allow the delivery of logs", (edit,), Safety.SAFE),
    )
