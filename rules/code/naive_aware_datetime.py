"""naive-aware-datetime"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Confidence, Fails, Finding, Fix, Safety, Severity, rule
from auditor.api.code import CodeFile, mixed_datetimes


@rule(
    id="naive-aware-datetime",
    severity=Severity.WARNING,
    on=CodeFile,
    fails=Fails.INVOCATION,
)
def naive_aware_datetime(file: CodeFile) -> Iterator[Finding]:
    """A comparison or subtraction of a time without a UTC offset and one that may have one.

    ## What it does
    Follows times through Python code: where they come from (`utcnow()`, `now()`, `strptime`,
    `fromisoformat`, the SDK's responses), and what becomes of them in functions, lists, dicts and
    attributes. It finds comparisons and subtractions of a naive time with one that is aware, or is
    so for some inputs. It is silent where the code looks at `tzinfo`, where a time's origin
    cannot be seen, and about members of the event that the template's functions write, all of
    them with naive times.

    ## Why it fails
    Python cannot put a time without an offset in order with one that has an offset. The stack
    deploys; the invocation that reaches the line fails.

    ## Error
    ```
    TypeError: can't compare offset-naive and offset-aware datetimes
    ```
    or `can't subtract offset-naive and offset-aware datetimes`.

    ## Fix safety
    Safe: `datetime.utcnow()` becomes `datetime.now(other.tzinfo)`, which has an offset exactly
    where the other time has one. Without one it is the local time, which in Lambda is UTC, as it
    was before. Where the other time always has an offset, it becomes `datetime.now(timezone.utc)`.
    A name that holds the current time is changed where it is assigned, if that serves all its
    uses. Else the fix is unsafe: it reads the current time again in the comparison, which is a
    little later. For naive times that are not the current time the fix is only described.

    In a deployed stack the code changes in place. The line raised each time that it ran, so
    that no result of it is in use; where the time is compared with one that has no offset after
    all, the new line gives the same result as the old one.

    ## References
    - [Aware and naive objects](https://docs.python.org/3/library/datetime.html#aware-and-naive-objects)
    - [Time zone of Lambda](https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html)
    - Errors, [in Python's source](https://github.com/python/cpython/blob/main/Modules/_datetimemodule.c)
    """
    for found in mixed_datetimes(file):
        changes = file.changes(found.replacements) if found.replacements else None
        safety = Safety.SAFE if found.is_safe else Safety.UNSAFE
        yield file.finding(
            found.span,
            f"{file.label} {_OTHERS[found.other]}, which fails: {found.error}",
            confidence=_CONFIDENCES[found.other],
            fix=Fix(_ADVICE, (), Safety.DISPLAY)
            if changes is None
            else Fix(_TITLES[safety], changes, safety),
        )


_ADVICE = "Use an offset from UTC in both times, or in neither"
_TITLES = {
    Safety.SAFE: "Use the current time with the offset of the other one",
    Safety.UNSAFE: "Use the current time anew, with the offset of the other one",
}
_OTHERS = {
    "aware": "combines a time without a UTC offset with one that has an offset",
    "likely": "combines a time without a UTC offset with one that the code adds an offset to",
    "either": "combines a time without a UTC offset with one that has an offset for some inputs",
}
_CONFIDENCES = {
    "aware": Confidence.HIGH,
    "likely": Confidence.HIGH,
    "either": Confidence.MEDIUM,
}
