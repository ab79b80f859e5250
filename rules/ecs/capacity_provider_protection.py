"""capacity-provider-protection"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, InsertKey, Safety, SetValue, Severity, Template, graded, rule
from auditor.api.ecs import unprotected_groups

_KEY = "NewInstancesProtectedFromScaleIn"


@rule(
    id="capacity-provider-protection",
    severity=Severity.ERROR,
    on=Template,
    types=("AWS::ECS::CapacityProvider",),
)
def capacity_provider_protection(template: Template) -> Iterator[Finding]:
    """A capacity provider that protects its instances, of a group that does not.

    ## What it does
    Finds capacity providers with `ManagedTerminationProtection: ENABLED` whose Auto Scaling group,
    which the template declares, does not protect new instances from scaling in
    (`NewInstancesProtectedFromScaleIn`).

    ## Why it fails
    ECS removes the protection of an instance when no task runs on it, and asks for a group that
    sets the protection.

    ## Error
    ```
    The managed termination protection setting for the capacity provider is invalid.
    the Auto Scaling group must have instance protection from scale in enabled
    ```

    ## Fix safety
    Unsafe: the group protects its instances, which changes how it scales.

    In a deployed stack the group changes in place, for the instances that are launched from then
    on.

    ## References
    - [AutoScalingGroupProvider](https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AutoScalingGroupProvider.html)
    - [CreateCapacityProvider](https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCapacityProvider.html)
    - Error, reported: [cdk-preflight](https://github.com/badmintoncryer/cdk-preflight/blob/main/rules/ecs/pf-ecs-cp-managed-termination-scale-in-protection/meta.yaml)
    """
    for provider, protection, group, own in unprotected_groups(template):
        title = f"Set {_KEY} of {group.logical_id}"
        properties = (*group.path, "Properties")
        fix = Fix(title, safety=Safety.DISPLAY)
        if own.absent and own.path[:-1] == properties:
            fix = Fix(title, (InsertKey(properties, _KEY, True),))
        elif own.direct:
            fix = Fix(title, (SetValue(own.path, True),))
        yield Finding(
            at=protection.path,
            message=f"{provider.label} protects its instances from termination, and {group.label}"
            " does not protect them from scaling in, so the deployment fails",
            severity=graded(protection, own),
            fix=fix,
        )
