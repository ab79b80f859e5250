"""Notifications of buckets that ask for the same events of the same objects.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from msgspec import Struct

from auditor.template.below import field, items
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_BUCKET = "AWS::S3::Bucket"
_LISTS = ("LambdaConfigurations", "QueueConfigurations", "TopicConfigurations")
_MOST = 100
"""Notifications of a bucket: S3 has no more."""


class _Notification(Struct, frozen=True):
    """What one asks for, all of it known for certain."""

    event: Case
    prefix: str
    suffix: str

    def overlaps(self, other: _Notification) -> bool:
        """Whether an event of an object can be for both."""
        return (
            _covers(str(self.event.text), str(other.event.text))
            and _begins(self.prefix, other.prefix)
            and _begins(self.suffix[::-1], other.suffix[::-1])
        )


class Overlap(Struct, frozen=True):
    """A notification of a bucket and an earlier one that asks for an event of it, too."""

    bucket: Resource
    event: Case
    earlier: Case


def overlaps(template: Template) -> Iterator[Overlap]:
    """All of a template: the first earlier one for each notification."""
    for bucket in template.of_type(_BUCKET):
        met: set[int] = set()
        found = list(_notifications(bucket))[:_MOST]
        for (_, earlier), (number, later) in combinations(enumerate(found), 2):
            is_both = number not in met and later.overlaps(earlier)
            if is_both and template.can_meet(later.event, earlier.event):
                met.add(number)
                yield Overlap(bucket, later.event, earlier.event)


def _notifications(bucket: Resource) -> Iterator[_Notification]:
    template = bucket.template
    for name in _LISTS:
        for listed in bucket.cases("NotificationConfiguration", name):
            for entry in items(template, listed):
                for event in field(template, entry, "Event"):
                    ends = _ends(template, entry)
                    if event.text is not None and event.certain and ends is not None:
                        yield _Notification(event, ends["prefix"], ends["suffix"])


def _ends(template: Template, entry: Case) -> dict[str, str] | None:
    """What keys of objects begin and end with; None where that is not known."""
    found = {"prefix": "", "suffix": ""}
    holders = [entry]
    for key in ("Filter", "S3Key", "Rules"):
        below = [case for holder in holders for case in field(template, holder, key)]
        holders = [case for case in below if not case.absent]
    for rule in [rule for rules in holders for rule in items(template, rules)]:
        names, values = (field(template, rule, key) for key in ("Name", "Value"))
        if len(names) != 1 or len(values) != 1 or not (names[0].certain and values[0].certain):
            return None
        kind, end = (names[0].text or "").lower(), values[0].text
        if kind not in found or end is None:
            return None
        found[kind] = end
    return found


def _covers(one: str, other: str) -> bool:
    """Whether two kinds of events have one in common; `*` stands at the end of a kind."""
    if one.endswith("*") or other.endswith("*"):
        return _begins(one.rstrip("*"), other.rstrip("*"))
    return one == other


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
