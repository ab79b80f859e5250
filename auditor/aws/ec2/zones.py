"""Availability Zones of subnets: those that need two, and those that take one subnet in each.

https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from json import dumps

from msgspec import Struct

from auditor.model.tree import Tree
from auditor.template.combining import cases_at
from auditor.template.leading import referred_resource
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_SUBNET, _TARGET = "AWS::EC2::Subnet", "AWS::EFS::MountTarget"
_TWO_ZONES: Mapping[str, str] = {
    "AWS::DocDB::DBSubnetGroup": "SubnetIds",
    "AWS::EKS::Cluster": "ResourcesVpcConfig.SubnetIds",
    "AWS::Neptune::DBSubnetGroup": "SubnetIds",
    "AWS::RDS::DBSubnetGroup": "SubnetIds",
}
_ONE_EACH: Mapping[str, str] = {
    "AWS::EC2::VPCEndpoint": "SubnetIds",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "Subnets",
}
ZONE_TYPES = (*_TWO_ZONES, *_ONE_EACH, _TARGET)
_DASHES = 2
"""Of the name of a usual zone; one of a Local Zone has more."""


class SharedZone(Struct, frozen=True):
    """Subnets of a resource in one zone; with `is_all` there is none in another one.

    `other` is the mount target beside which another one is created.
    """

    resource: Resource
    case: Case
    subnets: tuple[Resource, ...]
    is_all: bool
    other: Resource | None = None


def shared_zones(template: Template) -> Iterator[SharedZone]:
    """All of a template, as far as it says in which zones its subnets are."""
    for resource in template.of_type(*_TWO_ZONES, *_ONE_EACH):
        is_all = resource.type in _TWO_ZONES
        name = _TWO_ZONES[resource.type] if is_all else _ONE_EACH[resource.type]
        for case in cases_at(resource, name):
            items = case.value if isinstance(case.value, list) else []
            subnets = [referred_resource(template, item, _SUBNET) for item in items]
            known = [subnet for subnet in dict.fromkeys(subnets) if subnet is not None]
            if is_all and len(known) < len(items):
                continue
            shared = _all_in_one(known) if is_all else _pair_in_one(template, known)
            if shared:
                yield SharedZone(resource, case, shared, is_all)
    yield from _mounted(template)


def _all_in_one(subnets: list[Resource]) -> tuple[Resource, ...]:
    zones = {_zone(subnet) for subnet in subnets}
    is_one = len(zones) == 1 and None not in zones and len(subnets) > 1
    return tuple(subnets) if is_one else ()


def _pair_in_one(template: Template, subnets: list[Resource]) -> tuple[Resource, ...]:
    for one, other in combinations(subnets, 2):
        zone = _zone(one)
        if zone is not None and zone == _zone(other) and template.can_hold(one.when | other.when):
            return one, other
    return ()


def _mounted(template: Template) -> Iterator[SharedZone]:
    """Mount targets of a file system in one zone, the later one of each two."""
    first: dict[tuple[str, str], Resource] = {}
    for target in template.of_type(_TARGET):
        properties = target.body.get("Properties")
        if not isinstance(properties, dict):
            continue
        system = dumps(properties.get("FileSystemId"), sort_keys=True, default=str)
        for case in target.written("SubnetId"):
            subnet = referred_resource(template, case.value, _SUBNET)
            zone = _zone(subnet) if subnet is not None else None
            if subnet is None or zone is None:
                continue
            other = first.setdefault((system, zone), target)
            if other is not target and template.can_hold(other.when | target.when):
                yield SharedZone(target, case, (subnet,), is_all=False, other=other)


def _zone(subnet: Resource) -> str | None:
    """What gives the zone of a subnet, written one way; None where it is not one thing for all."""
    found = [case for case in subnet.written("AvailabilityZone") if not case.absent]
    if len(found) != 1 or found[0].when - subnet.when:
        return None
    value = found[0].value
    if isinstance(value, str):
        return value if value.count("-") == _DASHES else None
    return dumps(_plain(value), sort_keys=True, default=str) if found[0].known else None


def _plain(value: Tree) -> Tree:
    """An expression with the number of an item as a text, and no Region for the stack's own."""
    if not isinstance(value, dict):
        return [*map(_plain, value)] if isinstance(value, list) else str(value)
    own = ("", {"Ref": "AWS::Region"})
    return {
        key: "" if key == "Fn::GetAZs" and inner in own else _plain(inner)
        for key, inner in value.items()
    }
