"""fifo-mismatch"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, SetValue, Severity, Template, graded, rule
from auditor.api.sns import END, NamedTopic, QueueSubscription


@rule(
    id="fifo-mismatch",
    severity=Severity.ERROR,
    on=Template,
    types=(*NamedTopic.types, *QueueSubscription.types),
)
def fifo_mismatch(template: Template) -> Iterator[Finding]:
    """A FIFO queue on a standard topic, or a FIFO topic without a name that says so.

    ## What it does
    Finds FIFO queues of the template that subscribe to standard topics of the template, and topics
    whose name ends in `.fifo` without `FifoTopic`, or the other way round. A FIFO topic without a
    name gets one that is right.

    ## Why it fails
    SNS refuses the subscription, and the name.

    ## Error
    ```
    Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics
    ```
    or `Invalid parameter: Topic Name`.

    ## Fix safety
    Unsafe: `.fifo` is added to the name of a FIFO topic, by which others may know it. Otherwise
    there is no fix: order and duplicates are for the author to decide on.

    In a deployed stack the update replaces the topic.

    ## References
    - [FIFO topics](https://docs.aws.amazon.com/sns/latest/dg/sns-fifo-topics.html)
    - [CreateTopic](https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html)
    - [Error, recorded](https://github.com/localstack/localstack/blob/main/tests/aws/services/sns/test_sns.snapshot.json)
    """  # noqa: E501 (the error as AWS writes it)
    for topic in NamedTopic.find(template):
        if topic.is_fifo is not None and topic.is_fifo != (topic.name.text or "").endswith(END):
            yield _name(topic)
    for pair in QueueSubscription.find(template):
        if pair.is_mismatch and template.can_hold(pair.subscription.when | pair.queue.when):
            yield Finding(
                at=(*pair.subscription.path, "Properties", "Endpoint"),
                message=f"{pair.queue.label} is FIFO and {pair.topic.label} is not, so SNS refuses"
                " the subscription",
                severity=Severity.WARNING if pair.subscription.when else Severity.ERROR,
                fix=Fix("Use FIFO for both, or for neither", safety=Safety.DISPLAY),
            )


def _name(topic: NamedTopic) -> Finding:
    if topic.is_fifo:
        message = f"{topic.topic.label} is FIFO, and its name does not end in {END}"
        fix = Fix(f"Add {END} to the name", safety=Safety.DISPLAY)
        if topic.name.direct:
            edit = SetValue(topic.name.path, f"{topic.name.text}{END}")
            fix = Fix(f"Add {END} to the name", (edit,))
    else:
        message = f"{topic.topic.label} has a name that ends in {END} and is not FIFO"
        fix = Fix("Set FifoTopic to true, or choose another name", safety=Safety.DISPLAY)
    return Finding(
        at=topic.name.path,
        message=f"{message}, so SNS refuses it",
        severity=graded(topic.fifo, topic.name),
        fix=fix,
    )
