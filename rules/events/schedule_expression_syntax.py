"""schedule-expression-syntax"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Confidence, Finding, Fix, Safety, SetValue, Severity, Span, graded, rule
from auditor.api.events import ScheduleUse, schedule


@rule(id="schedule-expression-syntax", severity=Severity.ERROR, on=ScheduleUse)
def schedule_expression_syntax(use: ScheduleUse) -> Iterator[Finding]:
    """A cron or rate expression that the service rejects.

    ## What it does
    Reads schedule expressions of EventBridge rules and of EventBridge Scheduler by their whole
    grammar: six fields, the numbers and names of each, ranges, lists, steps, `L`, `W`, `#`, `?`
    in one of the two day fields, singular and plural units of `rate`. What is only reported to
    fail, or contested, is a warning.

    ## Why it fails
    The service validates the expression when the rule or schedule is created.

    ## Error
    ```
    Parameter ScheduleExpression is not valid.
    ```
    EventBridge Scheduler says `Invalid Schedule Expression <expression>.`

    cfn-lint says `E3027: Validate AWS Event ScheduleExpression format`, `E3027 <unit> is not one
    of`, `E3027 <field> specifies both Day-of-month and Day-of-week` or `E3027 <value> has to be
    either 'cron()' or 'rate()'`.

    ## Fix safety
    Safe: the stack could not deploy, and a fix is offered only where one meaning is possible
    (singular and plural, `?` in the free day field, a missing year, spaces at the ends). Where
    the expression is only suspected, the fix is unsafe.

    The service refuses the expression, so that a deployed schedule is an older one: the update
    changes it in place. An expression that is only suspected may be deployed and work, which is
    why its fix is unsafe.

    ## References
    - [Cron and rate on rules](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html)
    - [Schedule types of Scheduler](https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html)
    - [Errors, recorded of rules](https://github.com/localstack/localstack/blob/main/tests/aws/services/events/test_events_schedule.snapshot.json),
      [and of EventBridge Scheduler](https://github.com/localstack/localstack/blob/main/tests/aws/services/scheduler/test_scheduler.snapshot.json)
    """
    for case in use.cases:
        if case.text is None:
            continue
        parsed = schedule.parse(case.text, use.service)
        if parsed.kind == "at":
            continue
        label, service = use.template.label_at(case.path), use.service_name
        for fault in parsed.faults:
            verb = "rejects" if fault.certain else "may reject"
            fix = None
            if fault.repair is not None and case.direct:
                safety = Safety.SAFE if fault.certain else Safety.UNSAFE
                edit = SetValue(case.path, fault.repair)
                fix = Fix(f"Write it as '{fault.repair}'", (edit,), safety)
            yield Finding(
                at=case.path,
                message=f"{label} has a schedule expression that {service} {verb}: {fault.message}",
                severity=graded(case) if fault.certain else _suspected(use, parsed.kind),
                confidence=Confidence.HIGH if fault.certain else Confidence.LOW,
                within=Span(fault.start, fault.end) if case.direct else None,
                fix=fix,
            )


def _suspected(use: ScheduleUse, kind: str | None) -> Severity:
    is_tolerated = use.service is schedule.Service.SCHEDULER and kind == "rate"
    return Severity.INFO if is_tolerated else Severity.WARNING
