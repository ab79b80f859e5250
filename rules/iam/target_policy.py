"""target-policy"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Fails, Finding, Fix, Safety, Severity, rule
from auditor.api.iam import Answer, Sending

_SERVICES = {"events": "EventBridge", "s3": "S3", "sns": "SNS"}


@rule(id="target-policy", severity=Severity.WARNING, on=Sending, fails=Fails.LATER)
def target_policy(sending: Sending) -> Iterator[Finding]:
    """A queue or topic that a service sends to, without a policy that allows it.

    ## What it does
    Looks at queues and topics of the template that an EventBridge rule or the notification of a
    bucket sends to, and at queues subscribed to a topic. It finds those without a policy of the
    template that lets the service in. It is silent where a policy cannot be read, may be for the
    target, or lets everyone in, and where a custom resource, a nested stack or a macro may add one.

    ## Why it fails
    These services send by their own name, and a queue or topic refuses what its policy does not
    allow. EventBridge and SNS drop the message without a word to anyone, so there it is a warning;
    S3 tries when the notification is set, and the bucket cannot be created.

    ## Error
    None for EventBridge and SNS: nothing arrives. For S3: `Unable to validate the following
    destination configurations`.

    ## Severity
    A warning, since the stack deploys and the events are dropped in silence. An error for the
    notifications of a bucket, which S3 tries while the stack is created.

    ## Fix safety
    Safe where a policy of the template gets one more statement, or a queue its first policy: it
    allows this service, for this source, to send and nothing else. Unsafe for the first policy of
    a topic, since it replaces the policy that every topic has, by which alarms and others
    of the account may publish. Where S3 sends, the bucket waits for the policy.

    In a deployed stack policies change in place, or are added: the first policy of a queue replaces
    one that somebody gave it by hand.

    ## References
    - [Policies for targets of rules](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html)
    - [Policies for notifications of buckets](https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html)
    - [A queue that got nothing](https://github.com/terraform-aws-modules/terraform-aws-eventbridge/issues/88)
    """
    if sending.is_allowed() is not Answer.DENIED:
        return
    kind = sending.target.type.rpartition("::")[2]
    service = _SERVICES[sending.service]
    source = sending.source.logical_id
    outcome = f"what '{source}' sends is lost"
    if sending.is_checked:
        outcome = f"'{source}' cannot be created"
    is_error = sending.is_checked and not sending.case.when
    yield Finding(
        at=sending.case.path,
        message=f"{kind} '{sending.target.logical_id}' has no policy that lets {service} send to"
        f" it, so {outcome}",
        severity=Severity.ERROR if is_error else Severity.WARNING,
        fails=Fails.DEPLOYMENT if sending.is_checked else Fails.LATER,
        fix=_fix(sending, service),
    )


def _fix(sending: Sending, service: str) -> Fix:
    title = f"Let {service} send to '{sending.target.logical_id}'"
    found = sending.permission()
    if found is None:
        return Fix(title, safety=Safety.DISPLAY)
    edits, was_there = found
    is_safe = was_there or sending.target.type == "AWS::SQS::Queue"
    return Fix(title, edits, Safety.SAFE if is_safe else Safety.UNSAFE)
