"""role-trust"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Fails, Finding, Fix, Safety, Severity, rule
from auditor.api.iam import Answer, HandedRole


@rule(id="role-trust", severity=Severity.ERROR, on=HandedRole)
def role_trust(handed: HandedRole) -> Iterator[Finding]:
    """A role that is given to a service which cannot assume it.

    ## What it does
    Looks at roles of the template that a function, state machine, schedule, pipe, trail, build,
    pipeline, task, delivery stream, node group, notebook, endpoint of DMS, user of Transfer Family
    and the like is given, and finds those whose trust policy leaves the service out. It is
    silent where a principal is not known.

    ## Why it fails
    The service tries to assume the role when the resource is created, or when it first runs.

    ## Error
    ```
    The role defined for the function cannot be assumed by Lambda.
    ```
    or `Neither the global service principal <service>, nor the regional one is authorized to
    assume the provided role.`, `Error in assuming access role <role>`.

    ## Fix safety
    Unsafe, since it lets one more service use what the role may do: the service is added to the
    principals of the trust policy, where that has one statement for services.

    In a deployed stack the role changes in place.

    ## References
    - [Roles for services](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html)
    - [A role that Step Functions cannot assume](https://github.com/awsdocs/aws-step-functions-developer-guide/issues/23)
    - [A role that App Runner cannot assume](https://github.com/pulumi/pulumi/issues/12417)
    """
    if handed.is_trusted() is not Answer.DENIED:
        return
    name = f"{handed.service}.amazonaws.com"
    edit = handed.trusting()
    title = f"Let {name} assume the role"
    yield Finding(
        at=(*handed.role.path, "Properties", "AssumeRolePolicyDocument"),
        message=f"{handed.role.label} does not trust {name}, so {handed.user.label} cannot use it",
        severity=Severity.WARNING if handed.case.when else Severity.ERROR,
        fails=Fails.INVOCATION if handed.is_used_later else None,
        fix=Fix(title, (edit,)) if edit else Fix(title, safety=Safety.DISPLAY),
    )
