"""filter-dimensions"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from auditor.api import Case, Finding, Fix, Remove, Severity, graded, rule
from auditor.api.logs import LogFilter, MetricFilter, filter_pattern


@rule(id="filter-dimensions", severity=Severity.ERROR, on=MetricFilter)
def filter_dimensions(metric_filter: LogFilter) -> Iterator[Finding]:
    """Dimensions on a metric filter that cannot have them.

    ## What it does
    Finds `Dimensions` in a metric transformation where the pattern is unstructured, and where
    the transformation has a `DefaultValue` as well.

    ## Why it fails
    The values of dimensions come from fields, so the pattern has to be a JSON or a space-delimited
    one. A default value is published when nothing matches, and then there are no fields.

    ## Error
    ```
    The specified filter pattern does not support dimensions
    ```
    With a default value: `dimensions and default value are mutually exclusive`.

    ## Fix safety
    Unsafe: the fix removes the dimensions, or the default value where there are both. Alarms and
    dashboards may count on either.

    CloudWatch Logs refuses the filter, so that a deployed one is as an earlier template said;
    the update changes it in place.

    ## References
    - [MetricTransformation](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-logs-metricfilter-metrictransformation.html)
    - [resource-providers-logs issue 64](https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-logs/issues/64)
    """
    template = metric_filter.template
    for transformations in metric_filter.resource.cases("MetricTransformations"):
        if not isinstance(transformations.value, list):
            continue
        for index, entry in enumerate(transformations.value):
            place = (*transformations.path, index)
            for case in template.cases(entry, place, transformations.when):
                if isinstance(case.value, dict):
                    yield from _in_transformation(metric_filter, case)


def _in_transformation(metric_filter: LogFilter, entry: Case) -> Iterator[Finding]:
    for dimensions in _below(metric_filter, entry, "Dimensions"):
        if not isinstance(dimensions.value, list) or not dimensions.value:
            continue
        unsupported = list(_unsupported(metric_filter, entry, dimensions))
        yield from unsupported
        if not unsupported:
            yield from _exclusive(metric_filter, entry, dimensions)


def _unsupported(metric_filter: LogFilter, entry: Case, dimensions: Case) -> Iterator[Finding]:
    for pattern in metric_filter.resource.cases("FilterPattern"):
        if pattern.text is None or not metric_filter.template.can_meet(dimensions, pattern):
            continue
        if not filter_pattern.parse(pattern.text).supports_dimensions:
            place = (*entry.path, "Dimensions")
            yield Finding(
                at=place,
                on_key=True,
                message=f"{metric_filter.resource.label} has dimensions, which CloudWatch Logs"
                " rejects beside an unstructured filter pattern",
                severity=graded(dimensions, pattern),
                fix=Fix("Remove the dimensions", (Remove(place),)),
            )


def _exclusive(metric_filter: LogFilter, entry: Case, dimensions: Case) -> Iterator[Finding]:
    for default in _below(metric_filter, entry, "DefaultValue"):
        if not default.absent and metric_filter.template.can_meet(dimensions, default):
            place = (*entry.path, "DefaultValue")
            yield Finding(
                at=place,
                on_key=True,
                message=f"{metric_filter.resource.label} has both dimensions and a default value"
                " in one metric transformation, which CloudWatch Logs rejects",
                severity=graded(dimensions, default),
                fix=Fix("Remove the default value", (Remove(place),)),
            )


def _below(metric_filter: LogFilter, entry: Case, key: str) -> list[Case]:
    """The cases of a key of a transformation that has it; none where it has not."""
    if not isinstance(entry.value, dict) or key not in entry.value:
        return []
    found = metric_filter.template.cases(entry.value[key], (*entry.path, key), entry.when)
    return [replace(case, certain=case.certain and entry.certain) for case in found]
