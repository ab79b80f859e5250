"""Target groups of services of ECS, which need a listener first.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.order.need import Need, unmet
from auditor.template.below import field, items
from auditor.template.leading import leading
from auditor.template.template import Resource, Template

_SERVICE = "AWS::ECS::Service"
_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
_LISTENERS = (
    "AWS::ElasticLoadBalancingV2::Listener",
    "AWS::ElasticLoadBalancingV2::ListenerRule",
)
TYPES = (_SERVICE,)


def needs(template: Template) -> Iterator[Need]:
    """Services that register with a target group and wait for none of its listeners."""
    services = list(template.of_type(_SERVICE))
    if not services:
        return
    listening = _listening(template)
    for service in services if listening else ():
        for listed in service.cases("LoadBalancers"):
            for entry in items(template, listed):
                for case in field(template, entry, "TargetGroupArn") if entry.known else ():
                    written = entry.value["TargetGroupArn"] if not case.absent else None
                    first = leading(written, ())
                    listeners = listening.get(first.logical_id, []) if first else []
                    if any(service.waits_for(one.logical_id) for one in listeners):
                        continue
                    missing = unmet(service, _nearest(listeners))
                    if missing:
                        outcome = "no load balancer has the target group yet"
                        yield Need(service, missing, case, outcome)


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
