"""log-group-missing"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Case,
    Confidence,
    Equality,
    Finding,
    Fix,
    Name,
    OnUpdate,
    Resource,
    Safety,
    SetValue,
    Severity,
    Template,
    Tree,
    compare,
    rule,
    waits_for_any,
)
from auditor.api.lambda_ import LambdaFunction
from auditor.api.logs import LOG_GROUP, LogFilter, declared_log_groups, log_group

_WAITS = ("AWS::CloudFormation::WaitCondition", "AWS::CloudFormation::CustomResource", "Custom::")
"""How the types begin whose creation takes until a function has answered, or somebody signals."""
_MAKES_NO_GROUP = ("AWS::IAM::", "AWS::Lambda::Permission", "AWS::Lambda::Function")
"""How the types begin that filters wait for, and that make no log group when they are created."""


@rule(id="log-group-missing", severity=Severity.WARNING, on=LogFilter)
def log_group_missing(log_filter: LogFilter) -> Iterator[Finding]:
    """A filter on a log group that nothing creates before it.

    ## What it does
    Looks at metric filters, subscription filters and SAM `CloudWatchLogs` events whose
    `LogGroupName` is the name of a log group of a function in the template
    (`/aws/lambda/<function>`). It finds those whose group the template does not declare, declares
    without an order between the two, or declares under a condition that the filter does not have,
    and those whose function writes to another group. A hard-coded name that belongs
    to nothing in the template is a hint: it has to exist in every account and Region.

    ## Why it fails
    Lambda creates the log group of a function on its first run, and the filter is created before
    that. Where an earlier deployment left the group the filter finds it, so this is a warning. It
    is silent about filters that wait for a signal or a custom resource which in turn waits for the
    function: it may have run by then.

    ## Error
    ```
    The specified log group does not exist.
    ```

    ## Fix safety
    Safe where the group is declared: the filter refers to it, which keeps its name. Unsafe where
    it is not: the fix declares the log group with a retention (that of the template's other
    groups where they agree, else 30 days unless configured), lets the filter refer to it, and
    lets the function wait for it where no cycle arises. No first deployment works without that,
    but where Lambda has created the group already, it has to be deleted or imported before the next
    one. Unsafe too where the function writes to another group: the filter gets its name.

    In a deployed stack a reference to the group changes nothing, since it gives the same name.
    A group that is declared anew lets the update fail where the function has run. A filter on
    another group is replaced.

    ## References
    - [Log groups of functions](https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html)
    - [AWS::Logs::MetricFilter](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-metricfilter.html)
    - Reported: [s3-sftp-bridge issue 2](https://github.com/gilt/s3-sftp-bridge/issues/2)
    """
    template = log_filter.template
    if not template.shows_all_resources:
        return
    for case in log_filter.log_groups:
        name = template.name(case.value) if case.known else None
        if name is None:
            continue
        declared = declared_log_groups(template, name)
        if declared[Equality.SAME]:
            yield from _declared(log_filter, case, declared[Equality.SAME])
        elif not declared[Equality.OPEN]:
            yield from _undeclared(log_filter, case, name)


def _declared(log_filter: LogFilter, case: Case, groups: list[Resource]) -> Iterator[Finding]:
    """Groups of the filter's name: one must be there, and before the filter."""
    template, resource = log_filter.template, log_filter.resource
    if any(waits_for_any(template, case.value, group.logical_id) for group in groups):
        return
    first = groups[0]
    absent = frozenset((group.condition, False) for group in groups if group.condition is not None)
    if all(group.condition for group in groups) and template.can_hold(case.when | absent):
        yield Finding(
            at=case.path,
            message=f"{resource.label} fails where {first.label} is not created, which has the"
            f" condition '{first.condition}'",
        )
    elif not any(_are_ordered(resource, group) for group in groups):
        fix = None
        if first.condition in (None, resource.condition):
            edit = SetValue(case.path, {"Ref": first.logical_id})
            title = f"Refer to {first.logical_id}"
            fix = Fix(title, (edit,), Safety.SAFE, OnUpdate.NOTHING)
        yield Finding(
            at=case.path,
            message=f"{resource.label} does not wait for {first.label}, and fails if it is created"
            " first",
            confidence=Confidence.MEDIUM,
            fix=fix,
        )


def _are_ordered(resource: Resource, group: Resource) -> bool:
    return resource.waits_for(group.logical_id) or group.waits_for(resource.logical_id)


def _undeclared(log_filter: LogFilter, case: Case, name: Name) -> Iterator[Finding]:
    for fn in LambdaFunction.find(log_filter.template):
        own = fn.log_group_name
        if own is not None and compare(name, own) is Equality.SAME:
            if not _waits_for_a_run(log_filter, fn):
                yield from _of_function(log_filter, case, fn, name)
            return
    is_dynamic = isinstance(case.value, str) and "{{resolve:" in case.value
    if isinstance(case.value, str) and not is_dynamic and not _may_be_made(log_filter):
        yield Finding(
            at=case.path,
            message=f"{log_filter.resource.label} fails in accounts and Regions without the log"
            f" group '{case.value}', which is not in the template",
            severity=Severity.INFO,
        )


def _of_function(
    log_filter: LogFilter, case: Case, fn: LambdaFunction, name: Name
) -> Iterator[Finding]:
    if fn.names_its_log_group is False:
        yield Finding(
            at=case.path,
            message=f"{log_filter.resource.label} fails on the first deployment, since the log"
            f" group of {fn.resource.label} does not exist before the function's first run",
            fix=_declare(log_filter, case, fn),
        )
        return
    given = fn.resource.written("LoggingConfig", "LogGroup")
    if len(given) == 1 and given[0].known and _is_another(fn.template, given[0].value, name):
        edit = SetValue(case.path, given[0].value)
        yield Finding(
            at=case.path,
            message=f"{log_filter.resource.label} fails, since nothing creates its log group:"
            f" {fn.resource.label} writes to the one in its LoggingConfig",
            fix=Fix(f"Use the log group that {fn.logical_id} writes to", (edit,)),
        )


def _is_another(template: Template, value: Tree, name: Name) -> bool:
    """Whether a value names another group than this name, which no declared group has."""
    spelled = template.name(value)
    is_declared = any(value == {"Ref": group.logical_id} for group in template.of_type(LOG_GROUP))
    return is_declared or (spelled is not None and compare(name, spelled) is Equality.DIFFERENT)


def _waits_for_a_run(log_filter: LogFilter, fn: LambdaFunction) -> bool:
    """Whether the filter waits for something that ends only once the function may have run.

    That is a wait for a signal, or a custom resource, which has a function do its work:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudformation-waitcondition.html
    """
    return any(
        resource.type.startswith(_WAITS)
        and log_filter.resource.waits_for(resource.logical_id)
        and resource.waits_for(fn.logical_id)
        for resource in log_filter.template.resources.values()
    )


def _may_be_made(log_filter: LogFilter) -> bool:
    """Whether the filter depends on something that may make the group."""
    resources = log_filter.template.resources
    return any(
        reference.function == "DependsOn"
        and reference.target in resources
        and not resources[reference.target].type.startswith(_MAKES_NO_GROUP)
        for reference in log_filter.resource.references
    )


def _declare(log_filter: LogFilter, case: Case, fn: LambdaFunction) -> Fix | None:
    expression = fn.log_group_expression()
    if expression is None or fn.resource.condition not in (None, log_filter.resource.condition):
        return None
    if waits_for_any(fn.template, expression, log_filter.resource.logical_id):
        return None
    group = log_group(fn.resource, expression)
    if group is None:
        return None
    refer = SetValue(case.path, {"Ref": group.logical_id})
    title = f"Add the log group {group.logical_id}"
    return Fix(title, (*group.edits, refer), Safety.UNSAFE)
