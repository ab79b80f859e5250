"""starting-position"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Case, Finding, Fix, InsertKey, Remove, Safety, Severity, graded, rule
from auditor.api.lambda_ import SourceMapping

_KEY = "StartingPosition"
_WORDS = {"dynamodb": "a DynamoDB stream", "kinesis": "a Kinesis stream", "sqs": "a queue"}


@rule(id="starting-position", severity=Severity.ERROR, on=SourceMapping)
def starting_position(mapping: SourceMapping) -> Iterator[Finding]:
    """An event source mapping with a starting position that its source does not allow.

    ## What it does
    Looks at mappings whose source is a queue, a Kinesis stream or the stream of a table, be it of
    the template or a whole ARN. Streams need `StartingPosition`, queues have none,
    and streams of DynamoDB do not know `AT_TIMESTAMP`.

    ## Why it fails
    Lambda checks the position by the kind of source, and refuses the mapping.

    ## Error
    ```
    Unsupported starting position for arn type: <arn>
    ```
    or `Value null at 'startingPosition' failed to satisfy constraint`.

    cfn-lint says `E3633 <title> 'StartingPosition' is a required property`.

    ## Fix safety
    Unsafe: the position of a queue is removed, or `LATEST` is set for a stream, although the author
    may want all records that it still has.

    In a deployed stack the mapping is replaced, since its position cannot be changed.

    ## References
    - [CreateEventSourceMapping](https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html)
    - [Error, recorded](https://github.com/localstack/localstack/blob/main/tests/aws/services/lambda_/test_lambda_api.snapshot.json)
    """
    for case in mapping.positions():
        fault = _fault(mapping.kind, case)
        if fault is not None:
            yield Finding(
                at=mapping.source.path if case.absent else case.path,
                message=f"{mapping.resource.label} is rejected by Lambda, since"
                f" {_WORDS[mapping.kind]} {fault}",
                severity=graded(mapping.source, case),
                fix=_fix(mapping, case),
            )


def _fault(kind: str, case: Case) -> str | None:
    if kind == "sqs":
        return f"accepts no {_KEY}" if case.known else None
    if case.absent:
        return f"needs {_KEY}"
    is_unknown = kind == "dynamodb" and case.text == "AT_TIMESTAMP"
    return f"does not support the position {case.text}" if is_unknown else None


def _fix(mapping: SourceMapping, case: Case) -> Fix:
    written = mapping.resource.body.get("Properties")
    properties = written if isinstance(written, dict) else {}
    path = (*mapping.resource.path, "Properties")
    if mapping.kind == "sqs" and _KEY in properties:
        return Fix(f"Remove {_KEY}", (Remove((*path, _KEY)),))
    if case.absent and properties and _KEY not in properties:
        edit = InsertKey(path, _KEY, "LATEST", after="EventSourceArn")
        return Fix(f"Set {_KEY} to LATEST", (edit,))
    return Fix("Use LATEST or TRIM_HORIZON", safety=Safety.DISPLAY)
