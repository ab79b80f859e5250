"""Subnets without a way to the internet, as far as a template shows all of their routes.

https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html#subnet-types
"""

from __future__ import annotations

from enum import Enum

from auditor.template.leading import only_referred
from auditor.template.template import Resource, Template

_VPC, _SUBNET, _TABLE = "AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::RouteTable"
_ROUTE, _GATEWAY = "AWS::EC2::Route", "AWS::EC2::InternetGateway"
_ASSOCIATION = "AWS::EC2::SubnetRouteTableAssociation"
_LEADS_NOWHERE = frozenset({_ASSOCIATION, "AWS::EC2::VPCEndpoint"})
"""What refers to a route table and brings no way to the internet."""


class WayOut(Enum):
    """How what is in a subnet gets to the internet."""

    NONE = "none"
    """Its routes stay in the VPC."""
    GATEWAY = "gateway"
    """By an internet gateway alone, which is for what has a public address."""


def ways_out(template: Template) -> dict[str, WayOut]:
    """Those of the subnets of which all routes are known, by logical ID."""
    return template.once(_ways_out)


def _ways_out(template: Template) -> dict[str, WayOut]:
    if template.program is not None or not template.shows_all_resources:
        return {}
    tables: dict[str, list[Resource | None]] = {}
    for association in template.of_type(_ASSOCIATION):
        subnet = only_referred(association, "SubnetId", _SUBNET)
        if subnet is None:
            return {}
        table = only_referred(association, "RouteTableId", _TABLE)
        tables.setdefault(subnet.logical_id, []).append(table)
    found: dict[str, WayOut] = {}
    for subnet in template.of_type(_SUBNET):
        ways = [_of_table(table) for table in tables.get(subnet.logical_id, ())]
        if not ways and only_referred(subnet, "VpcId", _VPC) is not None:
            ways = [WayOut.NONE]  # the main table of a new VPC stays in it
        if ways and len({*ways}) == 1 and ways[0] is not None:
            found[subnet.logical_id] = ways[0]
    return found


def _of_table(table: Resource | None) -> WayOut | None:
    """Where the routes of a table lead, whatever their conditions; None for what is not known."""
    if table is None:
        return None
    ways = {WayOut.NONE}
    for resource in table.template.resources.values():
        if resource.type in _LEADS_NOWHERE or not _mentions(resource, table):
            continue
        if resource.type != _ROUTE or not _leads_to_gateway(resource):
            return None
        ways = {WayOut.GATEWAY}
    return ways.pop()


def _leads_to_gateway(route: Resource) -> bool:
    """Whether a route of IPv4 leads to an internet gateway; by IPv6 each address is public."""
    is_for_ipv4 = route.has("DestinationCidrBlock") is True
    return is_for_ipv4 and only_referred(route, "GatewayId", _GATEWAY) is not None


def _mentions(resource: Resource, table: Resource) -> bool:
    return any(mention.target == table.logical_id for mention in resource.references)
