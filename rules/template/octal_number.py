"""octal-number"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, OnUpdate, Safety, SetValue, Severity, rule
from auditor.api.template import SourceText

_ACCOUNT_DIGITS = 12


@rule(id="octal-number", severity=Severity.WARNING, on=SourceText)
def octal_number(source: SourceText) -> Iterator[Finding]:
    """Digits with a leading zero and without quotes, which YAML reads as an octal number.

    ## What it does
    Finds numbers of YAML that begin with a zero and have no digit above 7. Twelve digits are an
    account number, and an error; others, such as modes of files, are a warning. It is silent
    about digits in quotes, about numbers with an 8 or a 9, which stay texts, and about JSON, which
    has no such numbers.

    ## Why it fails
    CloudFormation reads YAML 1.1, where 0123 is the number 83. The service gets another account,
    mode or code than the one that is written.

    ## Error
    ```
    Value for property {/<path>} does not match pattern {^[0-9]{12}$}
    ```

    ## Fix safety
    Safe for account numbers: they are put into quotes. No account has a number of less than twelve
    digits, so that no stack is deployed with it, and no deployed one changes. Unsafe for others,
    since a stack that is deployed has the other number: the update changes it in place.

    ## References
    - [Integers of YAML 1.1](https://yaml.org/type/int.html)
    - [The error](https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/745)
    - [Template formats](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html)
    """
    for path, written in source.octals:
        is_account = len(written) == _ACCOUNT_DIGITS
        kind = "Account number" if is_account else "Number"
        fix = Fix(f"Put {written} into quotes", (SetValue(path, written),), Safety.UNSAFE)
        if is_account:
            fix = Fix(fix.title, fix.edits, Safety.SAFE, OnUpdate.NOTHING)
        yield Finding(
            at=path,
            message=f"{kind} {written} is read as the octal number {int(written, 8)}, since it"
            " begins with a zero and has no quotes",
            severity=Severity.ERROR if is_account else Severity.WARNING,
            fix=fix,
        )
