"""placeholder-value"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, Template, rule
from auditor.api.ec2 import placeholders, shared_images

_LATEST = "{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64}}"


@rule(
    id="placeholder-value",
    severity=Severity.ERROR,
    on=Template,
    words=("ami-", "vpc-", "subnet-", "sg-", "igw-", "rtb-", "eni-", "vpce-", "eipalloc-"),
)
def placeholder_value(template: Template) -> Iterator[Finding]:
    """A placeholder in place of an identifier, or an identifier from the documentation.

    ## What it does
    Reads identifiers of images, networks and the like (`ami-`, `vpc-`, `subnet-`, `sg-`) in
    properties that expect them, and images in mappings. It finds those that no identifier can look
    like (`vpc-xxxxxxxx`), those of the documentation (`ami-0abcdef1234567890`), and one image that
    a mapping has for several Regions.

    An example of the documentation is a warning, since somebody may have it, and so is an image for
    several Regions, which works in one of them.

    ## Why it fails
    The service looks for the identifier in the account and the Region.

    ## Error
    ```
    The image id '[<image>]' does not exist
    ```
    or `Invalid id: "<id>"`.

    ## Severity
    An error for a text that no identifier can be. A warning for an identifier that somebody
    could have, such as those of the documentation, and for what goes to a nested stack or a custom
    resource, which may do anything with it.

    ## Fix safety
    There is no fix: only the author knows what belongs there. The newest image of Amazon Linux can
    be named by a public parameter, which is right in every Region.

    ## References
    - [Resource IDs](https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html)
    - [Public parameters for images](https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-ami.html)
    - Reported: [doccano issue 190](https://github.com/doccano/doccano/issues/190)
    """
    for found in placeholders(template):
        fact = (
            "is not an ID that EC2 assigns"
            if found.is_sure
            else "is an example from the AWS documentation"
        )
        advice = f"Use {_LATEST}" if found.kind == "ami" else "Use the identifier that is meant"
        yield Finding(
            at=found.path,
            message=f"{template.label_at(found.path)} has '{found.value}', which {fact}, so it is"
            " not found",
            severity=(
                Severity.ERROR if found.is_sure and not found.is_handed_on else Severity.WARNING
            ),
            fix=Fix(advice, safety=Safety.DISPLAY),
        )
    for shared in shared_images(template):
        yield Finding(
            at=shared.path,
            message=f"Image '{shared.value}' is mapped for {len(shared.regions)} Regions, and an"
            " image is in one Region only",
            severity=Severity.WARNING,
            fix=Fix(f"Use {_LATEST}", safety=Safety.DISPLAY),
        )
