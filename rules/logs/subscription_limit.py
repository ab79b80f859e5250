"""subscription-limit"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, rule
from auditor.api.logs import Subscription


@rule(id="subscription-limit", severity=Severity.ERROR, on=Subscription)
def subscription_limit(subscription: Subscription) -> Iterator[Finding]:
    """A third subscription filter on a log group.

    ## What it does
    Counts the subscription filters of the template for each log group. Filters under a condition
    do not count.

    ## Why it fails
    A log group has two subscription filters at most, and this quota cannot be raised.

    ## Error
    ```
    Resource limit exceeded. (Service: CloudWatchLogs, Status Code: 400)
    AWS::Logs::SubscriptionFilter <logical ID> Resource limit exceeded.
    when calling the PutSubscriptionFilter operation: Resource limit exceeded.
    PutSubscriptionFilter, https response error StatusCode: 400, RequestID: <id>,
      LimitExceededException: Resource limit exceeded.
    ```
    Other quotas of CloudWatch Logs end in the same sentence.

    ## Fix safety
    There is no fix: a stream or a function has to hand the events on to several receivers.

    ## References
    - [Quotas of CloudWatch Logs](https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html)
    - [Error, recorded](https://github.com/localstack/localstack/blob/main/tests/aws/services/logs/test_logs_subscription_filters.snapshot.json)
    """
    if subscription.is_beyond_limit():
        yield Finding(
            at=(*subscription.resource.path, "Properties", "LogGroupName"),
            message=f"{subscription.resource.label} is the third of its log group, and two are"
            " allowed",
            fix=Fix("Send to one stream that others read", safety=Safety.DISPLAY),
        )
