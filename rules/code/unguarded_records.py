"""unguarded-records"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.api import (
    Ask,
    Asked,
    Confidence,
    Fails,
    Finding,
    Fix,
    Question,
    Safety,
    Severity,
    Span,
    rule,
)
from auditor.api.code import CodeFile, FunctionCode, message_records_taken, records_taken
from auditor.api.iam import bucket_behind, only_by_buckets, other_invokers

_OF_S3 = re.compile(r"""\.s3\b|\[\s*["']s3["']\s*\]""")
_OF_A_MESSAGE = re.compile(r"""\b(?:body|Sns|Message|dynamodb|kinesis)\b""")
_KEY = re.compile(r"""\[\s*(?P<key>(?P<mark>["'])Records(?P=mark))\s*\]$""")


def _summary(asked: Asked) -> str:
    functions = asked.counted("function relies", "functions rely")
    return (
        f"{functions} on the records of S3 events, and will fail for an event without any, as a"
        " person, a test or another stack may send"
    )


_QUESTION = Question(
    setting="severity",
    summary=_summary,
    answer='Set severity.unguarded-records to "warning" where something else than the bucket'
    " invokes them, else ignore it",
)


@rule(
    id="unguarded-records",
    severity=Severity.WARNING,
    on=FunctionCode,
    fails=Fails.INVOCATION,
    question=_QUESTION,
)
def unguarded_records(code: FunctionCode) -> Iterator[Finding]:
    """A handler that relies on the records of its event, and may be invoked without any.

    ## What it does
    Looks for `event["Records"]` that each run of a handler reads and that nothing in the handler
    tests for, in functions that something in the template invokes with events of another form: an
    API, a schedule or a rule of EventBridge, a function URL, a log group and others. Schedules and
    rules that send an input of their own are left out. So are functions that queues, streams and
    topics invoke and nothing else, since their events always have records.

    Looks as well for the `Records` of each message of a queue or topic that a bucket notifies, as
    in `json.loads(record["body"])["Records"]`, where nothing in the file may test for them: the
    first message that S3 sends there has none.

    Where a bucket alone invokes a function, and where the code reads events of S3 and the template
    does not show what invokes it, the rule asks: nothing in a template shows who else invokes a
    function.

    ## Why it fails
    Only SQS, SNS, S3, Kinesis and DynamoDB streams send `Records`. For any other event the lookup
    raises, and the invocation fails. A person in the console, an integration test or another
    stack may invoke a function with any event, which needs no permission in the template.

    When a notification is first enabled, S3 sends the message `s3:TestEvent` to the queue or topic,
    and that has no `Records` either. The function fails for it; a queue hands it out again, with
    the messages of the same batch, until it goes to a dead-letter queue or is too old. Functions
    that a bucket invokes itself are not tested by S3.

    ## Error
    ```
    KeyError: 'Records'
    ```
    The log of Python says `"errorMessage": "'Records'"` as JSON. Node.js says `TypeError: Cannot
    read properties of undefined (reading '0')` or `TypeError: event.Records is not iterable`.

    ## Severity
    A warning where the template itself shows an event without records. A question where a bucket
    is all that it shows: the events of S3 have records.

    ## Fix safety
    Where the rule asks and the code walks through the records in a loop, the fix walks
    through none where they are missing. It is unsafe, since the invocation succeeds then for an
    event that S3 did not send.
    In a deployed stack the code changes in place, and does the same as before for events of S3.
    In all other cases there is no fix: what the function should answer to other events is for its
    author to say.

    ## References
    - [Events of Lambda's sources](https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html)
    - [The first message of a notification](https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-enable-disable-notification-intro.html)
    - [Structure of the messages](https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html)
    - Error, reported: [bucket-antivirus-function issue 119](https://github.com/bluesentry/bucket-antivirus-function/issues/119)
    """
    bucket = bucket_behind(code.fn.resource)
    invokers = other_invokers(code.fn.resource)
    for handler in code.use.handlers:
        _, name = code.fn.handler_parts(handler)
        for file in code.entries:
            if bucket is not None:
                yield from _of_messages(code, file, name, bucket)
            if invokers:
                yield from _of_others(code, file, name, invokers[0])
            elif bucket is None:
                yield from _of_objects(code, file, name)


def _of_messages(
    code: FunctionCode, file: CodeFile, handler: str, bucket: str
) -> Iterator[Finding]:
    for span in message_records_taken(file, handler)[:1]:
        yield file.finding(
            span,
            f"{code.fn.resource.label} fails for the first message of Bucket '{bucket}', since"
            " s3:TestEvent, which S3 sends when the notification is enabled, has no 'Records'",
            confidence=Confidence.MEDIUM,
        )


def _of_others(code: FunctionCode, file: CodeFile, handler: str, invoker: str) -> Iterator[Finding]:
    for span in records_taken(file, handler)[:1]:
        yield file.finding(
            span,
            f"{code.fn.resource.label} is invoked by '{invoker}' too, whose events have no"
            " 'Records', and fails there",
            confidence=Confidence.MEDIUM,
        )


def _of_objects(code: FunctionCode, file: CodeFile, handler: str) -> Iterator[Finding]:
    if not _OF_S3.search(file.text):
        return
    only = only_by_buckets(code.fn.resource)
    if only is False or (only is None and _OF_A_MESSAGE.search(file.text)):
        return
    taken = records_taken(file, handler)
    for span in taken[:1]:
        yield file.finding(
            span,
            f"{code.fn.resource.label} relies on the records of an S3 event, and fails for an event"
            " without 'Records', as a person, a test or another stack may send",
            confidence=Confidence.MEDIUM,
            fix=_none_for_missing(file, span) if len(taken) == 1 else None,
            ask=Ask(),
        )


def _none_for_missing(file: CodeFile, span: Span) -> Fix | None:
    """Walks through no records where an event has none; None where no loop walks through them."""
    written = file.text[span.start : span.end]
    before, after = file.text[: span.start].rstrip(" "), file.text[span.end :].lstrip(" ")
    if file.python is not None:
        key = _KEY.search(written)
        if key is None or not before.endswith(" in") or after[:1] not in (":", "]", ")", "}", "\n"):
            return None
        shown = f".get({key['key']}, [])"
        edits = [(Span(span.start + key.start(), span.end), shown)]
    else:
        if not before.endswith(" of") or after[:1] != ")":
            return None
        shown = " || []"
        edits = [(Span(span.end, span.end), shown)]
    changes = file.changes(edits)
    title = "Walk through no records where the event has none"
    return Fix(title, changes, Safety.UNSAFE) if changes else None
