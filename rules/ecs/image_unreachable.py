"""image-unreachable"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, graded, rule
from auditor.api.ec2 import WayOut
from auditor.api.ecs import UnreachableImage


@rule(id="image-unreachable", severity=Severity.ERROR, on=UnreachableImage)
def image_unreachable(image: UnreachableImage) -> Iterator[Finding]:
    """An image of a public registry for tasks on Fargate that have no way to the internet.

    ## What it does
    Finds services on Fargate whose tasks have an image of Docker Hub, Amazon ECR Public or another
    public registry, and whose subnets are all of the template and lead nowhere: their route tables
    have no route out of the VPC, or one to an internet gateway alone while `AssignPublicIp` is
    `DISABLED`. It is silent where a subnet or a route table is of another stack, where a route
    leads anywhere else, such as to a NAT gateway or a transit gateway, and about images in the
    private registry, to which endpoints of the VPC can lead.

    ## Why it fails
    On Fargate a task pulls its image through its own network interface. No endpoint of a VPC leads
    to a public registry. The task is started again and again, and the stack waits for the service
    until it times out or the circuit breaker stops it.

    ## Error
    None: ECS says `CannotPullContainerError` of each image that it does not get, whether
    for its name, for a permission or for the network.

    ## Fix safety
    Advice: a NAT gateway costs money, a public address may be forbidden, and the image can be
    copied to the private registry, so the author has to choose.

    ## References
    - [Networking of tasks on Fargate](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html)
    - [Images that cannot be pulled](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html)
    - Error, reported: [a route table that leads nowhere](https://github.com/aws/amazon-ecs-agent/issues/1266),
      [an image of Docker Hub](https://github.com/aws/amazon-ecs-agent/issues/2061)
    """
    lack = (
        f"in {image.subnet.label}, which has no route to the internet"
        if image.way is WayOut.NONE
        else f"without a public IP address in {image.subnet.label}, which has no NAT gateway"
    )
    yield Finding(
        at=image.case.path,
        message=f"{image.task.label} cannot pull image '{image.case.text}', since"
        f" {image.service.label} runs it {lack}",
        severity=graded(*image.cases),
        fix=Fix("Route the subnets to a NAT gateway", safety=Safety.DISPLAY),
    )
