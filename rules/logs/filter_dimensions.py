"""filter-dimensions"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Case,
    Finding,
    Fix,
    MetricFilter,
    Path,
    Remove,
    Severity,
    filter_pattern,
    graded,
    rule,
)


@rule(id="filter-dimensions", severity=Severity.ERROR, on=MetricFilter)
def filter_dimensions(metric_filter: MetricFilter) -> Iterator[Finding]:
    """Dimensions on a metric filter that cannot have them.

    ## What it does
    Finds `Dimensions` in a metric transformation where the pattern is unstructured, and where
    the transformation has a `DefaultValue` as well.

    ## Why it fails
    Dimensions take their values from fields, so the pattern has to be a JSON or a space-delimited
    one. A default value is published when nothing matches, and then there are no fields.

    ## Error
    ```
    The specified filter pattern does not support dimensions
    ```
    With a default value: `dimensions and default value are mutually exclusive`.

    ## Fix safety
    Unsafe: the fix removes the dimensions, or the default value where both stand. Alarms and
    dashboards may count on either.

    ## References
    - [MetricTransformation](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-logs-metricfilter-metrictransformation.html)
    - [resource-providers-logs issue 64](https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-logs/issues/64)
    """
    for transformations in metric_filter.resource.cases("MetricTransformations"):
        if not isinstance(transformations.value, list):
            continue
        for index, entry in enumerate(transformations.value):
            if isinstance(entry, dict) and entry.get("Dimensions"):
                path = (*transformations.path, index)
                yield from _unsupported(metric_filter, path, transformations)
                if "DefaultValue" in entry:
                    yield from _exclusive(metric_filter, entry["DefaultValue"], path)


def _unsupported(metric_filter: MetricFilter, path: Path, holder: Case) -> Iterator[Finding]:
    for pattern in metric_filter.resource.cases("FilterPattern"):
        if pattern.text is None or not metric_filter.template.can_meet(holder, pattern):
            continue
        if not filter_pattern.parse(pattern.text).supports_dimensions:
            yield Finding(
                at=(*path, "Dimensions"),
                on_key=True,
                message="dimensions need a JSON or space-delimited filter pattern, and this one"
                " is unstructured",
                severity=graded(holder, pattern),
                fix=Fix("Remove the dimensions", (Remove((*path, "Dimensions")),)),
            )


def _exclusive(metric_filter: MetricFilter, default: object, path: Path) -> Iterator[Finding]:
    place = (*path, "DefaultValue")
    for case in metric_filter.template.cases(default, place):
        if case.known:
            yield Finding(
                at=place,
                on_key=True,
                message="a metric transformation cannot have both dimensions and a default value",
                severity=graded(case),
                fix=Fix("Remove the default value", (Remove(place),)),
            )
