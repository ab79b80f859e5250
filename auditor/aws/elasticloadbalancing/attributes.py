"""The attributes that load balancers and target groups are given as keys and values.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.template.below import field, items
from auditor.template.template import Resource, Template
from auditor.template.values import Case

LOAD_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
_PROPERTIES = {LOAD_BALANCER: "LoadBalancerAttributes", TARGET_GROUP: "TargetGroupAttributes"}
_OF_PROTOCOL = {
    **dict.fromkeys(("HTTP", "HTTPS"), "application"),
    **dict.fromkeys(("TCP", "TCP_UDP", "TLS", "UDP", "QUIC", "TCP_QUIC"), "network"),
    "GENEVE": "gateway",
}
"""https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html"""


class Kind(Struct, frozen=True):
    """A kind of load balancer, and the case that says so."""

    name: str
    case: Case


class Setting(Struct, frozen=True):
    """An attribute of a resource: the case of its key, and those of its value."""

    resource: Resource
    key: Case
    values: tuple[Case, ...]
    kinds: tuple[Kind, ...]


def settings(template: Template) -> Iterator[Setting]:
    """The attributes whose keys are known, in source order."""
    for resource in template.of_type(*_PROPERTIES):
        kinds = tuple(_kinds(resource))
        for listed in resource.cases(_PROPERTIES[resource.type]):
            for entry in items(template, listed):
                values = tuple(field(template, entry, "Value"))
                for key in field(template, entry, "Key"):
                    if key.text is not None:
                        yield Setting(resource, key, values, kinds)


def _kinds(resource: Resource) -> Iterator[Kind]:
    """The kinds that a resource can be of, as far as they are known."""
    if resource.type == LOAD_BALANCER:
        for case in resource.cases("Type"):
            if case.absent or case.text is not None:
                yield Kind(case.text or "application", case)
        return
    for case in resource.cases("TargetType"):
        if case.text == "lambda":
            yield Kind("application", case)
            return
    for case in resource.cases("Protocol"):
        if case.text in _OF_PROTOCOL:
            yield Kind(_OF_PROTOCOL[case.text], case)
