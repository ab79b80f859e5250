"""How many days S3 used to let an object lie before its lifecycle could move it.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.template.below import field, items
from auditor.template.resolve import whole_number
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_BUCKET = "AWS::S3::Bucket"
_TRANSITIONS = (
    "Transition",
    "Transitions",
    "NoncurrentVersionTransition",
    "NoncurrentVersionTransitions",
)
_INFREQUENT = ("STANDARD_IA", "ONEZONE_IA")
LEAST_DAYS = 30


class EarlyTransition(Struct, frozen=True):
    """A transition to a class for infrequent access before 30 days, with its class."""

    resource: Resource
    days: Case
    storage: Case


def early_transitions(template: Template) -> Iterator[EarlyTransition]:
    """All of a template."""
    for bucket in template.of_type(_BUCKET):
        for rules in bucket.cases("LifecycleConfiguration", "Rules"):
            for rule in items(template, rules):
                for transition in _transitions(template, rule):
                    yield from _early(bucket, transition)


def _transitions(template: Template, rule: Case) -> Iterator[Case]:
    for key in _TRANSITIONS:
        for case in field(template, rule, key):
            if key.endswith("s"):
                yield from items(template, case)
            elif case.known:
                yield case


def _early(bucket: Resource, transition: Case) -> Iterator[EarlyTransition]:
    template = bucket.template
    for storage in field(template, transition, "StorageClass"):
        if storage.text not in _INFREQUENT:
            continue
        for days in field(template, transition, "TransitionInDays"):
            count = whole_number(days.value)
            is_met = template.can_meet(storage, days)
            if count is not None and count < LEAST_DAYS and is_met:
                yield EarlyTransition(bucket, days, storage)
