"""vpc-permission"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, rule
from auditor.api.iam import ConnectedFunction, grant

_ACTIONS = (
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
)
"""https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaVPCAccessExecutionRole.html"""


@rule(id="vpc-permission", severity=Severity.ERROR, on=ConnectedFunction)
def vpc_permission(connected: ConnectedFunction) -> Iterator[Finding]:
    """A function in a VPC whose role cannot create network interfaces.

    ## What it does
    Looks at functions with `VpcConfig.SubnetIds` whose execution role is in the
    template with all of its policies, and finds roles that cannot call
    `ec2:CreateNetworkInterface`. It is silent where a policy cannot be read or may allow it, and
    about roles that SAM creates, which adds the permission. Where the subnets are a parameter,
    which may be empty, it is a warning.

    ## Why it fails
    Lambda tries the role before it accepts the subnets. The deployment stops at the function.

    ## Error
    ```
    The provided execution role does not have permissions to call CreateNetworkInterface on EC2
    ```
    In older texts: `Your access has been denied by EC2, please make sure your function execution
    role have permission to CreateNetworkInterface.`, which also has the name of the action between
    asterisks: `please make sure your function execution role have permission to
    *CreateNetworkInterface*`. People shorten it to `Your access has been denied by EC2`.

    ## Fix safety
    Safe: no function can be created without it. The actions of AWS's own policy for functions in a
    VPC are allowed in one statement of the role; they cannot be narrowed to a network.

    In a deployed stack the role changes in place.

    ## References
    - [Execution roles for functions in a VPC](https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions)
    - [aws-sam-cli issue 617](https://github.com/aws/aws-sam-cli/issues/617)
    - [The older text](https://github.com/serverless/serverless/issues/1966)
    """
    if not connected.lacks(_ACTIONS[0]):
        return
    edit = grant(connected.role, _ACTIONS, None, "ConnectToNetwork")
    is_written = isinstance(connected.subnets.value, list)
    is_certain = is_written and not connected.subnets.when and not connected.role_case.when
    yield Finding(
        at=connected.subnets.path,
        message=f"{connected.role.label} does not allow {_ACTIONS[0]}, so Lambda rejects"
        f" {connected.function.label}, which is in a VPC",
        severity=Severity.ERROR if is_certain else Severity.WARNING,
        fix=None if edit is None else Fix("Allow network interfaces", (edit,), Safety.SAFE),
    )
