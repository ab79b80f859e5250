"""What one configuration service does one after the other, or only after something else.

https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-deploying.html
https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigRule.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.order.need import Need, unmet
from auditor.template.names import Equality
from auditor.template.template import Resource, Template
from auditor.template.values import Case, Special

_DEPLOYMENT = "AWS::AppConfig::Deployment"
_RULE, _RECORDER = "AWS::Config::ConfigRule", "AWS::Config::ConfigurationRecorder"
TYPES = (_DEPLOYMENT, _RULE)


def needs(template: Template) -> Iterator[Need]:
    """Deployments to one environment at once, and rules that do not wait for their recorder."""
    yield from _deployments(template)
    recorders = [*template.of_type(_RECORDER)]
    for rule in template.of_type(_RULE) if recorders else ():
        missing = unmet(rule, recorders)
        if missing:
            place = Case(rule.body.get("Type"), (*rule.path, "Type"), rule.when)
            yield Need(rule, missing, place, "AWS Config has no recorder yet")


def _deployments(template: Template) -> Iterator[Need]:
    before: list[tuple[Resource, Case]] = []
    for deployment in template.of_type(_DEPLOYMENT):
        environments = deployment.written("EnvironmentId")
        if len(environments) != 1 or not environments[0].known:
            continue
        own = environments[0]
        same = [
            one
            for one, other in before
            if _is_same(template, other, own) and not one.waits_for(deployment.logical_id)
        ]
        missing = unmet(deployment, same)
        if missing:
            yield Need(deployment, missing, own, "AppConfig still deploys to the environment")
        before.append((deployment, own))


def _is_same(template: Template, one: Case, other: Case) -> bool:
    if isinstance(one.value, Special) or isinstance(other.value, Special):
        return False
    return template.compare(one.value, other.value) is Equality.SAME
