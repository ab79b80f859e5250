"""image-parameter"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, rule
from auditor.api.ec2 import MissingImage


@rule(id="image-parameter", severity=Severity.ERROR, on=MissingImage)
def image_parameter(image: MissingImage) -> Iterator[Finding]:
    """A public parameter of an image of Amazon Linux that does not exist.

    ## What it does
    Looks at names below `/aws/service/ami-amazon-linux-latest/`: in defaults of parameters whose
    type is `AWS::SSM::Parameter::Value<...>`, and in dynamic references of resources. Names of
    Amazon Linux 2023 have a kernel and an architecture, and neither `hvm` nor a kind of volume;
    those of Amazon Linux 2 have `hvm` and end in `gp2` or `ebs`. It is silent about other names and
    folders, and about names with variables.

    ## Why it fails
    CloudFormation reads the parameter before it creates or changes anything, and there is none of
    that name.

    ## Error
    None: CloudFormation says that it is unable to fetch the parameter from the parameter store, as
    for each name that is not there.

    ## Severity
    An error in a dynamic reference. A warning for the default of a parameter, which another value
    can replace.

    ## Fix safety
    Unsafe: the usual image of the generation and the architecture is named, and a smaller one or
    another kernel may be meant.

    In a deployed stack a launch template changes in place, and an instance with another image is
    replaced.

    ## References
    - [Amazon Linux 2023 and its parameters](https://docs.aws.amazon.com/linux/al2023/ug/ec2.html)
    - [Kernels of Amazon Linux 2023](https://docs.aws.amazon.com/linux/al2023/ug/kernel-update.html)
    - [How names are formed](https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/aws-ec2/lib/machine-image/machine-image.ts)
    """
    yield Finding(
        at=image.path,
        message=f"{image.label} names the image {image.name}, which no public parameter has",
        severity=Severity.WARNING if image.is_default else Severity.ERROR,
        fix=Fix(f"Change to {image.usual}", (image.correction,), Safety.UNSAFE),
    )
