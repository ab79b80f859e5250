"""Policies of a role that a service tries out as soon as it is given the role.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.order.need import Need, unmet
from auditor.template.leading import leading_resource
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_ROLE = "AWS::IAM::Role"
_MAPPING, _STREAM = "AWS::Lambda::EventSourceMapping", "AWS::KinesisFirehose::DeliveryStream"
_BASE, _FILTER = "AWS::Bedrock::KnowledgeBase", "AWS::Logs::SubscriptionFilter"
TYPES = (_MAPPING, _STREAM, _BASE, _FILTER)
_KEYS = {
    _STREAM: ("KinesisStreamSourceConfiguration", "RoleARN"),
    _BASE: ("RoleArn",),
    _FILTER: ("RoleArn",),
}
_ATTACHED = {
    "AWS::IAM::ManagedPolicy": "Roles",
    "AWS::IAM::Policy": "Roles",
    "AWS::IAM::RolePolicy": "RoleName",
}
"""The properties that name the roles of a policy."""


def needs(template: Template) -> Iterator[Need]:
    """What is given a role without policies of its own, and does not wait for those it gets."""
    attached: dict[str, list[Resource]] | None = None
    for source in template.of_type(*TYPES):
        for case in _given(source):
            role = leading_resource(template, case.value, _ROLE)
            if role is None or not _is_bare(role):
                continue
            attached = _attached(template) if attached is None else attached
            policies = attached.get(role.logical_id, [])
            missing = unmet(source, policies)
            if missing and len(missing) == len(policies):
                yield Need(source, missing, case, "the role has no permissions yet")


def _given(source: Resource) -> Iterator[Case]:
    """The roles that a resource hands on, those of its function in the case of a mapping."""
    if source.type != _MAPPING:
        yield from source.written(*_KEYS[source.type])
        return
    for case in source.written("FunctionName"):
        function = leading_resource(source.template, case.value, "AWS::Lambda::Function")
        for role in function.written("Role") if function else ():
            if leading_resource(source.template, role.value, _ROLE):
                yield Case(role.value, case.path, case.when | role.when)


def _is_bare(role: Resource) -> bool:
    return role.has("Policies") is False and role.has("ManagedPolicyArns") is False


def _attached(template: Template) -> dict[str, list[Resource]]:
    """The policies of each role that are resources of their own."""
    found: dict[str, list[Resource]] = {}
    for kind, key in _ATTACHED.items():
        for policy in template.of_type(kind):
            for case in policy.written(key):
                for value in case.value if isinstance(case.value, list) else (case.value,):
                    role = leading_resource(template, value, _ROLE)
                    own = [] if role is None else found.setdefault(role.logical_id, [])
                    if role is not None and policy not in own:
                        own.append(policy)
    return found
