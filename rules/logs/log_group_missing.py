"""log-group-missing"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Case,
    Confidence,
    Edit,
    Equality,
    Finding,
    Fix,
    LambdaFunction,
    LogFilter,
    Name,
    Resource,
    Safety,
    SetValue,
    Severity,
    compare,
    declared_log_groups,
    log_group,
    new_resource,
    rule,
    wait_for,
    waits_for_any,
)


@rule(id="log-group-missing", severity=Severity.WARNING, on=LogFilter)
def log_group_missing(log_filter: LogFilter) -> Iterator[Finding]:
    """A filter on a log group that nothing creates before it.

    ## What it does
    Looks at metric filters and subscription filters whose `LogGroupName` is the name of a log
    group of a function in the template (`/aws/lambda/<function>`), and finds those whose group
    the template does not declare, or declares without an order between the two. A name that is
    written out and belongs to nothing in the template is pointed out as information: it has to
    exist in every account and Region.

    ## Why it fails
    Lambda makes the log group of a function on its first run, and the filter is created before
    that. Where an earlier deployment left the group behind the filter finds it, so this is a
    warning.

    ## Error
    ```
    The specified log group does not exist.
    ```

    ## Fix safety
    Safe: the fix declares the log group with a retention (30 days unless configured), lets the
    filter refer to it, and lets the function wait for it where no cycle arises. Where the group
    is declared already, the filter refers to it, which keeps its name.

    ## References
    - [Log groups of functions](https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html)
    - [AWS::Logs::MetricFilter](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-metricfilter.html)
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
            yield from _unordered(log_filter, case, declared[Equality.SAME][0])
        elif not declared[Equality.OPEN]:
            yield from _undeclared(log_filter, case, name)


def _unordered(log_filter: LogFilter, case: Case, group: Resource) -> Iterator[Finding]:
    resource = log_filter.resource
    if resource.waits_for(group.logical_id) or group.waits_for(resource.logical_id):
        return
    fix = None
    if group.condition in (None, resource.condition):
        edit = SetValue(case.path, {"Ref": group.logical_id})
        fix = Fix(f"Refer to {group.logical_id}", (edit,), Safety.SAFE)
    yield Finding(
        at=case.path,
        message=f"the filter does not wait for its log group {group.logical_id}, and may be"
        " created before it",
        confidence=Confidence.MEDIUM,
        fix=fix,
    )


def _undeclared(log_filter: LogFilter, case: Case, name: Name) -> Iterator[Finding]:
    for fn in LambdaFunction.find(log_filter.template):
        own = fn.log_group_name
        if own is not None and compare(name, own) is Equality.SAME:
            if fn.names_its_log_group is False:
                yield Finding(
                    at=case.path,
                    message=f"the log group of {fn.logical_id} is not declared, and does not"
                    " exist before the function's first run",
                    fix=_declare(log_filter, case, fn),
                )
            return
    if isinstance(case.value, str) and not _is_made_by_others(log_filter):
        yield Finding(
            at=case.path,
            message=f"the log group '{case.value}' is not declared here: it must exist in every"
            " account and Region that this is deployed to",
            severity=Severity.INFO,
        )


def _is_made_by_others(log_filter: LogFilter) -> bool:
    """Whether the filter waits for something that may make the group."""
    return bool(log_filter.resource.references)


def _declare(log_filter: LogFilter, case: Case, fn: LambdaFunction) -> Fix | None:
    template = log_filter.template
    expression = fn.log_group_expression()
    if expression is None or fn.resource.condition is not None:
        return None
    logical_id = template.free_name(f"{fn.logical_id}LogGroup")
    edits: list[Edit] = [
        new_resource(logical_id, log_group(template, expression), near=fn.resource),
        SetValue(case.path, {"Ref": logical_id}),
    ]
    if not waits_for_any(template, expression, fn.logical_id):
        waiting = wait_for(fn.resource, logical_id)
        if waiting is None:
            return None
        edits.append(waiting)
    return Fix(f"Declare the log group as {logical_id}", tuple(edits), Safety.SAFE)
