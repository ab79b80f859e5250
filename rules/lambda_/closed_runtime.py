"""closed-runtime"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, rewritten, rule
from auditor.api.lambda_ import LambdaFunction, closed_runtime_of, month_of_runtimes


@rule(id="closed-runtime", severity=Severity.WARNING, on=LambdaFunction)
def closed_runtime(function: LambdaFunction) -> Iterator[Finding]:
    """A runtime with which Lambda creates no function any more.

    ## What it does
    Looks up `Runtime` of functions in a dated table of the runtimes whose creation AWS has closed.
    Runtimes that are only deprecated are no finding: functions can still be created with them.

    ## Why it fails
    Lambda refuses to create a function with such a runtime. One that exists can be updated for some
    time, and then no longer.

    ## Error
    ```
    The runtime parameter of <runtime> is no longer supported for creating or updating AWS Lambda functions
    ```
    The lint of SAM and cfn-lint say `E2531 Runtime '<runtime>' was deprecated on` and
    `E2533 Runtime '<runtime>' was deprecated on`.

    ## Severity
    A warning, since functions that exist go on to work, and their stacks with them: only a new
    function fails.

    ## Fix safety
    Unsafe: the newest runtime of the language is put in its place. The code may need changes for
    it, such as another version of the SDK in Node.js.

    In a deployed stack the function changes in place.

    ## References
    - [Runtimes of Lambda](https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html)
    - [The dates of cfn-lint](https://github.com/aws-cloudformation/cfn-lint)
    - Error, reported: [cdk-ecr-sync issue 715](https://github.com/pgarbe/cdk-ecr-sync/issues/715)
    """  # noqa: E501 (the error as AWS writes it)
    for case in function.resource.cases("Runtime"):
        row = closed_runtime_of(case.text) if case.text is not None else None
        if row is None:
            continue
        edit = rewritten(function.template, case, row.successor) if row.successor else None
        title = f"Use {row.successor}" if row.successor else "Use a newer runtime"
        yield Finding(
            at=case.path,
            message=f"{function.resource.label} cannot be created with {case.text}, which is closed"
            f" for new functions since {row.closed} (as of {month_of_runtimes()})",
            fix=Fix(title, (edit,)) if edit else Fix(title, safety=Safety.DISPLAY),
        )
