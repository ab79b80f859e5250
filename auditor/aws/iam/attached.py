"""Managed policies that a template attaches to roles, users and groups by their ARNs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.aws.iam.role import SAM_FUNCTION
from auditor.expression import expression
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_LISTS = {
    "AWS::IAM::Role": "ManagedPolicyArns",
    "AWS::IAM::User": "ManagedPolicyArns",
    "AWS::IAM::Group": "ManagedPolicyArns",
    "AWS::SSO::PermissionSet": "ManagedPolicies",
    SAM_FUNCTION: "Policies",
    "AWS::Serverless::StateMachine": "Policies",
}
_BOUNDED = ("AWS::IAM::Role", "AWS::IAM::User", SAM_FUNCTION, "AWS::Serverless::StateMachine")
_ARN = expression(r"arn:[a-z?-]*:iam::aws:policy/([^?]+)")
"""With a question mark for each hole, as in `arn:${AWS::Partition}:iam::aws:policy/x`."""
_BARE = expression(r"[A-Za-z][A-Za-z0-9_-]*")


class AttachedPolicy(Struct, frozen=True):
    """An AWS managed policy that the template names.

    `name` has the path (`service-role/X`), which `is_bare` ones do without: SAM looks them up.
    """

    resource: Resource
    name: str
    case: Case
    is_bare: bool = False

    types: ClassVar[tuple[str, ...]] = tuple(_LISTS)

    @classmethod
    def find(cls, template: Template) -> Iterator[AttachedPolicy]:
        """All whose names are known."""
        for resource in template.of_type(*_LISTS):
            for listed in resource.written(_LISTS[resource.type]):
                yield from _items(resource, listed)
        for resource in template.of_type(*_BOUNDED):
            for boundary in resource.written("PermissionsBoundary"):
                yield from _of(resource, boundary)


def _items(resource: Resource, listed: Case) -> Iterator[AttachedPolicy]:
    template = resource.template
    for index, entry in enumerate(listed.value if isinstance(listed.value, list) else ()):
        for item in template.branches(entry, (*listed.path, index), listed.when):
            yield from _of(resource, item)
    if isinstance(listed.value, str):
        yield from _of(resource, listed)


def _of(resource: Resource, case: Case) -> Iterator[AttachedPolicy]:
    spelled = resource.template.name(case.value) if case.known else None
    text = "".join(part if isinstance(part, str) else "?" for part in spelled or ())
    found = _ARN.fullmatch(text)
    if found is not None:
        yield AttachedPolicy(resource, found[1], case)
    elif (
        isinstance(case.value, str)
        and _BARE.fullmatch(text)
        and resource.type.startswith("AWS::Serverless::")
    ):
        yield AttachedPolicy(resource, text, case, is_bare=True)
