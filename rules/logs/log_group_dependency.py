"""log-group-dependency"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Confidence,
    Equality,
    Finding,
    Fix,
    LambdaFunction,
    Resource,
    Safety,
    Severity,
    declared_log_groups,
    rule,
    wait_for,
)


@rule(id="log-group-dependency", severity=Severity.WARNING, on=LambdaFunction)
def log_group_dependency(fn: LambdaFunction) -> Iterator[Finding]:
    """A function that does not wait for its declared log group.

    ## What it does
    Finds functions whose log group is declared by name while nothing orders the two. A warning
    where something in the template may run the function during the deployment, information
    otherwise. It is silent where the group waits for the function, because its name is made of
    the function's.

    ## Why it fails
    A function that runs before its group is created makes the group itself. Then the declared
    one cannot be created. It depends on the timing, so it fails now and then.

    ## Error
    ```
    Resource of type 'AWS::Logs::LogGroup' with identifier '/aws/lambda/...' already exists.
    ```

    ## Fix safety
    Safe: `DependsOn` changes the order of creation and nothing else. It is offered where no cycle
    arises and the group is created whenever the function is.

    ## References
    - [DependsOn](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html)
    - [aws-cdk issue 667](https://github.com/aws/aws-cdk/issues/667)
    """
    name = fn.log_group_name
    if name is None or fn.names_its_log_group is not False:
        return
    for group in declared_log_groups(fn.template, name)[Equality.SAME]:
        if fn.resource.waits_for(group.logical_id) or group.waits_for(fn.logical_id):
            continue
        yield Finding(
            at=fn.resource.path,
            on_key=True,
            message=f"does not wait for its log group {group.logical_id}, and makes it itself if"
            " it runs first",
            severity=Severity.WARNING if _may_run_early(fn) else Severity.INFO,
            confidence=Confidence.MEDIUM,
            fix=_fix(fn, group),
        )


def _may_run_early(fn: LambdaFunction) -> bool:
    """Whether something in the template refers to the function, or SAM makes an event of it."""
    others = fn.template.resources.values()
    is_referred = any(
        reference.target == fn.logical_id
        for resource in others
        for reference in resource.references
    )
    return is_referred or fn.resource.has("Events") is not False


def _fix(fn: LambdaFunction, group: Resource) -> Fix | None:
    if group.condition not in (None, fn.resource.condition):
        return None
    edit = wait_for(fn.resource, group.logical_id)
    if edit is None:
        return None
    return Fix(f"Let it depend on {group.logical_id}", (edit,), Safety.SAFE)
