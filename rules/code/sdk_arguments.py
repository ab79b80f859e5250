"""sdk-arguments"""

from __future__ import annotations

from collections.abc import Iterator
from keyword import iskeyword

from auditor.api import Fails, Finding, Fix, Safety, Severity, Span, meant, near, rule
from auditor.api.code import Argument, CodeFile, SdkCall, Taken, operation_arguments


@rule(
    id="sdk-arguments",
    severity=Severity.WARNING,
    on=CodeFile,
    fails=Fails.INVOCATION,
)
def sdk_arguments(file: CodeFile) -> Iterator[Finding]:
    """A call of boto3 with an argument that the operation does not have, or without one that it needs.

    ## What it does
    Compares calls of boto3 clients in Python with the parameters of the operation, for some fifty
    services that functions often call. It finds arguments that the operation does not have, and
    calls without a required one where all arguments of the call can be seen. The table is built from
    botocore 1.44.5 (2026-11).

    ## Why it fails
    botocore checks the arguments before it sends anything, and raises. A warning, since the call
    is perhaps never reached, and a package may contain another version of botocore.

    ## Error
    ```
    ParamValidationError: Parameter validation failed:
    Missing required parameter in input: "SecretId"
    Unknown parameter in input: "SecretArn", must be one of: SecretId, VersionId, VersionStage
    ```
    In general: `Missing required parameter in input: "<parameter>"` and
    `Unknown parameter in input: "<parameter>", must be one of: <parameters>`.

    ## Fix safety
    Unsafe: an argument gets the name that is meant, where that is plain: the nearest one, or the
    one required parameter that is missing. In a deployed stack the code changes in place.

    ## References
    - [Errors of botocore](https://docs.aws.amazon.com/boto3/latest/guide/error-handling.html)
    - [The models of botocore](https://github.com/boto/botocore/tree/develop/botocore/data)
    """  # noqa: E501 (the summary is one line)
    if file.language != "python":
        return
    for call in file.facts.calls:
        if call.sdk != "boto3" or call.resources or call.is_waiter:
            continue
        taken = operation_arguments(call.client, call.operation)
        if taken is not None:
            yield from _faults(file, call, taken)


def _faults(file: CodeFile, call: SdkCall, taken: Taken) -> Iterator[Finding]:
    given = {one.path[0]: one for one in call.arguments if one.path}
    missing = sorted(taken.required - given.keys()) if call.complete else []
    function = file.label
    unknown = [name for name in given if not taken.accepts(name)]
    for name in unknown:
        wanted = meant(name, taken.all)
        if wanted is None and len(missing) == 1 and len(unknown) == 1:
            wanted = missing[0]
        yield file.finding(
            given[name].whole,
            f"{function} calls {call.operation} with {name}, which it does not accept",
            fix=_fix(file, given[name], name, wanted, taken),
        )
        missing = [one for one in missing if one != wanted]
    if missing and not unknown:
        yield file.finding(
            call.span,
            f"{function} calls {call.operation} without {' and '.join(missing)}, which it requires",
        )


def _fix(
    file: CodeFile, argument: Argument, name: str, wanted: str | None, taken: Taken
) -> Fix | None:
    if wanted is None:
        likely = near(name, taken.all)
        return Fix(f"Use {' or '.join(likely)}", safety=Safety.DISPLAY) if likely else None
    start = argument.whole.start
    # the API has parameters whose names are words of Python
    is_plain = file.text[start:].startswith(f"{name}=") and not iskeyword(wanted)
    edits = file.changes([(Span(start, start + len(name)), wanted)]) if is_plain else None
    title = f"Use {wanted}"
    return Fix(title, safety=Safety.DISPLAY) if edits is None else Fix(title, edits)
