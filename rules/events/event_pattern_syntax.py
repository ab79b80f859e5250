"""event-pattern-syntax"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Fails, Finding, Fix, Safety, Severity, rule
from auditor.api.events import PatternFault, PatternUse


@rule(id="event-pattern-syntax", severity=Severity.ERROR, on=PatternUse)
def event_pattern_syntax(use: PatternUse) -> Iterator[Finding]:
    """An event pattern that the service refuses, or that matches nothing.

    ## What it does
    Reads patterns of EventBridge rules, filters before functions and pipes, and filter policies of
    SNS, also in SAM events and where they are written as JSON text, by the grammar of event
    patterns: fields, lists of values, `$or`, and the operators with what each one accepts. For
    message attributes of SNS it finds fields within fields, and of filter policies those with more
    than 5 keys at their top or more than 150 combinations of values. Of EventBridge rules it also
    finds fields at the top that no event has, such as `details`: a warning, since the rule is
    created and never matches.

    ## Why it fails
    The service reads the pattern when it is set, and the stack rolls back.

    ## Error
    ```
    Event pattern is not valid. Reason: <reason>
    ```
    or, for instance, `Unrecognized match type <type>`, `Empty arrays are not allowed`, `Invalid
    filter pattern definition`, `Filter policy scope <scope> does not support nested filter
    policy`, `Filter policy is too complex`, `Filter policy can not have more than <n> keys`,
    `Invalid parameter: FilterPolicy: <reason>`, `Reason: FilterPolicy: <reason>`.

    ## Fix safety
    Safe where a single value is put into a list, or `true` as a text becomes a boolean: nothing
    else can be meant. Unsafe where the nearest operator, comparison or field is put in place. A
    pattern that is written as text has no fix.

    EventBridge refuses the pattern, so that a deployed rule has an older one; the update
    changes it in place.

    ## References
    - [Event patterns](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html)
    - [Filters of event sources](https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html)
    - [Filter policies of SNS](https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html)
    - [How large filter policies of SNS are](https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html)
    - [Patterns and what AWS says of them](https://github.com/localstack/localstack), recorded
    """
    for fault in use.faults():
        is_certain = fault.certain and use.case.certain and not use.case.when
        label = use.template.label_at(use.place(fault))
        inside = fault.message[:1].lower() + fault.message[1:]
        reason = f"that {use.service} rejects" if fault.certain else "that never matches"
        yield Finding(
            at=use.place(fault),
            message=f"{label} has an event pattern {reason}: {inside}",
            severity=Severity.ERROR if is_certain else Severity.WARNING,
            fails=Fails.DEPLOYMENT if fault.certain else Fails.LATER,
            fix=_fix(use, fault),
        )


def _fix(use: PatternUse, fault: PatternFault) -> Fix | None:
    edit = use.edit(fault)
    title = f"Use {fault.key}" if fault.key else "Correct the pattern"
    if edit is None:
        return Fix(title, safety=Safety.DISPLAY) if fault.key else None
    return Fix(title, (edit,), Safety.SAFE if fault.is_sure else Safety.UNSAFE)
