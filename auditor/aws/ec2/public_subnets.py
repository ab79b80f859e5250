"""Subnets from which a route leads to an internet gateway.

https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html#subnet-types
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from auditor.model.path import Path
from auditor.template.combining import cases_at
from auditor.template.leading import only_referred, referred_resource
from auditor.template.template import Resource, Template
from auditor.template.values import ALWAYS, Case, When

_ROUTE, _GATEWAY = "AWS::EC2::Route", "AWS::EC2::InternetGateway"
_ASSOCIATION = "AWS::EC2::SubnetRouteTableAssociation"
_TABLE, _SUBNET = "AWS::EC2::RouteTable", "AWS::EC2::Subnet"
_EVERYWHERE = {"DestinationCidrBlock": "0.0.0.0/0", "DestinationIpv6CidrBlock": "::/0"}


class PublicSubnet(Struct, frozen=True):
    """A public subnet in a list of a resource, with the route that leads out of it.

    `case` is the list, `at` the place in it, and `when` are the conditions of the route and of its
    table that the resource does not have.
    """

    resource: Resource
    case: Case
    at: Path
    subnet: Resource
    route: Resource
    when: When


def public_subnets(template: Template, kind: str, name: str) -> Iterator[PublicSubnet]:
    """Those that a property of the resources of a type has, as far as the routes are known."""
    leading_out = _leading_out(template)
    for resource in template.of_type(kind) if leading_out else ():
        for case in cases_at(resource, name):
            for place, item in enumerate(case.value if isinstance(case.value, list) else ()):
                subnet = referred_resource(template, item, _SUBNET)
                route, when = leading_out.get(subnet.logical_id if subnet else "", (None, ALWAYS))
                both = case.when | resource.when | when
                if subnet is not None and route is not None and template.can_hold(both):
                    at = (*case.path, place)
                    yield PublicSubnet(resource, case, at, subnet, route, when - resource.when)


def _leading_out(template: Template) -> Mapping[str, tuple[Resource, When]]:
    """The routes of public subnets by the logical IDs of these, and what they depend on."""
    routes = {table: route for route in template.of_type(_ROUTE) for table in _leads_out(route)}
    found: dict[str, tuple[Resource, When]] = {}
    for association in template.of_type(_ASSOCIATION) if routes else ():
        table = only_referred(association, "RouteTableId", _TABLE)
        subnet = only_referred(association, "SubnetId", _SUBNET)
        route = routes.get(table.logical_id) if table else None
        if subnet is None or route is None:
            continue
        when = association.when | route.when
        # a subnet can be associated with another table under another condition
        if subnet.logical_id not in found or not when:
            found[subnet.logical_id] = (route, when)
    return found


def _leads_out(route: Resource) -> Iterator[str]:
    """The table of a route that leads everywhere through an internet gateway."""
    is_default = any(_is(route.written(name), text) for name, text in _EVERYWHERE.items())
    table = only_referred(route, "RouteTableId", _TABLE)
    if is_default and table is not None and only_referred(route, "GatewayId", _GATEWAY) is not None:
        yield table.logical_id


def _is(cases: list[Case], text: str) -> bool:
    return len(cases) == 1 and cases[0].known and cases[0].value == text
