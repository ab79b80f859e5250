"""reserved-concurrency"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.api import (
    Ask,
    Asked,
    Case,
    Fails,
    Finding,
    Fix,
    Question,
    Remove,
    Safety,
    SetValue,
    Severity,
    counted,
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


def _summary(asked: Asked) -> str:
    functions = asked.counted("function reserves", "functions reserve")
    executions = counted(asked.amount, "execution", "executions")
    refusing = "whose limit is 10 or 50, as new ones have"
    if asked.amount > _DEFAULT_LIMIT - _UNRESERVED_MINIMUM:
        refusing = f"with the default limit of {_DEFAULT_LIMIT:,}"
    return f"{functions} {executions}, which fails in accounts {refusing}"


_QUESTION = Question(
    setting="account.concurrency",
    summary=_summary,
    answer="Set account.concurrency to the limit that 'aws lambda get-account-settings' prints",
)


@rule(id="reserved-concurrency", severity=Severity.ERROR, on=LambdaFunction, question=_QUESTION)
def reserved_concurrency(fn: LambdaFunction) -> Iterator[Finding]:
    """Reserved concurrency that the account cannot grant.

    ## What it does
    Adds up the `ReservedConcurrentExecutions` of the template and compares the sum with the
    account's limit (`account.concurrency`) less the 100 executions that must stay unreserved.
    Where the limit is not configured, all reservations together are one question: new accounts
    have a limit of 10 or 50, and nothing can be reserved in them. A reservation of 0, which stops
    the function, is a hint, and a negative one an error.

    ## Why it fails
    Lambda refuses a reservation that would leave less than the minimum for all other functions.

    ## Error
    ```
    Specified ReservedConcurrentExecutions for function decreases account's
      UnreservedConcurrentExecution below its minimum value of [<minimum>].
    ```
    Older ones begin with `Specified ConcurrentExecutions for function decreases account's
    UnreservedConcurrentExecution below its minimum value`.

    ## Severity
    A question, since the limit differs from account to account. With the limit it is an error
    or silent, and a warning where a condition or a parameter decides. A hint for a reservation of
    0, since it is one way to stop a function.

    ## Fix safety
    The fix removes the property (or the branch of `Fn::If`), so that the function shares the
    unreserved pool. Safe where the number is negative, or alone more than the configured limit
    allows, so that the stack cannot deploy; unsafe otherwise, because the reservation may be a
    deliberate cap.

    In a deployed stack the function changes in place and gives back what it has reserved: it
    may then run as often at once as the account allows, and use up the connections of a
    database. A parameter that nothing else uses is removed as well, and a command that still
    passes it may fail. Where a comment explains the number, the fix is only shown.

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
                message=f"{fn.resource.label} reserves 0 concurrent executions, so every"
                " invocation is throttled",
                fails=Fails.INVOCATION,
                severity=Severity.INFO,
            )
        elif amount < 0:
            yield Finding(
                at=case.path,
                message=f"{fn.resource.label} reserves {amount} concurrent executions, and Lambda"
                " rejects fewer than 0",
                severity=graded(case),
                fix=_fix(fn, case, Safety.SAFE),
            )
        else:
            yield from _refused(fn, case, amount)


def _refused(fn: LambdaFunction, case: Case, amount: int) -> Iterator[Finding]:
    limit = fn.template.settings.account_concurrency
    if limit is None:
        yield Finding(
            at=case.path,
            message=f"{fn.resource.label} reserves {_executions(amount)}, which fails in an account"
            " with a low limit, as new ones have",
            fix=_fix(fn, case, Safety.UNSAFE),
            ask=Ask(amount),
        )
        return
    total = amount + _others(fn, case)
    available = max(0, limit - _UNRESERVED_MINIMUM)
    if total > available:
        is_proven = case.certain and not case.when
        # Where only the sum is too large, the author has to say which function gives way.
        is_safe = is_proven and amount > available
        yield Finding(
            at=case.path,
            message=_exceeded(fn, amount, total, limit),
            severity=Severity.ERROR if is_proven else Severity.WARNING,
            fix=_fix(fn, case, Safety.SAFE if is_safe else Safety.UNSAFE),
        )


def _exceeded(fn: LambdaFunction, amount: int, total: int, limit: int) -> str:
    available = max(0, limit - _UNRESERVED_MINIMUM)
    reserved = f"{fn.resource.label} reserves {_executions(amount)}"
    if total != amount:
        reserved += f" ({total} with the other functions of the template)"
    return f"{reserved}, which fails in an account with a limit of {limit}: {_left(available)}"


def _left(available: int) -> str:
    return f"{available} can be reserved" if available else "none can be reserved"


def _executions(count: int) -> str:
    return counted(count, "concurrent execution", "concurrent executions")


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
        return Fix(f"Remove {_PROPERTY} in this case", (nothing,), safety)
    return None
