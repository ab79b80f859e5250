"""function-log-group"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Edit,
    Finding,
    Fix,
    LambdaFunction,
    Safety,
    Severity,
    declared_log_groups,
    log_group,
    new_resource,
    rule,
    wait_for,
    waits_for_any,
)


@rule(id="function-log-group", severity=Severity.INFO, on=LambdaFunction)
def function_log_group(fn: LambdaFunction) -> Iterator[Finding]:
    """A function whose log group is not declared.

    ## What it does
    Finds functions for which the template declares no log group of their name, and that name no
    other in `LoggingConfig`. It is silent where a declared group has a name that may be the
    function's.

    ## Why it fails
    Nothing fails at once. Lambda makes the group on the first run: it never expires, it stays
    behind when the stack is deleted, and filters and alarms on it fail on the first deployment.

    ## Error
    None; where the stack declares the group later: `Resource of type 'AWS::Logs::LogGroup' with
    identifier '/aws/lambda/...' already exists.`

    ## Fix safety
    Unsafe: the fix declares the group with a retention (30 days unless configured), and lets the
    function wait for it where no cycle arises. A stack that is deployed already has the group,
    and cannot create it again before it is deleted or imported.

    ## References
    - [Log groups of functions](https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html)
    """
    template = fn.template
    name = fn.log_group_name
    if name is None or not template.shows_all_resources or fn.names_its_log_group is not False:
        return
    if any(declared_log_groups(template, name).values()):
        return
    yield Finding(
        at=fn.resource.path,
        on_key=True,
        message="its log group is not declared: it never expires, and stays when the stack goes",
        fix=_declare(fn),
    )


def _declare(fn: LambdaFunction) -> Fix | None:
    template = fn.template
    expression = fn.log_group_expression()
    if expression is None or fn.resource.condition is not None:
        return None
    logical_id = template.free_name(f"{fn.logical_id}LogGroup")
    body = log_group(template, expression)
    edits: list[Edit] = [new_resource(logical_id, body, near=fn.resource)]
    if not waits_for_any(template, expression, fn.logical_id):
        waiting = wait_for(fn.resource, logical_id)
        if waiting is None:
            return None
        edits.append(waiting)
    return Fix(f"Declare the log group as {logical_id}", tuple(edits), Safety.UNSAFE)
