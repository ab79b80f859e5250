"""closed-service"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Resource, Safety, Severity, Template, rule
from auditor.api.template import ClosedService, closed_service_of, closed_types


@rule(id="closed-service", severity=Severity.WARNING, on=Template, types=closed_types())
def closed_service(template: Template) -> Iterator[Finding]:
    """A resource of a service that has ended, will end, or takes no new customers.

    ## What it does
    Looks up the type of every resource in a table of closed services and names the date and,
    where AWS names one, the replacement. A service that has ended is an error. One whose end AWS
    has announced, with the date where there is one, or that is closed to new customers or new
    resources, is a warning: an account that used it before may go on. No clock is read, so the
    message says the date and not whether it has passed. It is silent about CodeCommit, which is
    open again.

    ## Why it fails
    The service refuses to create the resource, for all or for accounts that have not used it.

    ## Error
    ```
    AccessDeniedException: Only existing Timestream for LiveAnalytics customers can access the
    service
    Launch Configuration creation operation is not available
    ```

    ## Fix safety
    There is no fix but advice: another service needs another design.

    ## References
    - [Services that have been shut down](https://docs.aws.amazon.com/general/latest/gr/full_shutdown_services.html)
    - [Services that will be](https://docs.aws.amazon.com/general/latest/gr/service_sunset_services.html)
    - [Services closed to new customers](https://docs.aws.amazon.com/general/latest/gr/maintenance_services.html)
    - Each entry of the table `closed_services.json` names its own sources
    """
    for resource in template.resources.values():
        entry = closed_service_of(resource.type)
        if entry is not None:
            yield Finding(
                at=(*resource.path, "Type"),
                message=_told(entry),
                severity=_severity(resource, entry),
                fix=_advice(entry),
            )


def _told(entry: ClosedService) -> str:
    if entry.status == "ended":
        return f"{entry.service} ended on {entry.date}"
    if entry.status == "frozen":
        return f"{entry.service} takes nothing new since {entry.date}: only what exists goes on"
    if entry.status == "closed":
        return (
            f"{entry.service} is closed to new customers since {entry.date}: their accounts cannot"
            " create this"
        )
    if entry.date is None:
        return f"AWS has announced the end of {entry.service}"
    return f"AWS has set the end of {entry.service} to {entry.date}"


def _severity(resource: Resource, entry: ClosedService) -> Severity:
    is_certain = entry.status == "ended" and not resource.when
    return Severity.ERROR if is_certain else Severity.WARNING


def _advice(entry: ClosedService) -> Fix | None:
    if entry.replacement is None:
        return None
    return Fix(f"Use {entry.replacement} instead", safety=Safety.DISPLAY)
