"""state-machine-permission"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Severity, rule
from auditor.api.states import StateMachine, grant

_ACTIONS = ("events:PutTargets", "events:PutRule", "events:DescribeRule")


@rule(id="state-machine-permission", severity=Severity.ERROR, on=StateMachine)
def state_machine_permission(machine: StateMachine) -> Iterator[Finding]:
    """A state machine that waits for a job, with a role that cannot create the rule for it.

    ## What it does
    Looks at definitions with an integration that waits for a job to end (`.sync` of nested state
    machines, ECS tasks and Batch jobs), whose role is in the template with all of its
    policies. It finds roles that cannot call `events:PutRule`.

    ## Why it fails
    Step Functions learns by an EventBridge rule that a job has ended. It creates this rule with the
    role when the state machine is created.

    ## Error
    ```
    '<role>' is not authorized to create managed-rule.
    ```

    ## Fix safety
    Unsafe: the three actions are allowed on all rules, and the author may want to name the managed
    rule of the integration alone.

    In a deployed stack the role changes in place.

    ## References
    - [Policies for integrations](https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html)
    - [Nested state machines](https://docs.aws.amazon.com/step-functions/latest/dg/concepts-nested-workflows.html)
    - [Error, reported](https://github.com/terraform-aws-modules/terraform-aws-step-functions/issues/11)
    """
    found = machine.waiting_integration()
    if found is None or not machine.lacks_everywhere("events:PutRule"):
        return
    case, integration = found
    edit = grant(machine.role, _ACTIONS, None, "ManageRuleOfJobs")
    is_certain = not case.when and not machine.role_case.when
    yield Finding(
        at=case.path,
        message=f"{machine.role.label} does not allow events:PutRule, which {integration} needs,"
        f" so Step Functions refuses {machine.resource.label}",
        severity=Severity.ERROR if is_certain else Severity.WARNING,
        fix=None if edit is None else Fix("Allow the managed rule", (edit,)),
    )
