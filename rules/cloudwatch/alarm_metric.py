"""alarm-metric"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Case, Edit, Fails, Finding, Fix, Safety, SetValue, Severity, rule
from auditor.api.cloudwatch import (
    Dimension,
    MetricRow,
    WatchedMetric,
    dimension_names,
    metric_rows,
    value_rows,
)


@rule(id="alarm-metric", severity=Severity.WARNING, on=WatchedMetric, fails=Fails.LATER)
def alarm_metric(metric: WatchedMetric) -> Iterator[Finding]:
    """An alarm on a metric that no service sends.

    ## What it does
    Looks up what an alarm watches in a table: metrics that a service does not have
    (`CPUUtilization` of `AWS/AutoScaling`), that it has under another name (`5XXError` of an HTTP
    API), that it does not send with these dimensions (`UserErrors` of a table), dimensions whose
    name is spelled otherwise (`function_name`), and dimensions whose value is not what the service
    sends (`Ref` of a load balancer, which is its ARN). The table is of 2026-11.

    ## Why it fails
    CloudWatch accepts any names. The alarm has no data and stays in the state `INSUFFICIENT_DATA`,
    or in `OK` where missing data is treated so, and nobody is notified of a failure. A warning,
    since a program may send such a metric itself.

    ## Error
    None: the alarm stays in the state `INSUFFICIENT_DATA`. Its history shows `Unchecked: Initial
    alarm creation` and nothing else; no public page shows that line.

    ## Fix safety
    Unsafe, since an alarm that never fired begins to: the namespace, the name or the attribute
    that the service sends is written. Where it sends nothing of the kind the fix is shown as
    advice.

    In a deployed stack the alarm changes in place.

    ## References
    - [Services that send metrics](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html)
    - Reported: [names that no service sends](https://github.com/aws-quickstart/quickstart-compliance-hipaa/issues/6),
      [a dimension that Lambda does not send](https://github.com/hashicorp/terraform-provider-aws/issues/4732)
    - Each row of the table `alarm_metrics.json` names its own source
    """
    row = _row(metric)
    if row is not None:
        yield Finding(
            at=metric.name.path,
            message=f"{metric.resource.label} never gets data, since {metric.namespace.text} sends"
            f" no {metric.name.text}{_circumstance(row)}",
            fix=_fix(metric, row),
        )
        return
    for dimension in metric.dimensions or ():
        spelled = _spelled(metric, dimension)
        yield from _value(metric, dimension) if spelled is None else (spelled,)


def _spelled(metric: WatchedMetric, dimension: Dimension) -> Finding | None:
    """A dimension whose name is only spelled in another way than the service does."""
    known = dimension_names(metric.namespace.text or "")
    wanted = [name for name in known if _plain(name) == _plain(dimension.name)]
    if not wanted or dimension.name in known:
        return None
    path = (*dimension.path[:-1], "Name")
    return Finding(
        at=path,
        message=f"{metric.resource.label} never gets data, since {metric.namespace.text} sends no"
        f" dimension {dimension.name}: it is spelled {wanted[0]}",
        fix=Fix(f"Use {wanted[0]}", (SetValue(path, wanted[0]),)),
    )


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()


def _row(metric: WatchedMetric) -> MetricRow | None:
    dimensions = metric.dimensions
    for row in metric_rows(metric.namespace.text or ""):
        if metric.name.text not in row.metrics:
            continue
        if row.dimensions is None:
            return row
        if dimensions is not None and _fits(row, {one.name for one in dimensions}):
            return row
    return None


def _fits(row: MetricRow, names: set[str]) -> bool:
    """Whether a row about dimensions is about these: exactly, but for another name of a metric."""
    wanted = row.dimensions or frozenset()
    return wanted <= names if row.use is not None else wanted == names


def _circumstance(row: MetricRow) -> str:
    if not row.dimensions:
        return ""
    return f" with the dimension {', '.join(sorted(row.dimensions))}{'' if row.use else ' alone'}"


def _fix(metric: WatchedMetric, row: MetricRow) -> Fix:
    if row.use is None:
        return Fix(row.advice, safety=Safety.DISPLAY)
    edits: list[Edit] = []
    wanted: list[tuple[Case, str | None]] = [
        (metric.namespace, row.use.namespace),
        (metric.name, row.use.metric),
    ]
    for case, value in wanted:
        if value is not None and case.direct:
            edits.append(SetValue(case.path, value))
    told = row.use.metric or f"the namespace {row.use.namespace}"
    if not edits:
        return Fix(f"Use {told}", safety=Safety.DISPLAY)
    return Fix(f"Use {told}", tuple(edits))


def _value(metric: WatchedMetric, dimension: Dimension) -> Iterator[Finding]:
    row, reference = value_rows().get(dimension.name), dimension.reference
    if row is None or reference is None or reference.rest != "":
        return
    target = metric.template.resources.get(reference.logical_id)
    is_wrong = target is not None and target.type == row.type
    if not is_wrong or reference.attribute not in row.instead or target is None:
        return
    if metric.namespace.text not in row.namespaces:
        return
    taken = f"attribute {reference.attribute}" if reference.attribute else "value of Ref"
    wanted = f"the attribute {row.attribute}" if row.attribute else "Ref"
    edit = (
        reference.with_attribute(row.attribute)
        if row.attribute
        else SetValue(dimension.path, {"Ref": reference.logical_id})
    )
    yield Finding(
        at=dimension.path,
        message=f"{metric.resource.label} never gets data, since the dimension {dimension.name} is"
        f" the {taken} of '{target.logical_id}'",
        fix=Fix(f"Use {wanted}", (edit,)),
    )
