"""Capacity providers and the Auto Scaling groups that they are of.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AutoScalingGroupProvider.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.template.leading import leading_resource
from auditor.template.template import Resource, Template
from auditor.template.values import Case, truth

_PROVIDER = "AWS::ECS::CapacityProvider"
_GROUP = "AWS::AutoScaling::AutoScalingGroup"
_HOLDER = "AutoScalingGroupProvider"


def unprotected_groups(template: Template) -> Iterator[tuple[Resource, Case, Resource, Case]]:
    """Providers that protect instances, with that setting, their group and what the group sets."""
    for provider in template.of_type(_PROVIDER):
        group = _group(provider)
        if group is None:
            continue
        for protection in provider.cases(_HOLDER, "ManagedTerminationProtection"):
            for own in group.cases("NewInstancesProtectedFromScaleIn"):
                is_off = own.absent or (own.known and truth(own) is False)
                if protection.text == "ENABLED" and is_off and template.can_meet(protection, own):
                    yield provider, protection, group, own


def _group(provider: Resource) -> Resource | None:
    properties = provider.body.get("Properties")
    holder = properties.get(_HOLDER) if isinstance(properties, dict) else None
    written = holder.get("AutoScalingGroupArn") if isinstance(holder, dict) else None
    return leading_resource(provider.template, written, _GROUP)
