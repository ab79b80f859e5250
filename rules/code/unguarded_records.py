"""unguarded-records"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Confidence, Fails, Finding, Severity, rule
from auditor.api.code import CodeFile, FunctionCode, message_records_taken, records_taken
from auditor.api.iam import bucket_behind, other_invokers


@rule(
    id="unguarded-records",
    severity=Severity.INFO,
    on=FunctionCode,
    fails=Fails.INVOCATION,
)
def unguarded_records(code: FunctionCode) -> Iterator[Finding]:
    """A handler that relies on the records of its event, and is invoked without any.

    ## What it does
    Looks for `event["Records"]` that each run of a handler reads and that nothing in the handler
    tests for, in functions that something in the template invokes with events of another form: an
    API, a schedule or a rule of EventBridge, a function URL, a log group and others. Functions
    that only queues, streams, topics and buckets invoke are left alone, since their events always
    have records. So are schedules and rules that send an input of their own.

    Looks as well for the `Records` of each message of a queue or topic that a bucket notifies, as
    in `json.loads(record["body"])["Records"]`, where nothing in the file may test for them. That
    is a warning: the first message that S3 sends there has none.

    ## Why it fails
    Only SQS, SNS, S3, Kinesis and DynamoDB streams send `Records`. For any other event the lookup
    raises, and the invocation fails.

    When a notification is first enabled, S3 sends the message `s3:TestEvent` to the queue or topic,
    and that has no `Records` either. The function fails for it; a queue hands it out again, with
    the messages of the same batch, until it goes to a dead-letter queue or is too old. Functions
    that a bucket invokes itself are not tested.

    ## Error
    ```
    KeyError: 'Records'
    ```
    Node.js says `TypeError: Cannot read properties of undefined (reading '0')`.

    ## Fix safety
    There is no fix: what the function should answer to the other events is for its author to say.

    ## References
    - [Events of Lambda's sources](https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html)
    - [The first message of a notification](https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-enable-disable-notification-intro.html)
    - [Structure of the messages](https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html)
    - Error, reported: [bucket-antivirus-function issue 119](https://github.com/bluesentry/bucket-antivirus-function/issues/119)
    """
    bucket = bucket_behind(code.fn.resource)
    invokers = other_invokers(code.fn.resource)
    for handler in code.use.handlers if bucket is not None or invokers else ():
        _, name = code.fn.handler_parts(handler)
        for file in code.entries:
            yield from _of_messages(code, file, name, bucket)
            for span in records_taken(file, name)[:1] if invokers else ():
                yield file.finding(
                    span,
                    f"{code.fn.resource.label} is invoked by '{invokers[0]}' too, whose events have"
                    " no 'Records', and fails there",
                    confidence=Confidence.MEDIUM,
                )


def _of_messages(
    code: FunctionCode, file: CodeFile, handler: str, bucket: str | None
) -> Iterator[Finding]:
    for span in message_records_taken(file, handler)[:1] if bucket is not None else ():
        yield file.finding(
            span,
            f"{code.fn.resource.label} fails for the first message of Bucket '{bucket}', since"
            " s3:TestEvent, which S3 sends when the notification is enabled, has no 'Records'",
            severity=Severity.WARNING,
            confidence=Confidence.MEDIUM,
        )
