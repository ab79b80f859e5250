"""schedule-on-custom-bus"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Remove, Resource, Severity, rule
from auditor.api.events import ScheduledRule

_KEY = "EventBusName"


@rule(id="schedule-on-custom-bus", severity=Severity.ERROR, on=ScheduledRule)
def schedule_on_custom_bus(scheduled: ScheduledRule) -> Iterator[Finding]:
    """A schedule on an event bus other than the default one.

    ## What it does
    Finds rules with a `ScheduleExpression` and an `EventBusName` that is a bus of the template or a
    name other than `default`.

    ## Why it fails
    Schedules run on the default event bus only, and EventBridge refuses the rule.

    ## Error
    ```
    ScheduleExpression is supported only on the default event bus.
    ```

    ## Fix safety
    Unsafe: `EventBusName` is removed, so that the rule is on the default bus. A rule that has an
    event pattern as well needs two rules, and has no fix.

    In a deployed stack the update replaces the rule.

    ## References
    - [Schedules](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html)
    - [Error, recorded](https://github.com/localstack/localstack/blob/main/tests/aws/services/events/test_events_schedule.snapshot.json)
    """
    for case in scheduled.custom_buses():
        yield Finding(
            at=case.path,
            message=f"Rule '{scheduled.rule.logical_id}' is on another bus than the default one, so"
            " EventBridge refuses its schedule",
            severity=Severity.ERROR if case.certain and not case.when else Severity.WARNING,
            fix=_fix(scheduled.rule),
        )


def _fix(resource: Resource) -> Fix | None:
    properties = resource.body.get("Properties")
    is_plain = isinstance(properties, dict) and _KEY in properties
    if not is_plain or resource.has("EventPattern") is not False:
        return None
    edit = Remove((*resource.path, "Properties", _KEY))
    return Fix(f"Remove {_KEY}: the rule is then on the default bus", (edit,))
