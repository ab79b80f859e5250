"""What a service does one after the other, or only after something else.

https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-deploying.html
https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html
https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigRule.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.order.need import Need, unmet
from auditor.template.names import Equality
from auditor.template.template import Resource, Template
from auditor.template.values import Case, Special

_IN_TURN = {
    "AWS::AppConfig::Deployment": ("EnvironmentId", "AppConfig still deploys to the environment"),
    "AWS::EKS::FargateProfile": ("ClusterName", "EKS still creates the other profile"),
}
"""Types of which there is one in work at a time for what the property names."""
_RULE, _RECORDER = "AWS::Config::ConfigRule", "AWS::Config::ConfigurationRecorder"
TYPES = (*_IN_TURN, _RULE)


def needs(template: Template) -> Iterator[Need]:
    """What is begun at once in one place, and rules that do not wait for their recorder."""
    for kind, (name, outcome) in _IN_TURN.items():
        yield from _at_once(template, kind, name, outcome)
    recorders = [*template.of_type(_RECORDER)]
    for rule in template.of_type(_RULE) if recorders else ():
        missing = unmet(rule, recorders)
        if missing:
            place = Case(rule.body.get("Type"), (*rule.path, "Type"), rule.when)
            yield Need(rule, missing, place, "AWS Config has no recorder yet")


def _at_once(template: Template, kind: str, name: str, outcome: str) -> Iterator[Need]:
    before: list[tuple[Resource, Case]] = []
    for resource in template.of_type(kind):
        places = resource.written(name)
        if len(places) != 1 or not places[0].known:
            continue
        own = places[0]
        same = [
            one
            for one, other in before
            if _is_same(template, other, own) and not one.waits_for(resource.logical_id)
        ]
        missing = unmet(resource, same)
        if missing:
            yield Need(resource, missing, own, outcome)
        before.append((resource, own))


def _is_same(template: Template, one: Case, other: Case) -> bool:
    if isinstance(one.value, Special) or isinstance(other.value, Special):
        return False
    return template.compare(one.value, other.value) is Equality.SAME
