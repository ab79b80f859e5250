"""batching-window"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Case,
    Finding,
    Fix,
    InsertKey,
    Safety,
    SetValue,
    Severity,
    Template,
    graded,
    rule,
)
from auditor.api.lambda_ import refused_batches

_KEY = "MaximumBatchingWindowInSeconds"


@rule(
    id="batching-window",
    severity=Severity.ERROR,
    on=Template,
    types=("AWS::Lambda::EventSourceMapping", "AWS::Serverless::Function"),
)
def batching_window(template: Template) -> Iterator[Finding]:
    """A large batch of a queue that Lambda has no time to collect.

    ## What it does
    Looks at event source mappings and SAM events of queues of the template. It finds a `BatchSize`
    of more than 10 without `MaximumBatchingWindowInSeconds`, or with 0, and one of more than 10 for
    a FIFO queue.

    ## Why it fails
    SQS returns 10 messages at most at once. For a larger batch Lambda needs a window in which it
    collects them, and for FIFO queues it collects none.

    ## Error
    ```
    Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10
    ```
    The CDK says `Maximum batch size must be between 1 and 10 inclusive (given <size>) when batching
    window is not specified`.

    ## Fix safety
    Unsafe: a window of one second is set, so that a batch may wait for that long. For a FIFO queue
    the size becomes 10.

    In a deployed stack the mapping changes in place.

    ## References
    - [Queues as event sources](https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html)
    - [CreateEventSourceMapping](https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html)
    - Error, reported: [cdk-preflight](https://github.com/badmintoncryer/cdk-preflight/blob/main/rules/lambda/pf-lambda-esm-batchsize-window/meta.yaml)
    """
    for batch in refused_batches(template):
        size, window = batch.size, batch.window
        if batch.is_fifo:
            told, fix = "batches of a FIFO queue can have at most 10", _set(size, 10, "BatchSize")
        else:
            told, fix = f"a batch of more than 10 needs {_KEY}", _set(window, 1, _KEY)
        yield Finding(
            at=size.path,
            message=f"{batch.resource.label} reads batches of {size.value} from a queue, which"
            f" Lambda rejects, since {told}",
            severity=graded(size, batch.window, batch.source),
            fix=fix,
        )


def _set(case: Case, value: int, key: str) -> Fix:
    title = f"Set {key} to {value}"
    if case.absent:
        return Fix(title, (InsertKey(case.path[:-1], key, value, after="BatchSize"),))
    if case.direct:
        return Fix(title, (SetValue(case.path, value),))
    return Fix(title, safety=Safety.DISPLAY)
