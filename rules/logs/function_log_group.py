"""function-log-group"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Confidence,
    Equality,
    Fails,
    Finding,
    Fix,
    OnUpdate,
    Resource,
    Safety,
    SetValue,
    Severity,
    compare,
    rule,
    waits_for_any,
)
from auditor.api.lambda_ import LambdaFunction
from auditor.api.logs import LOG_GROUP, declared_log_groups, log_group

_PREFIX = tuple("/aws/lambda/")


@rule(
    id="function-log-group",
    severity=Severity.INFO,
    on=LambdaFunction,
    fails=Fails.LATER,
)
def function_log_group(fn: LambdaFunction) -> Iterator[Finding]:
    """A function whose log group is not declared.

    ## What it does
    Finds functions for which the template declares no log group of their name, and that name no
    other in `LoggingConfig`. It is silent where a declared group has a name that may be the
    function's. A group below `/aws/lambda/` that the function waits for, and that no function of
    the template writes to, is a warning: it is meant to be the function's, and has another name.

    ## Why it fails
    Nothing fails at once. Lambda creates the group on the first run: it never expires, it is left
    when the stack is deleted, and filters and alarms on it fail on the first deployment.

    ## Error
    None; where the stack declares the group later: `Resource of type 'AWS::Logs::LogGroup' with
    identifier <identifier>/aws/lambda/<name>' already exists.`

    ## Severity
    A hint, since nothing fails: a log group that Lambda creates works, it only outlives the
    stack and never expires. Where a declared group has nearly the function's name it is a
    warning, because that group then stays empty.

    ## Fix safety
    Unsafe, and applied only where the rule is named, with `--select function-log-group` for
    example. The fix declares the group with a retention (that of the template's other groups where
    they agree, else 30 days unless configured), and lets the function wait for it. Where the
    function has no name of its own the group has to wait for the function; custom resources that
    run the function wait for the group then. The update of a deployed stack fails where the
    function has run: the group exists, and has to be deleted or imported before. A declared group
    with another name gets that of the function, which replaces it; where the function has run, that
    update may fail for the same reason.

    ## References
    - [Log groups of functions](https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html)
    - Error, reported: [aws-cdk issue 667](https://github.com/aws/aws-cdk/issues/667)
    """
    template = fn.template
    name = fn.log_group_name
    if name is None or not template.shows_all_resources or fn.names_its_log_group is not False:
        return
    if any(declared_log_groups(template, name).values()):
        return
    group = _misnamed(fn)
    if group is not None:
        yield Finding(
            at=(*group.path, "Properties", "LogGroupName"),
            message=f"Log group '{group.logical_id}' has another name than the one that"
            f" {fn.resource.label} writes to, so the logs do not get its retention",
            severity=Severity.WARNING,
            confidence=Confidence.MEDIUM,
            fix=_respelled(fn, group),
        )
        return
    yield Finding(
        at=fn.resource.path,
        on_key=True,
        message=f"{fn.resource.label} has no log group in the template, and the one that Lambda"
        " creates on the first run never expires and outlives the stack",
        fix=_declare(fn),
    )


def _misnamed(fn: LambdaFunction) -> Resource | None:
    """The only log group that a function waits for, and that has the name of no function."""
    template = fn.template
    waited_for = {one.target for one in fn.resource.references if one.function == "DependsOn"}
    groups = [group for group in template.of_type(LOG_GROUP) if group.logical_id in waited_for]
    if len(groups) != 1 or len(groups[0].written("LogGroupName")) != 1:
        return None
    (case,) = groups[0].written("LogGroupName")
    name = template.name(case.value) if case.known else None
    if name is None or name[: len(_PREFIX)] != _PREFIX or groups[0].condition is not None:
        return None
    is_used = any(
        other.names_its_log_group is not False
        or compare(name, other.log_group_name or name) is not Equality.DIFFERENT
        for other in LambdaFunction.find(template)
        if other.logical_id != fn.logical_id
    )
    return None if is_used else groups[0]


def _respelled(fn: LambdaFunction, group: Resource) -> Fix | None:
    expression = fn.log_group_expression()
    if expression is None or waits_for_any(fn.template, expression, group.logical_id):
        return None
    edit = SetValue((*group.path, "Properties", "LogGroupName"), expression)
    title = f"Give '{group.logical_id}' the name that Lambda writes the function's logs to"
    return Fix(title, (edit,), Safety.UNSAFE, OnUpdate.MAY_FAIL)


def _declare(fn: LambdaFunction) -> Fix | None:
    expression = fn.log_group_expression()
    group = None if expression is None else log_group(fn.resource, expression)
    if group is None:
        return None
    return Fix(f"Add the log group {group.logical_id}", group.edits, Safety.UNSAFE)
