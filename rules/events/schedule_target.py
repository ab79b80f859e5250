"""schedule-target"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, Template, graded, rule
from auditor.api.events import SCHEDULE, unknown_targets


@rule(id="schedule-target", severity=Severity.ERROR, on=Template, types=(SCHEDULE,))
def schedule_target(template: Template) -> Iterator[Finding]:
    """A target of EventBridge Scheduler that it does not invoke by its ARN.

    ## What it does
    Looks at the service of a schedule's target: in its ARN as far as that is known, or by the type
    of the resource that it refers to. Scheduler invokes resources of twelve services by their ARN,
    and the API of nearly all services by the ARN of an action.

    ## Why it fails
    Scheduler refuses the schedule.

    ## Error
    ```
    <service> is not a supported service for a target.
    ```

    ## Fix safety
    Display: the target has to become an action, `arn:aws:scheduler:::aws-sdk:glue:startJobRun` for
    instance, and its parameters go into `Input`.

    ## References
    - [Templated targets](https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html)
    - [Universal targets](https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html)
    - [Error, reported](https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2134)
    """
    for target in unknown_targets(template):
        service = target.service
        yield Finding(
            at=target.case.path,
            message=f"{target.schedule.label} has a target of the service {service}, which"
            " Scheduler does not invoke by its ARN, so the deployment fails",
            severity=graded(target.case),
            fix=Fix(
                f"Use an action below arn:aws:scheduler:::aws-sdk:{service}", safety=Safety.DISPLAY
            ),
        )
