"""unguarded-records"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Confidence, Fails, Finding, Severity, rule
from auditor.api.code import FunctionCode, records_taken
from auditor.api.iam import other_invokers


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

    ## Why it fails
    Only SQS, SNS, S3, Kinesis and DynamoDB streams send `Records`. For any other event the lookup
    raises, and the invocation fails.

    ## Error
    ```
    KeyError: 'Records'
    ```
    Node.js says `TypeError: Cannot read properties of undefined (reading '0')`.

    ## Fix safety
    There is no fix: what the function should answer to the other events is for its author to say.

    ## References
    - [Events of Lambda's sources](https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html)
    - Error, reported: [bucket-antivirus-function issue 119](https://github.com/bluesentry/bucket-antivirus-function/issues/119)
    """
    invokers = other_invokers(code.fn.resource)
    if not invokers:
        return
    for handler in code.use.handlers:
        _, name = code.fn.handler_parts(handler)
        for file in code.entries:
            for span in records_taken(file, name)[:1]:
                yield file.finding(
                    span,
                    f"{code.fn.resource.label} is invoked by '{invokers[0]}' too, whose events have"
                    " no 'Records', and fails there",
                    confidence=Confidence.MEDIUM,
                )
