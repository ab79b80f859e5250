"""dynamodb-float"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Fails, Finding, Fix, Safety, Severity, rule
from auditor.api.code import CodeFile, FloatSent, floats_sent, import_of_decimal, imports_decimal


@rule(
    id="dynamodb-float",
    severity=Severity.WARNING,
    on=CodeFile,
    fails=Fails.INVOCATION,
)
def dynamodb_float(file: CodeFile) -> Iterator[Finding]:
    """A floating-point number in an item that boto3 is to store in DynamoDB.

    ## What it does
    Looks at calls of tables of `boto3.resource("dynamodb")` in Python: at the values of `Item`,
    `Key` and `ExpressionAttributeValues`. It finds values that are certainly of the type `float`:
    numbers with a point, `float(...)`, `time.time()`, `datetime.now().timestamp()`, what is
    computed with them, and names that are set to them once.

    ## Why it fails
    boto3 writes numbers of DynamoDB as `Decimal`, which keeps all their digits, and raises for
    `float`. A warning, since the call is perhaps never reached.

    ## Error
    ```
    TypeError: Float types are not supported. Use Decimal types instead.
    ```
    or only `Float types are not supported. Use Decimal types instead`.

    ## Fix safety
    Unsafe: the value is put into `Decimal(str(...))`, and `Decimal` is imported. What reads the
    item in Python gets a `Decimal`, too, which `json.dumps` does not write. In a deployed stack the
    code changes in place; the call raised whenever it ran, so that no item has the value yet.

    ## References
    - [Types of DynamoDB in boto3](https://docs.aws.amazon.com/boto3/latest/reference/customizations/dynamodb.html)
    - [The error: boto3 issue 665](https://github.com/boto/boto3/issues/665)
    """
    source = file.python
    if source is None or not any(call.client == "dynamodb" for call in file.facts.calls):
        return
    for sent in floats_sent(source, file.facts.calls):
        yield file.finding(
            sent.argument.span,
            f"{file.label} calls {sent.call.operation} with a float as"
            f" {'.'.join(sent.argument.path)}, which boto3 does not store in DynamoDB",
            fix=_fix(file, sent),
        )


def _fix(file: CodeFile, sent: FloatSent) -> Fix:
    title = "Use Decimal(str(...)) of the decimal module"
    source = file.python
    span = sent.argument.span
    if source is None:
        return Fix(title, safety=Safety.DISPLAY)
    edits = [(span, f"Decimal(str({file.text[span.start : span.end]}))")]
    if not imports_decimal(source):
        added = import_of_decimal(source)
        if added is None:
            return Fix(title, safety=Safety.DISPLAY)
        edits.insert(0, added)
    changes = file.changes(edits)
    return Fix(title, changes, Safety.UNSAFE) if changes else Fix(title, safety=Safety.DISPLAY)
