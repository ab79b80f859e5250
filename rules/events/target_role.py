"""target-role"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, InsertKey, Remove, Safety, Severity, rule
from auditor.api.events import RuleTarget


@rule(id="target-role", severity=Severity.ERROR, on=RuleTarget)
def target_role(target: RuleTarget) -> Iterator[Finding]:
    """A target of a rule without the role that it needs, or with one that it does not accept.

    ## What it does
    Knows which targets EventBridge reaches with a role: state machines, Kinesis and Firehose
    streams, ECS clusters, Batch job queues, pipelines, builds, event buses and API destinations. It
    finds those without `RoleArn` at the target, also where one is on the rule itself, and log
    groups, which accept none.

    ## Why it fails
    EventBridge checks the targets when they are set, and refuses the rule.

    ## Error
    ```
    RoleArn is required for target <target>
    ```
    or `RoleArn is not supported for target <target>`.

    ## Fix safety
    Unsafe where the role of the rule is put at the target, since it may be meant for something
    else. Safe where a role is removed that is not accepted: no rule can have been created with it.
    Otherwise the role is for the author to choose.

    In a deployed stack the rule changes in place.

    ## References
    - [Roles for targets](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html)
    - [Target, RoleArn](https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html)
    - [Error, reported of CodeBuild](https://github.com/awsdocs/aws-cloudformation-user-guide/pull/1178),
      [and of Step Functions](https://github.com/localstack/localstack/issues/8224)
    """
    severity = Severity.WARNING if target.arn.when else Severity.ERROR
    if target.needs_role and not target.has_role:
        title = "Give the target a role that EventBridge may assume"
        fix = Fix(title, safety=Safety.DISPLAY)
        role = target.role_of_rule
        if role is not None:
            title = "Use the role of the rule at the target"
            fix = Fix(title, (InsertKey(target.entry.path, "RoleArn", role, after="Arn"),))
        yield Finding(
            at=target.arn.path,
            message=f"{target.rule.label} has {_inside(target.word)} as a target without RoleArn,"
            " which EventBridge requires",
            severity=severity,
            fix=fix,
        )
    elif target.has_role and not target.needs_role:
        place = (*target.entry.path, "RoleArn")
        yield Finding(
            at=place,
            on_key=True,
            message=f"{target.rule.label} has {_inside(target.word)} as a target with RoleArn,"
            " which EventBridge rejects",
            severity=severity,
            fix=Fix("Remove RoleArn", (Remove(place),), Safety.SAFE),
        )


def _inside(word: str) -> str:
    return word[:1].lower() + word[1:]
