"""Images on the internet for tasks that have no way to it.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.aws.ec2.ways_out import WayOut, ways_out
from auditor.template.below import field, items
from auditor.template.leading import only_referred, referred_resource
from auditor.template.resolve import whole_number
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_SERVICE, _TASK, _SUBNET = "AWS::ECS::Service", "AWS::ECS::TaskDefinition", "AWS::EC2::Subnet"
_PLACE = ("NetworkConfiguration", "AwsvpcConfiguration")
_PUBLIC = ("public.ecr.aws", "docker.io", "index.docker.io", "ghcr.io", "quay.io", "gcr.io")
"""Registries that no endpoint of a VPC leads to."""


class UnreachableImage(Struct, frozen=True):
    """An image of a task definition at `case`, and a service on Fargate that cannot pull it.

    `subnet` is the first of the service's subnets, and `way` what all of them have in common.
    `cases` are what else this rests on.
    """

    task: Resource
    service: Resource
    subnet: Resource
    way: WayOut
    case: Case
    cases: tuple[Case, ...]

    types: ClassVar[tuple[str, ...]] = (_SERVICE,)

    @classmethod
    def find(cls, template: Template) -> Iterator[UnreachableImage]:
        """All of a template."""
        for service in template.of_type(_SERVICE):
            task = only_referred(service, "TaskDefinition", _TASK)
            if task is None or not (kinds := _of_fargate(service)):
                continue
            for listed in service.written(*_PLACE, "Subnets"):
                subnets = _subnets(template, listed)
                if not subnets:
                    continue
                for way, cases in _way(service, subnets):
                    for image in _images(task):
                        met = (image, listed, *kinds, *cases)
                        if template.can_meet(*met):
                            yield cls(task, service, subnets[0], way, image, met)


def _of_fargate(service: Resource) -> list[Case]:
    """The cases of its launch type and of its number of tasks, where it has tasks on Fargate."""
    kind, count = service.case("LaunchType"), service.case("DesiredCount")
    if kind is None or kind.text != "FARGATE" or count is None:
        return []
    number = 1 if count.absent else whole_number(count.value) if count.known else None
    return [kind, count] if number else []


def _subnets(template: Template, listed: Case) -> list[Resource]:
    """The subnets of the template that a list has, none where one of them is another."""
    values = listed.value if isinstance(listed.value, list) else []
    found = [referred_resource(template, value, _SUBNET) for value in values]
    known = [subnet for subnet in found if subnet is not None]
    return known if len(known) == len(found) else []


def _way(service: Resource, subnets: list[Resource]) -> Iterator[tuple[WayOut, tuple[Case, ...]]]:
    """What all subnets have in common, where no task gets to the internet by it."""
    known = ways_out(service.template)
    ways = {known.get(subnet.logical_id) for subnet in subnets}
    if ways == {WayOut.NONE}:
        yield WayOut.NONE, ()
    elif ways <= {WayOut.NONE, WayOut.GATEWAY}:
        for address in service.cases(*_PLACE, "AssignPublicIp"):
            if address.text == "DISABLED":
                yield WayOut.GATEWAY, (address,)


def _images(task: Resource) -> Iterator[Case]:
    """The images of a task definition that are on the internet."""
    template = task.template
    for listed in task.cases("ContainerDefinitions"):
        for container in items(template, listed):
            for image in field(template, container, "Image"):
                if image.text is not None and _is_public(image.text):
                    yield image


def _is_public(image: str) -> bool:
    """A name without a host is one of Docker Hub."""
    host, slash, _ = image.partition("/")
    is_host = bool(slash) and ("." in host or ":" in host or host == "localhost")
    return host in _PUBLIC if is_host else image != ""
