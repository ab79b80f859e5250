"""What services and task definitions of ECS say of the network, where that does not fit.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from auditor.template.below import field, items
from auditor.template.leading import referred_resource
from auditor.template.resolve import scalar_text
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_TASK = "AWS::ECS::TaskDefinition"
_SERVICE = "AWS::ECS::Service"
_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
TYPES = (_SERVICE, _TASK)
_OWN, _DEFAULT = "awsvpc", "bridge"


class Misfit(Enum):
    """What does not fit."""

    HOST_PORT = "host port"
    """A port of the host other than that of the container, in a network of the task's own."""
    TARGET_TYPE = "target type"
    """A target group of instances for tasks that have addresses of their own."""
    NO_NETWORK = "no network"
    """A service that does not say where such tasks are placed."""
    NETWORK = "network"
    """A service that says it for tasks in the network of their host."""
    PORT = "port"
    """A port of a container that the container does not map."""


class NetworkMisfit(Struct, frozen=True):
    """One of them: `resource` has it at `cases`, the first of which is shown.

    `other` is the task definition or the target group that it does not fit, where that is another
    resource, and `told` what the message has to name.
    """

    resource: Resource
    kind: Misfit
    cases: tuple[Case, ...]
    other: Resource | None = None
    told: str = ""


def network_misfits(template: Template) -> Iterator[NetworkMisfit]:
    """All of a template."""
    for task in template.of_type(_TASK):
        for mode in _modes(task, _OWN):
            yield from _host_ports(task, mode)
    for service in template.of_type(_SERVICE):
        own = referred_resource(template, _written(service, "TaskDefinition"), _TASK)
        if own is not None:
            yield from _places(service, own)
            yield from _targets(service, own)


def _modes(task: Resource, *modes: str | None) -> list[Case]:
    """The network modes of a task definition that are certainly one of some."""
    found = task.cases("NetworkMode")
    return [
        case
        for case in found
        if case.certain and (case.known or case.absent) and (case.text in modes)
    ]


def _host_ports(task: Resource, mode: Case) -> Iterator[NetworkMisfit]:
    for mapping in _mappings(task, None):
        for host in field(task.template, mapping, "HostPort"):
            for own in field(task.template, mapping, "ContainerPort"):
                ports = _port(host), _port(own)
                differ = None not in ports and ports[0] not in ("0", ports[1])
                if differ and task.template.can_meet(mode, host, own):
                    yield NetworkMisfit(
                        task, Misfit.HOST_PORT, (host, own, mode), told=str(ports[1])
                    )


def _places(service: Resource, task: Resource) -> Iterator[NetworkMisfit]:
    """Whether a service says where its tasks are placed just where they have their own network."""
    template = service.template
    on_fargate = any(case.text == "FARGATE" for case in service.cases("LaunchType"))
    for network in service.cases("NetworkConfiguration"):
        if network.absent and not on_fargate:
            for mode in _modes(task, _OWN):
                if template.can_meet(network, mode):
                    at = Case(None, (*service.path, "Properties"), network.when)
                    yield NetworkMisfit(service, Misfit.NO_NETWORK, (at, mode), task)
        elif network.known and network.value:
            for mode in _modes(task, None, "bridge", "host", "none"):
                if template.can_meet(network, mode):
                    yield NetworkMisfit(
                        service, Misfit.NETWORK, (network, mode), task, mode.text or _DEFAULT
                    )


def _targets(service: Resource, task: Resource) -> Iterator[NetworkMisfit]:
    template = service.template
    for listed in service.cases("LoadBalancers"):
        for entry in items(template, listed):
            if not isinstance(entry.value, dict):
                continue
            group = referred_resource(template, entry.value.get("TargetGroupArn"), _GROUP)
            if group is not None:
                yield from _types(service, task, entry, group)
            yield from _ports(service, task, entry)


def _types(
    service: Resource, task: Resource, entry: Case, group: Resource
) -> Iterator[NetworkMisfit]:
    template = service.template
    for kind in group.cases("TargetType"):
        is_of_instances = kind.certain and (kind.absent or kind.text == "instance")
        for mode in _modes(task, _OWN) if is_of_instances else ():
            if template.can_meet(entry, kind, mode):
                yield NetworkMisfit(group, Misfit.TARGET_TYPE, (kind, mode, entry), task)


def _ports(service: Resource, task: Resource, entry: Case) -> Iterator[NetworkMisfit]:
    """Ports of containers that are not mapped, where all mappings of the container are known."""
    template = service.template
    for name in field(template, entry, "ContainerName"):
        if name.text is None:
            continue
        mapped = [
            _port(case)
            for mapping in _mappings(task, name.text)
            for case in field(template, mapping, "ContainerPort")
        ]
        has_range = any(
            isinstance(mapping.value, dict) and "ContainerPortRange" in mapping.value
            for mapping in _mappings(task, name.text)
        )
        for wanted in field(template, entry, "ContainerPort"):
            port = _port(wanted)
            is_known = port is not None and None not in mapped and not has_range and mapped
            if is_known and port not in mapped and wanted.certain:
                yield NetworkMisfit(service, Misfit.PORT, (wanted,), task, str(port))


def _mappings(task: Resource, name: str | None) -> list[Case]:
    """The port mappings of the containers of a task definition, or of one of them."""
    template = task.template
    return [
        mapping
        for listed in task.cases("ContainerDefinitions")
        for container in items(template, listed)
        if name is None or any(case.text == name for case in field(template, container, "Name"))
        for mappings in field(template, container, "PortMappings")
        for mapping in items(template, mappings)
    ]


def _port(case: Case) -> str | None:
    return scalar_text(case.value) if case.known and case.certain else None


def _written(resource: Resource, name: str) -> object:
    properties = resource.body.get("Properties")
    return properties.get(name) if isinstance(properties, dict) else None
