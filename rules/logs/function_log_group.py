"""function-log-group"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, rule
from auditor.api.lambda_ import LambdaFunction
from auditor.api.logs import declared_log_groups, log_group


@rule(id="function-log-group", severity=Severity.INFO, on=LambdaFunction)
def function_log_group(fn: LambdaFunction) -> Iterator[Finding]:
    """A function whose log group is not declared.

    ## What it does
    Finds functions for which the template declares no log group of their name, and that name no
    other in `LoggingConfig`. It is silent where a declared group has a name that may be the
    function's.

    ## Why it fails
    Nothing fails at once. Lambda creates the group on the first run: it never expires, it is left
    when the stack is deleted, and filters and alarms on it fail on the first deployment.

    ## Error
    None; where the stack declares the group later: `Resource of type 'AWS::Logs::LogGroup' with
    identifier '/aws/lambda/...' already exists.`

    ## Fix safety
    Unsafe: the fix declares the group with a retention (that of the template's other groups where
    they agree, else 30 days unless configured), and lets the function wait for it. Where the
    function has no name of its own the group has to wait for the function; custom resources that
    run the function wait for the group then. A stack that is deployed already has the group, and
    cannot create it again before it is deleted or imported.

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
        message=f"{fn.resource.label} has no log group in the template, and the one that Lambda"
        " creates on the first run never expires and outlives the stack",
        fix=_declare(fn),
    )


def _declare(fn: LambdaFunction) -> Fix | None:
    expression = fn.log_group_expression()
    group = None if expression is None else log_group(fn.resource, expression)
    if group is None:
        return None
    return Fix(f"Add the log group {group.logical_id}", group.edits, Safety.UNSAFE)
