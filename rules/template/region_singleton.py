"""region-singleton"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Ask,
    Asked,
    Finding,
    Fix,
    Question,
    Resource,
    Safety,
    Severity,
    Template,
    rule,
)
from auditor.api.template import made_optional, singletons


def _summary(asked: Asked) -> str:
    resources = asked.counted("resource is", "resources are")
    return (
        f"{resources} of a type that an account can have once in a Region"
        f" ({', '.join(asked.names)}), which fails where there is one already"
    )


_QUESTION = Question(
    setting="account.singletons",
    summary=_summary,
    answer="Set account.singletons to the types that the Region has already, such as"
    ' ["AWS::GuardDuty::Detector"], or to [] for none',
)


@rule(
    id="region-singleton",
    severity=Severity.WARNING,
    on=Template,
    types=tuple(singletons()),
    question=_QUESTION,
)
def region_singleton(template: Template) -> Iterator[Finding]:
    """A resource that an account can have only once in a Region.

    ## What it does
    Looks up the type of every resource in a table: recorders and delivery channels of AWS Config,
    detectors of GuardDuty, hubs of Security Hub, Macie sessions and behavior graphs of Detective.
    Whether the Region has one already is a question, which `account.singletons` answers: a type on
    that list is an error, any other silent, and so is one that a condition of the template lets the
    stack do without. A second one in the same template is an error whatever the account is.

    ## Why it fails
    The service refuses the second one. Many accounts have the first since somebody clicked for it,
    since an organization created it, or since another stack of the same template has it.

    ## Error
    ```
    Failed to put configuration recorder '<name>' because the maximum number of configuration
      recorders: <count> is reached.
    Failed to put configuration recorder '<name>' <reason> Maximum number of configuration recorders
    Failed to put delivery channel '<name>' because the maximum number of delivery channels: <count>
      is reached.
    ```
    or `The request is rejected because a detector already exists for the current account.`

    ## Severity
    A question, since only the account knows whether the Region has one already. With the
    answer, or with two in one template, it is an error, and a warning where a condition decides
    about it.

    ## Fix safety
    Unsafe: a parameter and a condition let the stack do without the resource, where nothing refers
    to it. The parameter is `true` by default, so that a stack that has the resource keeps it.

    A deployed stack keeps what it has.

    ## References
    - [Limits of AWS Config](https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html)
    - [Quotas of GuardDuty](https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_limits.html)
    - Each row of the table `region_singletons.json` names its own source
    - [Errors, reported: the recorder](https://github.com/trussworks/terraform-aws-config/issues/69),
      [and the detector](https://github.com/nozaq/terraform-aws-secure-baseline/issues/35)
    """
    present = template.settings.singletons
    seen: dict[str, list[Resource]] = {}
    for resource in template.resources.values():
        name = singletons().get(resource.type)
        if name is None:
            continue
        earlier = seen.setdefault(resource.type, [])
        twin = next((one for one in earlier if template.can_hold(one.when | resource.when)), None)
        earlier.append(resource)
        if twin is not None:
            yield _second(resource, twin, name)
        elif resource.condition is None and (present is None or resource.type in present):
            yield _only(resource, name, is_asked=present is None)


def _second(resource: Resource, twin: Resource, name: str) -> Finding:
    is_certain = not resource.when and not twin.when
    return Finding(
        at=(*resource.path, "Type"),
        message=f"{resource.label} cannot be created beside '{twin.logical_id}', since an account"
        f" has one {name} in a Region",
        severity=Severity.ERROR if is_certain else Severity.WARNING,
    )


def _only(resource: Resource, name: str, *, is_asked: bool) -> Finding:
    edits = made_optional(resource)
    title = "Let a parameter decide whether it is created"
    return Finding(
        at=(*resource.path, "Type"),
        message=f"{resource.label} cannot be created where the Region of the account has a"
        f" {name} already",
        severity=Severity.ERROR,
        fix=Fix(title, edits) if edits else Fix(title, safety=Safety.DISPLAY),
        ask=Ask(name=name) if is_asked else None,
    )
