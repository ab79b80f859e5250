"""delivery-key-policy"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Fails, Finding, Fix, Safety, Severity, rule
from auditor.api.kms import Answer, EncryptedDelivery

_VALIDATED = "s3"
"""S3 sends a test message when the notification is set, and refuses it if that fails."""


@rule(
    id="delivery-key-policy",
    severity=Severity.WARNING,
    on=EncryptedDelivery,
    fails=Fails.LATER,
)
def delivery_key_policy(delivery: EncryptedDelivery) -> Iterator[Finding]:
    """A topic or queue encrypted with a key that the sending service is not allowed to use.

    ## What it does
    Looks at topics and queues that an alarm, an EventBridge rule, a bucket's notification or an SNS
    subscription of the template sends to. It finds those encrypted with a key of the template whose
    policy has no statement for that service, and those encrypted with the key that AWS manages
    (`alias/aws/sns`, `alias/aws/sqs`), which no service may use. The place is the policy that lacks
    the statement, or where the key is chosen. It is silent about keys of other stacks, and where a
    statement cannot be read.

    ## Why it fails
    The service has to ask KMS for a data key before it can hand over a message. KMS refuses, and
    the message is lost: an alarm shows it in its history only, an EventBridge rule in a metric.
    That is a warning, since the deployment succeeds; S3 tries at once, so there it is an error.

    ## Error
    ```
    Failed to execute action <topic> Received error: "null (Service: AWSKMS; Status Code: 400;
      Error Code: AccessDeniedException
    ```
    For alarms: `does not have authorization to access the SNS topic encryption key`. For S3:
    `Unable to validate the following destination configurations`.

    ## Severity
    A warning, since the stack deploys and only messages are lost. An error for the
    notifications of a bucket, which S3 tries while the stack is created.

    ## Fix safety
    Safe: a statement for the service is added to the key policy, with what it needs and nothing
    else. For a key that AWS manages there is no fix: a key of one's own is needed, which costs
    something, or encryption that needs no key (`SqsManagedSseEnabled`).

    In a deployed stack the key policy changes in place, and nobody loses a permission.

    ## References
    - [Keys for SNS and the services that publish](https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html)
    - [Keys for SQS and the services that send](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html)
    - [Alarms that do not reach an encrypted topic](https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger)
    """
    if delivery.may_use_key is not Answer.DENIED:
        return
    is_error = delivery.principal == _VALIDATED and not delivery.case.when
    lacking = delivery.key.plain_statements if delivery.key is not None else None
    yield Finding(
        at=lacking or delivery.case.path,
        on_key=lacking is not None,
        message=_message(delivery),
        severity=Severity.ERROR if is_error else Severity.WARNING,
        fails=Fails.DEPLOYMENT if is_error else Fails.LATER,
        fix=_fix(delivery),
    )


def _message(delivery: EncryptedDelivery) -> str:
    senders = " and ".join(f"'{name}'" for name in delivery.senders[:2])
    more = len(delivery.senders) - 2
    senders += f" and {more} more" if more > 0 else ""
    holder = delivery.holder.label
    if delivery.key is None:
        return (
            f"{holder} is encrypted with the key that AWS manages, which {delivery.service} is not"
            f" allowed to use, so messages from {senders} are lost"
        )
    return (
        f"{delivery.key.resource.label} does not let {delivery.service} use it, so messages from"
        f" {senders} to {holder[:1].lower()}{holder[1:]} are lost"
    )


def _fix(delivery: EncryptedDelivery) -> Fix:
    if delivery.key is None:
        return Fix("Encrypt with a key whose policy allows the service", safety=Safety.DISPLAY)
    title = f"Let {delivery.service} use the key '{delivery.key.resource.logical_id}'"
    edit = delivery.permission
    return Fix(title, (edit,), Safety.SAFE) if edit else Fix(title, safety=Safety.DISPLAY)
