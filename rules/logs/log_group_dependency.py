"""log-group-dependency"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Confidence,
    Equality,
    Finding,
    Fix,
    Name,
    Resource,
    Safety,
    Severity,
    custom_resources,
    rule,
    wait_for,
)
from auditor.api.lambda_ import LambdaFunction
from auditor.api.logs import declared_log_groups

_CONFIG_RULE = "AWS::Config::ConfigRule"
"""It evaluates as soon as it is created:
https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config-rules.html"""
_HOOKS = ("DeploymentPreference", "Hooks")
"""CodeDeploy runs them while the function is deployed:
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html"""


@rule(id="log-group-dependency", severity=Severity.WARNING, on=LambdaFunction)
def log_group_dependency(fn: LambdaFunction) -> Iterator[Finding]:
    """A function that does not wait for its declared log group.

    ## What it does
    Finds functions whose log group is declared by name, their own or the one in `LoggingConfig`,
    while nothing orders the two. A warning where the deployment itself runs the function, which a
    custom resource, a custom rule of AWS Config and a hook of a deployment do, else a hint. Where
    the group has to wait for the function, because its name contains the function's, it finds
    the custom resources that run the function without waiting for the group.

    ## Why it fails
    A function that runs before its group is created creates the group itself. Then the declared
    one cannot be created. It depends on the timing, so it fails now and then.

    ## Error
    ```
    Resource of type 'AWS::Logs::LogGroup' with identifier <identifier>/aws/lambda/<name>'
      already exists.
    /aws/lambda/<name> already exists in stack arn:aws:cloudformation:<stack>
    ```
    or `AWS::Logs::LogGroup <logical ID> /aws/lambda/<name> already exists`.

    ## Severity
    A hint where nothing runs the function while the stack is created: then the group is there
    first, whatever the order. A warning where something does, because the timing then decides.
    Never an error.

    ## Fix safety
    Safe: `DependsOn` changes the order of creation and nothing else. It is offered where no cycle
    arises and the group is created whenever what waits for it is.

    In a deployed stack both exist, and nothing changes.

    ## References
    - [DependsOn](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html)
    - [aws-cdk issue 667](https://github.com/aws/aws-cdk/issues/667)
    - [A custom resource that ran first](https://github.com/awslabs/landing-zone-accelerator-on-aws/issues/471)
    """
    name = _group_name(fn)
    if name is None:
        return
    for group in declared_log_groups(fn.template, name)[Equality.SAME]:
        if group.surely_waits_for(fn.logical_id):
            yield from _run_too_early(fn, group)
        elif not group.waits_for(fn.logical_id) and not fn.resource.waits_for(group.logical_id):
            yield Finding(
                at=fn.resource.path,
                on_key=True,
                message=f"{fn.resource.label} does not wait for {group.label}, and creates that"
                " group itself if it runs first, so the deployment fails",
                severity=Severity.WARNING if _runs_early(fn) else Severity.INFO,
                confidence=Confidence.MEDIUM,
                fix=_fix(fn.resource, group),
            )


def _group_name(fn: LambdaFunction) -> Name | None:
    """The name of the one log group that a function writes to."""
    if fn.names_its_log_group is False:
        return fn.log_group_name
    given = fn.resource.written("LoggingConfig", "LogGroup")
    return fn.template.name(given[0].value) if len(given) == 1 and given[0].known else None


def _run_too_early(fn: LambdaFunction, group: Resource) -> Iterator[Finding]:
    for resource in custom_resources(fn.resource):
        if resource.waits_for(group.logical_id) or group.waits_for(resource.logical_id):
            continue
        yield Finding(
            at=resource.path,
            on_key=True,
            message=f"{resource.label} runs {fn.resource.label} without waiting for {group.label},"
            " which the function creates itself if it runs first, so the deployment fails",
            severity=Severity.WARNING,
            confidence=Confidence.MEDIUM,
            fix=_fix(resource, group),
        )


def _runs_early(fn: LambdaFunction) -> bool:
    """Whether the deployment runs the function."""
    return any(custom_resources(fn.resource)) or any(
        reference.target == fn.logical_id
        and (resource.type == _CONFIG_RULE or reference.path[3:5] == _HOOKS)
        for resource in fn.template.resources.values()
        for reference in resource.references
    )


def _fix(resource: Resource, group: Resource) -> Fix | None:
    if group.condition not in (None, resource.condition):
        return None
    edits = wait_for(resource, group.logical_id)
    if not edits:
        return None
    return Fix(f"Add DependsOn {group.logical_id}", edits, Safety.SAFE)
