"""log-group-class"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Equality, Finding, Fix, Safety, Severity, graded, rule
from auditor.api.logs import LogFilter, declared_log_groups

_WITHOUT = ("INFREQUENT_ACCESS", "DELIVERY")


@rule(id="log-group-class", severity=Severity.ERROR, on=LogFilter)
def log_group_class(log_filter: LogFilter) -> Iterator[Finding]:
    """A filter on a log group whose class has no filters.

    ## What it does
    Looks at metric and subscription filters on log groups of the template, and finds those on log
    groups of the classes `INFREQUENT_ACCESS` and `DELIVERY`.

    ## Why it fails
    CloudWatch Logs accepts metric and subscription filters on log groups of the class `STANDARD`
    only, and the class of a log group cannot be changed after it has been created.

    ## Error
    ```
    This operation is only supported on the Standard log class.
    ```

    ## Fix safety
    Display: either the class or the filter is meant, and a log group of another class is a new one.

    ## References
    - [Log classes](https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html)
    - [PutMetricFilter](https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html)
    - Error, reported: [cdk-preflight](https://github.com/badmintoncryer/cdk-preflight/blob/main/rules/logs/pf-logs-infrequent-access-subscription-filter/meta.yaml)
    """
    template = log_filter.template
    for case in log_filter.log_groups:
        name = template.name(case.value) if case.known else None
        groups = declared_log_groups(template, name)[Equality.SAME] if name else ()
        for group in groups:
            for kind in group.cases("LogGroupClass"):
                if kind.text in _WITHOUT and template.can_meet(kind, case):
                    yield Finding(
                        at=case.path,
                        message=f"{log_filter.resource.label} has a filter that CloudWatch Logs"
                        f" rejects, since the log group '{group.logical_id}' has the class"
                        f" {kind.text}",
                        severity=graded(kind, case),
                        fix=Fix("Use a log group of the class STANDARD", safety=Safety.DISPLAY),
                    )
