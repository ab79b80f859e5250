"""scheduler-at-format"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Case,
    Confidence,
    Edit,
    Finding,
    Fix,
    InsertKey,
    Safety,
    SetValue,
    Severity,
    Span,
    graded,
    rule,
)
from auditor.api.events import TIMEZONE, ScheduleUse, schedule

_UTC = ("UTC", "Etc/UTC")


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
    Invalid Schedule Expression at(<time>).
    ```

    ## Fix safety
    Safe: the stack could not deploy. The moment stays the same: an offset is worked into UTC, and
    the time zone is set to UTC. There is no fix where another time zone is set already beside an
    offset, because the two contradict each other. Where the form is only suspected to be refused,
    or the time is missing and becomes midnight, the fix is unsafe.

    Scheduler refuses the expression, so that a deployed schedule is an older one: the update
    changes it in place.

    ## References
    - [One-time schedules](https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html)
    - [Error, recorded](https://github.com/localstack/localstack/blob/main/tests/aws/services/scheduler/test_scheduler.snapshot.json)
    """
    if use.service is not schedule.Service.SCHEDULER:
        return
    for case in use.cases:
        if case.text is None:
            continue
        parsed = schedule.parse(case.text, use.service)
        if parsed.kind != "at" or not parsed.faults:
            continue
        has_time = ":" in case.text
        fault = next((fault for fault in parsed.faults if fault.certain), parsed.faults[0])
        verb = "rejects" if fault.certain else "may reject"
        yield Finding(
            at=case.path,
            message=f"{use.template.label_at(case.path)} has a schedule expression that"
            f" {use.service_name} {verb}: {fault.message}",
            severity=graded(case) if fault.certain else Severity.WARNING,
            confidence=Confidence.HIGH if fault.certain else Confidence.LOW,
            within=Span(fault.start, fault.end) if case.direct else None,
            fix=_fix(use, case, Safety.SAFE if fault.certain and has_time else Safety.UNSAFE),
        )


def _fix(use: ScheduleUse, case: Case, safety: Safety) -> Fix | None:
    wanted = schedule.at_for_scheduler(case.text or "")
    if wanted is None or not case.direct:
        return None
    expression, timezone = wanted
    edits: list[Edit] = [SetValue(case.path, expression)]
    title = f"Write it as '{expression}'"
    if timezone is not None and not all(zone.text in _UTC for zone in use.timezones):
        if case.path != (*use.holder, use.key) or not all(zone.absent for zone in use.timezones):
            return None
        edits.append(InsertKey(use.holder, TIMEZONE, timezone, after=use.key))
        title += f" with {TIMEZONE} '{timezone}'"
    return Fix(title, tuple(edits), safety)
