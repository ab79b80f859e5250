"""Target groups of services of ECS, which need a listener first.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.order.need import Need, unmet
from auditor.template.below import field, items
from auditor.template.leading import leading
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_SERVICE = "AWS::ECS::Service"
_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
_LISTENERS = (
    "AWS::ElasticLoadBalancingV2::Listener",
    "AWS::ElasticLoadBalancingV2::ListenerRule",
)
TYPES = (_SERVICE,)
_KEY = "TargetGroupArn"


def needs(template: Template) -> Iterator[Need]:
    """Services that register with a target group and wait for none of its listeners."""
    services = list(template.of_type(_SERVICE))
    if not services:
        return
    listening = _listening(template)
    for service in services if listening else ():
        for case, group in _registered(service):
            listeners = listening.get(group, [])
            if not any(service.waits_for(one.logical_id) for one in listeners):
                missing = unmet(service, _nearest(listeners))
                if missing:
                    yield Need(service, missing, case, "no load balancer has the target group yet")


def _registered(service: Resource) -> Iterator[tuple[Case, str]]:
    """The target groups of the template that a service registers with."""
    template = service.template
    for listed in service.cases("LoadBalancers"):
        for entry in items(template, listed):
            if isinstance(entry.value, dict) and _KEY in entry.value:
                first = leading(entry.value[_KEY], ())
                for case in field(template, entry, _KEY) if first else ():
                    yield case, first.logical_id if first else ""


def _listening(template: Template) -> dict[str, list[Resource]]:
    """The listeners and rules that send to each target group."""
    found: dict[str, list[Resource]] = {}
    for listener in template.of_type(*_LISTENERS):
        for name in dict.fromkeys(one.target for one in listener.references):
            target = template.resources.get(name)
            if target is not None and target.type == _GROUP:
                found.setdefault(name, []).append(listener)
    return found


def _nearest(listeners: list[Resource]) -> list[Resource]:
    """Listeners that send to a target group themselves, else their rules."""
    own = [one for one in listeners if one.type == _LISTENERS[0]]
    return own or listeners
