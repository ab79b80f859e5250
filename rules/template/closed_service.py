"""closed-service"""

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
from auditor.api.template import ClosedService, closed_service_of, closed_types


def _summary(asked: Asked) -> str:
    resources = asked.counted("resource is", "resources are")
    return (
        f"{resources} of a service that is closed to new customers ({', '.join(asked.names)}),"
        " which fails in accounts that did not use it before"
    )


_QUESTION = Question(
    setting="account.services-in-use",
    summary=_summary,
    answer="Set account.services-in-use to the closed services that the account used before, such"
    ' as ["AWS::Cloud9"], or to [] for none',
)


@rule(
    id="closed-service",
    severity=Severity.WARNING,
    on=Template,
    types=closed_types(),
    question=_QUESTION,
)
def closed_service(template: Template) -> Iterator[Finding]:
    """A resource of a service that has ended, will end, or accepts no new customers.

    ## What it does
    Looks up the type of every resource in a table of closed services and names the date and,
    where AWS names one, the replacement. A service that has ended is an error. One whose end AWS
    has announced, with the date where there is one, or that is closed to new resources, is a
    warning. Whether the account used a service before that service was closed to new customers is
    a question, which `account.services-in-use` answers: what is on that list is silent, anything
    else an error. No clock is read, so the message says the date and not whether it has passed. It
    is silent about CodeCommit, which is open again.

    ## Why it fails
    The service refuses to create the resource, for all or for accounts that have not used it.

    ## Error
    ```
    Only existing <service> customers can access the service
    Launch Configuration creation operation is not available
    ```
    or, for instance, `is no longer available to new customers`, `is not available to new
    customers`, `request is not allowed because there is no existing repository in this AWS account
    or AWS Organization`.

    ## Fix safety
    There is no fix but advice: another service needs another design.

    ## References
    - [Services that have been shut down](https://docs.aws.amazon.com/general/latest/gr/full_shutdown_services.html)
    - [Services that will be](https://docs.aws.amazon.com/general/latest/gr/service_sunset_services.html)
    - [Services closed to new customers](https://docs.aws.amazon.com/general/latest/gr/maintenance_services.html)
    - Reported: [launch configurations](https://github.com/neo4j-partners/neo4j-aws-cloudformation/issues/122),
      [CodeCommit](https://github.com/aws-solutions-library-samples/aws-batch-arch-for-protein-folding/issues/39)
    - Each entry of the table `closed_services.json` names its own sources
    """
    for resource in template.resources.values():
        entry = closed_service_of(resource.type)
        if entry is None:
            continue
        is_closed = entry.status == "closed"
        in_use = template.settings.services_in_use
        if is_closed and in_use is not None and _is_among(resource.type, in_use):
            continue
        yield Finding(
            at=(*resource.path, "Type"),
            message=f"{resource.label} {_reason(entry)}",
            severity=_severity(resource, entry),
            fix=_advice(entry),
            ask=Ask(name=entry.service) if is_closed and in_use is None else None,
        )


def _is_among(resource_type: str, services: tuple[str, ...]) -> bool:
    return any(f"{resource_type}::".startswith(f"{service}::") for service in services)


def _reason(entry: ClosedService) -> str:
    if entry.status == "ended":
        return f"cannot be created, since {entry.service} ended on {entry.date}"
    if entry.status == "frozen":
        return f"cannot be created again, since {entry.service} is closed to all since {entry.date}"
    if entry.status == "closed":
        return (
            f"cannot be created in an account that did not use {entry.service} before"
            f" {entry.date}, when it was closed to new customers"
        )
    if entry.date is None:
        return f"belongs to {entry.service}, whose end AWS has announced"
    return f"fails from {entry.date} on, when {entry.service} ends"


def _severity(resource: Resource, entry: ClosedService) -> Severity:
    """An error where the service refuses; what is closed is refused once it is answered."""
    is_refused = entry.status in ("ended", "closed") and not resource.when
    return Severity.ERROR if is_refused else Severity.WARNING


def _advice(entry: ClosedService) -> Fix | None:
    if entry.replacement is None:
        return None
    return Fix(f"Use {entry.replacement} instead", safety=Safety.DISPLAY)
