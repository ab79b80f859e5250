"""fargate-subnet"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, Template, graded, rule
from auditor.api.ec2 import public_subnets

_PROFILE = "AWS::EKS::FargateProfile"


@rule(id="fargate-subnet", severity=Severity.ERROR, on=Template, types=(_PROFILE,))
def fargate_subnet(template: Template) -> Iterator[Finding]:
    """A Fargate profile with a public subnet.

    ## What it does
    Follows the subnets of `Subnets` to their route tables, and these to a route from `0.0.0.0/0` or
    `::/0` to an internet gateway. It is silent about subnets whose table, route or gateway is not
    in the template, and about those that have the main table of their VPC.
    `MapPublicIpOnLaunch` decides nothing.

    ## Why it fails
    Pods on Fargate run in private subnets only: EKS looks up the routes, and refuses the profile.

    ## Error
    ```
    Subnet <subnet> provided in Fargate Profile is not a private subnet
    ```

    ## Severity
    An error, and a warning where a condition decides on the route, its table or the list.

    ## Fix safety
    Display: which private subnets the pods should have is for the author to say.

    ## References
    - [Fargate profiles](https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html)
    - Error, reported: [eks-perf-tests issue 195](https://github.com/awslabs/eks-perf-tests/issues/195)
    """
    for found in public_subnets(template, _PROFILE, "Subnets"):
        yield Finding(
            at=found.at,
            message=f"{found.resource.label} has {found.subnet.label}, from which"
            f" '{found.route.logical_id}' leads to an internet gateway, and EKS accepts private"
            " subnets only",
            severity=Severity.WARNING if found.when else graded(found.case),
            fix=Fix("List private subnets only", safety=Safety.DISPLAY),
        )
