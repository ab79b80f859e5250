"""subnet-zone"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, Template, graded, rule
from auditor.api.ec2 import ZONE_TYPES, SharedZone, shared_zones


@rule(id="subnet-zone", severity=Severity.ERROR, on=Template, types=ZONE_TYPES)
def subnet_zone(template: Template) -> Iterator[Finding]:
    """Subnets in one Availability Zone, where the service wants them in different ones.

    ## What it does
    Looks up the subnets that load balancers, interface endpoints, database subnet groups, EKS
    clusters and mount targets name, and compares what the template says of their Availability
    Zones: the same name, the same parameter, or the same item of `Fn::GetAZs`. Load balancers and
    endpoints accept one subnet of each zone. File systems have one mount target in each. Subnet
    groups and clusters need subnets in two zones. It is silent about subnets of other stacks, about
    those whose zone EC2 chooses, and about Local Zones.

    ## Why it fails
    The service looks the zones up when the resource is created, and refuses it.

    ## Error
    ```
    A load balancer cannot be attached to multiple subnets in the same Availability Zone
    At least two subnets in two different Availability Zones must be specified
    The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement
    DB Subnet Group doesn't meet availability zone coverage requirement.
    Subnets specified must be in at least two different AZs
    Found another VPC endpoint subnet in the availability zone of
    mount target already exists in this AZ
    doesn't support DB subnet groups with subnets in the same Availability Zone
    ```

    ## Severity
    An error where the list is the same for all parameters, and a warning where a condition or a
    default decides which subnets are in it.

    ## Fix safety
    Advice: which zone the other subnet should be in is for the author to say, and the zone of a
    subnet that exists cannot be changed.

    ## References
    - [CreateLoadBalancer](https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html)
    - [Subnet groups](https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html)
    - [Network of EKS](https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html)
    - [CreateMountTarget](https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html)
    - [CreateVpcEndpoint](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html)
    - Error, reported: [load balancers](https://github.com/aws-samples/aws-scalable-big-blue-button-example/issues/51)
    """
    for shared in shared_zones(template):
        cases = [case for subnet in shared.subnets for case in subnet.written("AvailabilityZone")]
        yield Finding(
            at=shared.case.path,
            message=f"{shared.resource.label} {_told(shared)}, so the deployment fails",
            severity=graded(shared.case, *cases),
            fix=Fix(_advice(shared), safety=Safety.DISPLAY),
        )


def _told(shared: SharedZone) -> str:
    if shared.other is not None:
        return f"is in the same Availability Zone as {shared.other.label} of its file system"
    if shared.is_all:
        return "has subnets in one Availability Zone, where it needs two"
    names = " and ".join(subnet.label for subnet in shared.subnets)
    return f"has {names} in the same Availability Zone"


def _advice(shared: SharedZone) -> str:
    return f"Use a subnet in another zone than that of {shared.subnets[0].label}"
