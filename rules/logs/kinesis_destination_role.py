"""kinesis-destination-role"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, rule
from auditor.api.logs import Subscription


@rule(id="kinesis-destination-role", severity=Severity.ERROR, on=Subscription)
def kinesis_destination_role(subscription: Subscription) -> Iterator[Finding]:
    """A subscription filter that sends to a stream without a role.

    ## What it does
    Finds subscription filters whose destination is a Kinesis stream or a Firehose stream and that
    have no `RoleArn`.

    ## Why it fails
    CloudWatch Logs writes to a stream with a role, and refuses the filter.

    ## Error
    ```
    destinationArn for vendor <vendor> cannot be used without roleArn
    ```

    ## Fix safety
    There is no fix: the role, which trusts `logs.amazonaws.com` and may write to the stream, is for
    the author to choose.

    ## References
    - [Subscription filters](https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html)
    - [Error, recorded](https://github.com/localstack/localstack/blob/main/tests/aws/services/logs/test_logs_subscription_filters.snapshot.json)
    """
    found = subscription.stream()
    if found is None or subscription.resource.has("RoleArn") is not False:
        return
    case, word = found
    yield Finding(
        at=case.path,
        message=f"{subscription.resource.label} sends to a {word} without RoleArn, so CloudWatch"
        " Logs refuses it",
        severity=Severity.WARNING if case.when else Severity.ERROR,
        fix=Fix("Give it a role that CloudWatch Logs may assume", safety=Safety.DISPLAY),
    )
