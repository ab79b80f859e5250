"""What the translator of SAM refuses, and what it drops without a word.

https://github.com/aws/serverless-application-model/tree/develop/samtranslator
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from auditor.aws.sam.event import HOLDERS, sam_events
from auditor.model.path import Path
from auditor.template.below import items
from auditor.template.intrinsics import function_of
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_BUCKETS = ("AWS::S3::Bucket", "AWS::Serverless::")
_WRAPPER = "PolicyDocument"


class Refusal(Enum):
    """Why SAM does not do what a template says."""

    FOREIGN_BUCKET = "foreign bucket"
    """An S3 event on a bucket that the template does not declare."""
    WRAPPED_POLICY = "wrapped policy"
    """A policy in the shape that IAM roles have it."""
    DROPPED_POLICIES = "dropped policies"
    """Policies beside a role that is given."""


class Refused(Struct, frozen=True):
    """One of them, in a function or state machine; `document` is the policy inside of a wrapper."""

    holder: Resource
    why: Refusal
    path: Path
    case: Case


def refused(template: Template) -> Iterator[Refused]:
    """All of a template."""
    yield from _foreign_buckets(template)
    for holder in template.of_type(*HOLDERS):
        for listed in holder.cases("Policies"):
            if listed.known:
                yield from _policies(holder, listed)


def _policies(holder: Resource, listed: Case) -> Iterator[Refused]:
    is_list = isinstance(listed.value, list)
    for case in items(holder.template, listed) if is_list else [listed]:
        if isinstance(case.value, dict) and _WRAPPER in case.value:
            yield Refused(holder, Refusal.WRAPPED_POLICY, case.path, case)
    has_role = all(not role.absent for role in holder.written("Role"))
    if has_role and listed.value:
        yield Refused(holder, Refusal.DROPPED_POLICIES, listed.path, listed)


def _foreign_buckets(template: Template) -> Iterator[Refused]:
    for event in sam_events(template, "S3"):
        holder = template.resources.get(str(event.path[1]))
        if holder is not None and "Bucket" in event.properties:
            place = (*event.path, "Bucket")
            for case in template.branches(event.properties["Bucket"], place, event.when):
                if _is_foreign(template, case):
                    yield Refused(holder, Refusal.FOREIGN_BUCKET, case.path, case)


def _is_foreign(template: Template, case: Case) -> bool:
    """Whether a value is certainly no `Ref` to a bucket of the template."""
    if isinstance(case.value, str):
        return True
    call = function_of(case.value) if isinstance(case.value, dict) else None
    if call is None:
        return False
    name, argument = call
    if name != "Ref" or not isinstance(argument, str):
        return name in ("Fn::ImportValue", "Fn::Sub", "Fn::GetAtt", "Fn::Join")
    target = template.resources.get(argument)
    return argument in template.parameters or (
        target is not None and not target.type.startswith(_BUCKETS)
    )
