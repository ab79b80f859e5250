"""queue-visibility"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, graded, rule
from auditor.api.lambda_ import Reading


@rule(id="queue-visibility", severity=Severity.ERROR, on=Reading)
def queue_visibility(reading: Reading) -> Iterator[Finding]:
    """A queue whose messages become visible again before the function that reads them may end.

    ## What it does
    Looks at functions that read a queue of the template, and compares the function's `Timeout`
    (3 seconds without one) with the queue's `VisibilityTimeout` (30 seconds without one). The queue
    that SAM creates for `SqsSubscription: true` has 30 seconds as well, and cannot be given others.

    ## Why it fails
    Lambda refuses the event source mapping: a message would be handed out a second time while
    the first invocation still works on it.

    ## Error
    ```
    Invalid request provided: Queue visibility timeout: 30 seconds is less than Function timeout:
      120 seconds
    ```
    In general: `Queue visibility timeout: <visibility> seconds is less than Function timeout:
    <timeout> seconds`.

    ## Fix safety
    Unsafe: the queue gets six times the function's timeout, as AWS recommends, so that a message
    which failed comes back later. For the queue that SAM creates the fix is shown as advice.

    In a deployed stack the queue changes in place.

    ## References
    - [Queues as event sources](https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html)
    - Reported: [SAM issue 3445](https://github.com/aws/serverless-application-model/issues/3445),
      [wing issue 1507](https://github.com/winglang/wing/issues/1507)
    """
    for visible, shorter, timeout, longer in reading.too_short():
        queue = (
            f"Queue of '{reading.function.logical_id}'"
            if reading.queue is None
            else reading.queue.label
        )
        found = reading.longer(visible, longer)
        title = "Declare a queue with a longer VisibilityTimeout for SqsSubscription"
        is_written = visible.known and reading.queue is not None
        fix = Fix(title, safety=Safety.DISPLAY)
        if found is not None:
            fix = Fix(f"Set VisibilityTimeout to {found[1]}", (found[0],))
        elif reading.queue is not None:
            fix = Fix(f"Set VisibilityTimeout to {longer} or more", safety=Safety.DISPLAY)
        place = visible.path if is_written or reading.queue is None else reading.queue.path
        yield Finding(
            at=place,
            on_key=reading.queue is not None and not is_written,
            message=f"{queue} has a visibility timeout of {shorter} seconds, which Lambda rejects,"
            f" since the timeout of function '{reading.function.logical_id}' is {longer} seconds",
            severity=graded(visible, timeout, reading.case),
            fix=fix,
        )
