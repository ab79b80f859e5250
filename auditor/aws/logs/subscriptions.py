"""Subscription filters: how many a log group has, and how they reach their destinations.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.template.leading import leading_resource
from auditor.template.names import Name
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_FILTER = "AWS::Logs::SubscriptionFilter"
_STREAMS = {
    "AWS::Kinesis::Stream": "Kinesis stream",
    "AWS::KinesisFirehose::DeliveryStream": "Firehose stream",
}
_BY_SERVICE = {"kinesis": "Kinesis stream", "firehose": "Firehose stream"}
_MOST = 2


class Subscription(Struct, frozen=True):
    """A subscription filter."""

    resource: Resource

    types: ClassVar[tuple[str, ...]] = (_FILTER,)

    @classmethod
    def find(cls, template: Template) -> Iterator[Subscription]:
        """All of a template."""
        return (cls(resource) for resource in template.of_type(_FILTER))

    def stream(self) -> tuple[Case, str] | None:
        """The destination, in words, where that is a stream."""
        template = self.resource.template
        for case in self.resource.written("DestinationArn"):
            target = leading_resource(template, case.value)
            if target is not None:
                word = _STREAMS.get(target.type)
            else:
                fields = case.value.split(":") if isinstance(case.value, str) else []
                word = _BY_SERVICE.get(fields[2]) if len(fields) > 5 else None
            if word is not None:
                return case, word
        return None

    def is_beyond_limit(self) -> bool:
        """Whether the log group has as many filters before this one as it can have.

        Those under a condition do not count.
        """
        names = self.resource.template.once(_by_group)
        own = _group(self.resource)
        before = names.get(own, []) if own else []
        return self.resource.logical_id in before[_MOST:]


def _by_group(template: Template) -> dict[Name, list[str]]:
    found: dict[Name, list[str]] = {}
    for resource in template.of_type(_FILTER):
        name = _group(resource)
        if name and not resource.when:
            found.setdefault(name, []).append(resource.logical_id)
    return found


def _group(resource: Resource) -> Name | None:
    cases = resource.written("LogGroupName")
    is_one = len(cases) == 1 and cases[0].known
    return resource.template.name(cases[0].value) if is_one else None
