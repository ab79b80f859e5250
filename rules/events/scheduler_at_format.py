"""scheduler-at-format"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    TIMEZONE,
    Case,
    Edit,
    Finding,
    Fix,
    InsertKey,
    Safety,
    ScheduleUse,
    SetValue,
    Severity,
    graded,
    rule,
    schedule,
)


@rule(id="scheduler-at-format", severity=Severity.ERROR, on=ScheduleUse)
def scheduler_at_format(use: ScheduleUse) -> Iterator[Finding]:
    """An `at(...)` expression of EventBridge Scheduler in a form that it does not read.

    ## What it does
    Finds `at(...)` on an `AWS::Scheduler::Schedule` or a SAM event `ScheduleV2` in any other form
    than `at(yyyy-mm-ddThh:mm:ss)`: with `Z` or an offset, with a fraction of a second, a date
    alone.

    ## Why it fails
    Scheduler reads that one form. The time zone goes into `ScheduleExpressionTimezone`.

    ## Error
    ```
    Invalid Schedule Expression at(2021-12-31T23:59:59Z).
    ```

    ## Fix safety
    Safe: the stack could not deploy. The moment stays the same: an offset is worked into UTC, and
    the time zone is set to UTC. There is no fix where a time zone is set already beside an
    offset, because the two contradict each other.

    ## References
    - [One-time schedules](https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html)
    """
    if use.service is not schedule.Service.SCHEDULER:
        return
    for case in use.cases:
        if case.text is None:
            continue
        parsed = schedule.parse(case.text, use.service)
        if parsed.kind != "at" or not parsed.faults:
            continue
        is_certain = any(fault.certain for fault in parsed.faults)
        yield Finding(
            at=case.path,
            message=parsed.faults[0].message,
            severity=graded(case) if is_certain else Severity.WARNING,
            fix=_fix(use, case),
        )


def _fix(use: ScheduleUse, case: Case) -> Fix | None:
    wanted = schedule.at_for_scheduler(case.text or "")
    moment = schedule.read_at(case.text or "")
    if wanted is None or moment is None or not case.direct or case.path[:-1] != use.holder:
        return None
    expression, timezone = wanted
    edits: list[Edit] = [SetValue(case.path, expression)]
    title = f"Write it as '{expression}'"
    if timezone is not None:
        if use.has_timezone:
            return None
        edits.append(InsertKey(use.holder, TIMEZONE, timezone, after=use.key))
        title += f" with {TIMEZONE} '{timezone}'"
    return Fix(title, tuple(edits), Safety.SAFE)
