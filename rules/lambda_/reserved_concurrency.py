"""reserved-concurrency"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Case,
    Confidence,
    Finding,
    Fix,
    LambdaFunction,
    Remove,
    Safety,
    Severity,
    Template,
    rule,
)

_PROPERTY = "ReservedConcurrentExecutions"
_UNRESERVED_MINIMUM = 100
"""What Lambda keeps for all functions without a reservation:
https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html"""


@rule(id="reserved-concurrency", severity=Severity.WARNING, on=LambdaFunction)
def reserved_concurrency(fn: LambdaFunction) -> Iterator[Finding]:
    """Reserved concurrency that the account cannot give.

    ## What it does
    Adds up the `ReservedConcurrentExecutions` of the template and holds the sum against the
    account's limit (`account.concurrency`) less the 100 executions that must stay unreserved.
    Where the limit is not configured, every reservation is a warning: new accounts have a limit
    of 10 or 50, and nothing can be reserved in them. A reservation of 0, which stops the
    function, is pointed out as information.

    ## Why it fails
    Lambda refuses a reservation that would leave less than the minimum for all other functions.

    ## Error
    ```
    Specified ReservedConcurrentExecutions for function decreases account's
    UnreservedConcurrentExecution below its minimum value of [10].
    ```

    ## Fix safety
    The fix removes the property, so that the function shares the unreserved pool. Safe where the
    configured limit proves that the stack cannot deploy; unsafe otherwise, because the
    reservation may be a deliberate cap.

    ## References
    - [Reserved concurrency](https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html)
    - Reported with a limit of 10:
      [one-observability-demo issue 278](https://github.com/aws-samples/one-observability-demo/issues/278)
    """
    for case in fn.resource.cases(_PROPERTY):
        amount = _amount(case)
        if amount is None:
            continue
        if amount == 0:
            yield Finding(
                at=case.path,
                message="a reservation of 0 stops the function: every invocation is throttled",
                severity=Severity.INFO,
            )
        else:
            yield from _refused(fn, case, amount)


def _refused(fn: LambdaFunction, case: Case, amount: int) -> Iterator[Finding]:
    limit = fn.template.settings.account_concurrency
    total = _total(fn.template)
    if limit is None:
        yield Finding(
            at=case.path,
            message=f"reserves {amount} concurrent executions, and an account with a low limit"
            " (new ones have 10 or 50) cannot give any",
            confidence=Confidence.MEDIUM,
            fix=_fix(case, Safety.UNSAFE),
        )
        return
    available = max(0, limit - _UNRESERVED_MINIMUM)
    if total > available:
        is_proven = case.certain and not case.when
        yield Finding(
            at=case.path,
            message=f"the template reserves {total} concurrent executions, and an account with a"
            f" limit of {limit} can give {available}",
            severity=Severity.ERROR if is_proven else Severity.WARNING,
            fix=_fix(case, Safety.SAFE if is_proven else Safety.UNSAFE),
        )


def _total(template: Template) -> int:
    """What all functions reserve for certain; for one with several cases the least of them."""
    total = 0
    for fn in LambdaFunction.find(template):
        amounts = [
            _amount(case) or 0 if case.certain and not case.when else 0
            for case in fn.resource.cases(_PROPERTY)
        ]
        total += min(amounts)
    return total


def _amount(case: Case) -> int | None:
    if isinstance(case.value, int) and not isinstance(case.value, bool):
        return case.value
    if case.text is not None and case.text.isdecimal():
        return int(case.text)
    return None


def _fix(case: Case, safety: Safety) -> Fix | None:
    if case.path[-1] != _PROPERTY:
        return None
    return Fix(f"Remove {_PROPERTY}", (Remove(case.path),), safety)
