"""task-network"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Finding,
    Fix,
    InsertKey,
    Remove,
    Safety,
    SetValue,
    Severity,
    Template,
    graded,
    rule,
)
from auditor.api.ecs import Misfit, NetworkMisfit, network_misfits


@rule(
    id="task-network",
    severity=Severity.ERROR,
    on=Template,
    types=("AWS::ECS::Service", "AWS::ECS::TaskDefinition"),
)
def task_network(template: Template) -> Iterator[Finding]:
    """A service or a task definition of ECS whose network does not fit the other one's.

    ## What it does
    Reads the network mode of task definitions, and what services and target groups of the template
    say beside it. With `awsvpc` each task has an address of its own: the port of the host is that
    of the container, the target group has targets of the type `ip`, and the service says in which
    subnets its tasks are placed. With any other mode it must not say that. It also finds ports of
    containers that a service registers and that the container does not map.

    ## Why it fails
    ECS compares the service with its task definition, and the task definition with its mode, and
    refuses what cannot work.

    ## Error
    ```
    When networkMode=awsvpc, the host ports and container ports in port mappings must match.
    has target type instance, which is incompatible with the awsvpc network mode
    Network Configuration must be provided when networkMode 'awsvpc' is specified.
    Network Configuration is not valid for the given networkMode of this task definition.
    The container <container> did not have a container port <port> defined.
    ```

    ## Fix safety
    Unsafe: the port of the host is removed where it differs, so that the one of the container is
    used, and a target group gets the type `ip`. Otherwise the fix is advice, since subnets or
    another mode may be meant.

    In a deployed stack a task definition is replaced by a new revision, and a target group by
    another one.

    ## References
    - [Network mode awsvpc](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html)
    - [Port mappings](https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html)
    - Errors, reported: [cdk-preflight](https://github.com/badmintoncryer/cdk-preflight/blob/main/rules/ecs/pf-ecs-service-network-config-mode/meta.yaml),
      [missing network configuration](https://github.com/tryretool/retool-onpremise/pull/84)
    """
    for misfit in network_misfits(template):
        yield Finding(
            at=misfit.cases[0].path,
            message=f"{misfit.resource.label} {_told(misfit)}, so the deployment fails",
            severity=graded(*misfit.cases),
            fix=_fix(misfit),
        )


def _told(misfit: NetworkMisfit) -> str:
    other = "" if misfit.other is None else misfit.other.label
    match misfit.kind:
        case Misfit.HOST_PORT:
            return (
                f"maps port {misfit.told} to another port of the host, which awsvpc does not"
                " support"
            )
        case Misfit.TARGET_TYPE:
            return f"has targets of the type instance, and {other} has the network mode awsvpc"
        case Misfit.NO_NETWORK:
            return f"has no NetworkConfiguration, and {other} has the network mode awsvpc"
        case Misfit.NETWORK:
            return f"has a NetworkConfiguration, and {other} has the network mode {misfit.told}"
        case Misfit.PORT:
            return f"registers port {misfit.told}, which the container in {other} does not map"


def _fix(misfit: NetworkMisfit) -> Fix:
    case = misfit.cases[0]
    if misfit.kind is Misfit.HOST_PORT and case.direct:
        return Fix("Remove HostPort", (Remove(case.path),))
    if misfit.kind is Misfit.TARGET_TYPE:
        title = "Set TargetType to ip"
        if case.absent:
            return Fix(title, (InsertKey(case.path[:-1], "TargetType", "ip"),))
        if case.direct:
            return Fix(title, (SetValue(case.path, "ip"),))
    advice = {
        Misfit.NO_NETWORK: "Set NetworkConfiguration with the subnets of the tasks",
        Misfit.NETWORK: "Remove NetworkConfiguration, or set NetworkMode to awsvpc",
        Misfit.PORT: "Map the port in PortMappings, or register another one",
    }
    return Fix(advice.get(misfit.kind, "Change the port or the type"), safety=Safety.DISPLAY)
