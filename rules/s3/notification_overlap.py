"""notification-overlap"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, Template, graded, rule
from auditor.api.s3 import overlaps


@rule(
    id="notification-overlap",
    severity=Severity.ERROR,
    on=Template,
    types=("AWS::S3::Bucket",),
)
def notification_overlap(template: Template) -> Iterator[Finding]:
    """Two notifications of a bucket for the same event of the same objects.

    ## What it does
    Compares the notifications of each bucket, to functions, queues and topics: it finds two whose
    events have one in common, such as `s3:ObjectCreated:*` and `s3:ObjectCreated:Put`, and whose
    prefixes and suffixes both fit one key. It is silent where a prefix or a suffix is not known.

    ## Why it fails
    S3 sends each event of an object to one destination, and refuses a configuration in which two
    notifications could receive it. Several destinations can have an event by a topic or by
    EventBridge.

    ## Error
    ```
    Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.
    Configuration is ambiguously defined. Cannot have overlapping prefixes in two rules if the suffixes are overlapping for the same event type.
    Configurations overlap. Configurations on the same bucket cannot share a common event type.
    ```

    ## Fix safety
    Advice: only the author knows which notification is meant for which objects.

    ## References
    - [Filtering by keys](https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html)
    - Errors, reported: [of suffixes](https://github.com/aws-solutions/aws-waf-security-automations/issues/49),
      [of event types](https://github.com/hashicorp/terraform-provider-aws/issues/765)
    """  # noqa: E501 (an error is one line)
    for overlap in overlaps(template):
        event, earlier = overlap.event.text, overlap.earlier.text
        told = f"for {event}" if event == earlier else f"for {event} and for {earlier}"
        yield Finding(
            at=overlap.event.path,
            message=f"{overlap.bucket.label} has two notifications {told} of the same objects,"
            " which S3 rejects",
            severity=graded(overlap.event, overlap.earlier),
            fix=Fix("Separate them by prefix or suffix, or use one topic", safety=Safety.DISPLAY),
        )
