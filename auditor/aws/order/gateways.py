"""Routes to a gateway, which have to wait until it is attached to their VPC.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditor.aws.order.need import Need, unmet
from auditor.template.leading import only_referred, referred_resource
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_ROUTE, _ATTACHMENT = "AWS::EC2::Route", "AWS::EC2::VPCGatewayAttachment"
_GATEWAYS = ("AWS::EC2::InternetGateway", "AWS::EC2::VPNGateway")
_TRANSIT = ("AWS::EC2::TransitGatewayAttachment", "AWS::EC2::TransitGatewayVpcAttachment")
_TRANSIT_ID = "TransitGatewayId"
TYPES = (_ROUTE,)
Attachments = Mapping[str, list[Resource]]


def needs(template: Template) -> Iterator[Need]:
    """Routes that name a gateway of the template and do not wait for its attachment."""
    attached, by_transit = _attached(template), _by_transit(template)
    for route in template.of_type(_ROUTE) if attached or by_transit else ():
        for case in route.written("GatewayId") if attached else ():
            gateway = referred_resource(template, case.value, *_GATEWAYS)
            if gateway is not None:
                outcome = "EC2 has not attached the gateway to the VPC yet"
                yield from _of(route, case, attached.get(gateway.logical_id, []), outcome)
        for case in route.written(_TRANSIT_ID) if by_transit else ():
            attachments = by_transit.get(_named(case) or "", [])
            own = _to_the_vpc(route, attachments)
            outcome = "EC2 has not attached the transit gateway to the VPC yet"
            yield from _of(route, case, own, outcome)


def _of(route: Resource, case: Case, attachments: list[Resource], outcome: str) -> Iterator[Need]:
    missing = unmet(route, attachments)
    if missing and len(missing) == len(attachments):
        yield Need(route, missing, case, outcome)


def _attached(template: Template) -> Attachments:
    """The attachments of each gateway."""
    found: dict[str, list[Resource]] = {}
    for attachment in template.of_type(_ATTACHMENT):
        for name in ("InternetGatewayId", "VpnGatewayId"):
            for case in attachment.written(name):
                gateway = referred_resource(template, case.value, *_GATEWAYS)
                if gateway is not None:
                    found.setdefault(gateway.logical_id, []).append(attachment)
    return found


def _by_transit(template: Template) -> Attachments:
    """The attachments of each transit gateway, which is often a parameter."""
    found: dict[str, list[Resource]] = {}
    for attachment in template.of_type(*_TRANSIT):
        for case in attachment.written(_TRANSIT_ID):
            name = _named(case)
            if name is not None:
                found.setdefault(name, []).append(attachment)
    return found


def _named(case: Case) -> str | None:
    """What stands for a transit gateway, the same wherever it is named in the same way."""
    if not case.known or not isinstance(case.value, str | dict):
        return None
    return repr(case.value)


def _to_the_vpc(route: Resource, attachments: list[Resource]) -> list[Resource]:
    """The attachments of the VPC of a route's table, where that is one of the stack."""
    table = only_referred(route, "RouteTableId")
    vpc = None if table is None else only_referred(table, "VpcId")
    return [one for one in attachments if vpc and only_referred(one, "VpcId") is vpc]
