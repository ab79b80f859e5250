"""at-expression-on-rule"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, SetValue, Severity, graded, rule
from auditor.api.events import ScheduleUse, schedule

_REASON = "which EventBridge rejects: only EventBridge Scheduler accepts at(...)"


@rule(id="at-expression-on-rule", severity=Severity.ERROR, on=ScheduleUse)
def at_expression_on_rule(use: ScheduleUse) -> Iterator[Finding]:
    """An `at(...)` expression on an EventBridge rule.

    ## What it does
    Finds `at(...)` in the `ScheduleExpression` of an `AWS::Events::Rule` and in the `Schedule` of
    a SAM event of type `Schedule`, which SAM turns into such a rule.

    ## Why it fails
    EventBridge rules accept `cron(...)` and `rate(...)` only. One-time schedules belong to
    EventBridge Scheduler (`AWS::Scheduler::Schedule`, SAM `ScheduleV2`).

    ## Error
    As for any expression that EventBridge does not know: `Parameter ScheduleExpression is not
    valid.` cfn-lint says `E3027 'at(<time>)' has to be either 'cron()' or 'rate()'`.

    ## Fix safety
    Safe: the stack could not deploy. The fix writes the same moment as a `cron(...)` with a year,
    in UTC, as rules read it. It is unsafe where the time is missing and becomes midnight. There
    is no fix for a moment with seconds, which cron cannot say.

    EventBridge refuses the expression, so that a deployed rule has an older schedule: the
    update changes it in place. A moment in the past never comes, in either form.

    ## References
    - [Schedules of rules](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html)
    - [One-time schedules of Scheduler](https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html)
    - The error as CloudFormation shows it: [aws-cdk issue 32753](https://github.com/aws/aws-cdk/issues/32753)
    """
    if use.service is not schedule.Service.RULE:
        return
    for case in use.cases:
        if case.text is None or schedule.parse(case.text, use.service).kind != "at":
            continue
        cron = schedule.at_as_cron(case.text)
        fix = None
        if cron is not None and case.direct:
            safety = Safety.SAFE if ":" in case.text else Safety.UNSAFE
            fix = Fix(f"Write it as '{cron}'", (SetValue(case.path, cron),), safety)
        yield Finding(
            at=case.path,
            message=f"{use.template.label_at(case.path)} has the schedule expression"
            f" '{case.text}', {_REASON}",
            severity=graded(case),
            fix=fix,
        )
    for case in use.beginnings:
        if schedule.parse(case.text or "", use.service).kind == "at":
            yield Finding(
                at=case.path,
                message=f"{use.template.label_at(case.path)} has a schedule expression at(...),"
                f" {_REASON}",
                severity=graded(case),
            )
