"""dashboard-body"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Severity, Template, rule
from auditor.api.cloudwatch import DASHBOARD, bad_bodies


@rule(id="dashboard-body", severity=Severity.ERROR, on=Template, types=(DASHBOARD,))
def dashboard_body(template: Template) -> Iterator[Finding]:
    """A dashboard whose body is not JSON, or lacks what each widget must have.

    ## What it does
    Reads `DashboardBody`, also where `Fn::Sub` or `Fn::Join` puts it together: whether it is JSON
    with a list of up to 500 widgets, whether each widget has a type, properties, and a place on the
    grid of 24 columns, and whether text widgets have `markdown`, metric widgets `metrics` or
    `annotations`, and alarm widgets alarms. A metric is a list of strings, which may end with one
    object of rendering properties, such as `stat` and `label`: CloudWatch refuses a dimension in
    that object. What the deployment puts in is unknown.

    ## Why it fails
    CloudWatch refuses the dashboard, and the stack is rolled back.

    ## Error
    ```
    The dashboard body is invalid, there are <count> validation errors
    The field DashboardBody must be a valid JSON object
    Should have required property '<property>'
    The metric widget should have specified a region and a data source or an alarm annotation
    Should NOT have less than 1 items
    Field <field> has to be an array of array of strings
    Invalid metric field type, only <type> type is allowed
    ```
    These texts are reported.

    ## Fix safety
    There is no fix: what the dashboard is to show, only the author knows.

    ## References
    - [Dashboard body](https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html)
    - Reported: [no metrics](https://github.com/aws-samples/aws-eda-slurm-cluster/issues/116),
      [a metric that is not a list](https://github.com/pulumi/pulumi/issues/13059),
      [no alarms](https://github.com/aws-solutions-library-samples/guidance-for-automating-network-monitoring-and-alerting-on-aws/issues/7)
    """
    for bad in bad_bodies(template):
        yield Finding(
            at=bad.case.path,
            message=f"{bad.dashboard.label} has a body that CloudWatch rejects: {bad.fault.text}",
            severity=Severity.WARNING if bad.case.when else Severity.ERROR,
        )
