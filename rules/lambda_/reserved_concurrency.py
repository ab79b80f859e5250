"""reserved-concurrency"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.api import (
    Case,
    Confidence,
    Finding,
    Fix,
    Remove,
    Safety,
    SetValue,
    Severity,
    graded,
    rule,
)
from auditor.api.lambda_ import LambdaFunction

_NUMBER = re.compile(r"-?[0-9]{1,9}")
_PROPERTY = "ReservedConcurrentExecutions"
_UNRESERVED_MINIMUM = 100
"""What Lambda keeps for all functions without a reservation:
https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html"""
_DEFAULT_LIMIT = 1000
"""https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""


@rule(id="reserved-concurrency", severity=Severity.WARNING, on=LambdaFunction)
def reserved_concurrency(fn: LambdaFunction) -> Iterator[Finding]:
    """Reserved concurrency that the account cannot give.

    ## What it does
    Adds up the `ReservedConcurrentExecutions` of the template and holds the sum against the
    account's limit (`account.concurrency`) less the 100 executions that must stay unreserved.
    Where the limit is not configured, every reservation is a warning: new accounts have a limit
    of 10 or 50, and nothing can be reserved in them. A reservation of 0, which stops the
    function, is pointed out as information; a negative one is an error.

    ## Why it fails
    Lambda refuses a reservation that would leave less than the minimum for all other functions.

    ## Error
    ```
    Specified ReservedConcurrentExecutions for function decreases account's
    UnreservedConcurrentExecution below its minimum value of [10].
    ```

    ## Fix safety
    The fix removes the property (or the branch of `Fn::If`), so that the function shares the
    unreserved pool. Safe where the number is negative, or alone more than the configured limit
    allows, so that the stack cannot deploy; unsafe otherwise, because the reservation may be a
    deliberate cap.

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
        elif amount < 0:
            yield Finding(
                at=case.path,
                message=f"{_PROPERTY} must be 0 or more, and is left out where nothing is to be"
                " reserved",
                severity=graded(case),
                fix=_fix(fn, case, Safety.SAFE),
            )
        else:
            yield from _refused(fn, case, amount)


def _refused(fn: LambdaFunction, case: Case, amount: int) -> Iterator[Finding]:
    limit = fn.template.settings.account_concurrency
    total = amount + _others(fn, case)
    if limit is None:
        message = f"reserves {_executions(amount)}, and an account with a low limit"
        message += " (new ones have 10 or 50) cannot give any"
        if total > _DEFAULT_LIMIT - _UNRESERVED_MINIMUM:
            message = _exceeded(total, amount, _DEFAULT_LIMIT, "the default limit of")
        yield Finding(
            at=case.path,
            message=message,
            confidence=Confidence.MEDIUM,
            fix=_fix(fn, case, Safety.UNSAFE),
        )
    elif total > (available := max(0, limit - _UNRESERVED_MINIMUM)):
        is_proven = case.certain and not case.when
        # Where only the sum is too large, the author has to say which function gives way.
        is_safe = is_proven and amount > available
        yield Finding(
            at=case.path,
            message=_exceeded(total, amount, limit, "a limit of"),
            severity=Severity.ERROR if is_proven else Severity.WARNING,
            fix=_fix(fn, case, Safety.SAFE if is_safe else Safety.UNSAFE),
        )


def _exceeded(total: int, amount: int, limit: int, kind: str) -> str:
    available = max(0, limit - _UNRESERVED_MINIMUM)
    subject = "reserves" if total == amount else "the functions of the template reserve"
    return (
        f"{subject} {_executions(total)}, and an account with {kind} {limit} can give"
        f" {available or 'none'}"
    )


def _executions(count: int) -> str:
    return f"{count} concurrent execution{'s' * (count > 1)}"


def _others(fn: LambdaFunction, case: Case) -> int:
    """What the other functions reserve for certain where the case is so, at the least."""
    return sum(
        _least(other, case)
        for other in LambdaFunction.find(fn.template)
        if other.logical_id != fn.logical_id
    )


def _least(fn: LambdaFunction, beside: Case) -> int:
    if any(
        fn.template.can_hold(beside.when | {(name, not holds)}) for name, holds in fn.resource.when
    ):
        return 0
    return min(
        max(0, _amount(case) or 0) if case.certain else 0
        for case in fn.resource.cases(_PROPERTY)
        if fn.template.can_meet(case, beside)
    )


def _amount(case: Case) -> int | None:
    if isinstance(case.value, int) and not isinstance(case.value, bool):
        return case.value
    is_number = case.text is not None and _NUMBER.fullmatch(case.text)
    return int(case.text or "") if is_number else None


def _fix(fn: LambdaFunction, case: Case, safety: Safety) -> Fix | None:
    if case.path[-1] == _PROPERTY:
        return Fix(f"Remove {_PROPERTY}", (Remove(case.path),), safety)
    if case.direct and case.path[:2] == fn.resource.path:
        nothing = SetValue(case.path, {"Ref": "AWS::NoValue"})
        return Fix("Reserve nothing in this case", (nothing,), safety)
    return None
