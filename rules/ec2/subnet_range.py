"""subnet-range"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, Template, graded, rule
from auditor.api.ec2 import Misplaced, RangeFault, range_faults


@rule(
    id="subnet-range",
    severity=Severity.ERROR,
    on=Template,
    types=("AWS::EC2::Subnet", "AWS::EC2::VPC"),
)
def subnet_range(template: Template) -> Iterator[Finding]:
    """A range of addresses that EC2 refuses for a VPC or a subnet.

    ## What it does
    Compares the ranges (`CidrBlock`) of subnets with that of their VPC and with each other, as far
    as they are known: it finds subnets outside of their VPC, two subnets of a VPC that share
    addresses, and ranges that are larger than /16 or smaller than /28. It is silent about ranges
    that `Fn::Cidr` or a pool computes.

    ## Why it fails
    EC2 checks a range when the VPC or the subnet is created.

    ## Error
    ```
    The CIDR '<range>' conflicts with another subnet
    The CIDR '<range>' is invalid.
    ```

    Of the range of a VPC: `is not a valid VPC CIDR range (must be between /16 and /28)`.
    cfn-lint says `E3059 <range> is not a valid subnet of` or `E3060 <range> overlaps with`.

    ## Severity
    An error where the ranges are written. A warning where one of them is the default of a
    parameter, which another value can replace.

    ## Fix safety
    Advice: which range is free depends on the network that the VPC is a part of, and the range of a
    subnet that exists cannot be changed.

    ## References
    - [Sizes of VPCs](https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html)
    - [Sizes of subnets](https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html)
    - Errors, reported: [a conflict](https://github.com/waterbear-cloud/paco/issues/40),
      [a range outside](https://github.com/aws-cloudformation/cfn-lint/pull/3985)
    """
    for fault in range_faults(template):
        yield Finding(
            at=fault.cases[0].path,
            message=f"{fault.resource.label} {_told(fault)}, so the deployment fails",
            severity=graded(*fault.cases),
            fix=Fix("Choose another range", safety=Safety.DISPLAY),
        )


def _told(fault: RangeFault) -> str:
    own = fault.cases[0].text
    other = "" if fault.other is None else f"{fault.other.label} ({fault.told})"
    match fault.why:
        case Misplaced.SIZE:
            return f"has the range {own}, and EC2 accepts ranges from /16 to /28"
        case Misplaced.OUTSIDE:
            return f"has the range {own}, which is outside of that of {other}"
        case Misplaced.SHARED:
            return f"has the range {own}, which shares addresses with that of {other}"
