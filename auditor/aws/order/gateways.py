"""Routes to a gateway, which have to wait until it is attached to their VPC.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.order.need import Need, unmet
from auditor.template.leading import referred_resource
from auditor.template.template import Resource, Template

_ROUTE, _ATTACHMENT = "AWS::EC2::Route", "AWS::EC2::VPCGatewayAttachment"
_GATEWAYS = ("AWS::EC2::InternetGateway", "AWS::EC2::VPNGateway")
TYPES = (_ROUTE,)


def needs(template: Template) -> Iterator[Need]:
    """Routes that name a gateway of the template and do not wait for its attachment."""
    attached = _attached(template)
    for route in template.of_type(_ROUTE) if attached else ():
        for case in route.written("GatewayId"):
            gateway = referred_resource(template, case.value, *_GATEWAYS)
            attachments = attached.get(gateway.logical_id, []) if gateway else []
            missing = unmet(route, attachments)
            if missing and len(missing) == len(attachments):
                yield Need(route, missing, case, "EC2 has not attached the gateway to the VPC yet")


def _attached(template: Template) -> dict[str, list[Resource]]:
    """The attachments of each gateway."""
    found: dict[str, list[Resource]] = {}
    for attachment in template.of_type(_ATTACHMENT):
        for name in ("InternetGatewayId", "VpnGatewayId"):
            for case in attachment.written(name):
                gateway = referred_resource(template, case.value, *_GATEWAYS)
                if gateway is not None:
                    found.setdefault(gateway.logical_id, []).append(attachment)
    return found
