"""Functions that read queues of the template, with both timeouts.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.aws.sam.event import sam_events
from auditor.model.edit import Edit, InsertKey, SetValue
from auditor.template.leading import leading_resource
from auditor.template.resolve import whole_number
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_MAPPING = "AWS::Lambda::EventSourceMapping"
_QUEUE = "AWS::SQS::Queue"
_FUNCTIONS = ("AWS::Lambda::Function", "AWS::Serverless::Function")
_VISIBILITY = "VisibilityTimeout"
_QUEUE_SECONDS = 30
_FUNCTION_SECONDS = 3
_LONGEST = 43200
"""https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html"""
_TIMES = 6
"""As AWS recommends, so that retries of a throttled function fit in."""


class Reading(Struct, frozen=True):
    """A function that reads a queue. `queue` is None for the one that SAM makes.

    `case` is where the function or the queue is named.
    """

    function: Resource
    queue: Resource | None
    case: Case

    types: ClassVar[tuple[str, ...]] = (_MAPPING, _FUNCTIONS[1])

    @classmethod
    def find(cls, template: Template) -> Iterator[Reading]:
        """All of a template."""
        yield from _of_mappings(template)
        yield from _of_events(template)

    def too_short(self) -> Iterator[tuple[Case, int, Case, int]]:
        """The visibility timeouts that are shorter than the function's timeout, with both."""
        template = self.function.template
        visible = [self.case] if self.queue is None else self.queue.cases(_VISIBILITY)
        for seconds in self.function.cases("Timeout"):
            longest = _seconds(seconds, _FUNCTION_SECONDS)
            for case in visible:
                is_default = self.queue is None
                shortest = _QUEUE_SECONDS if is_default else _seconds(case, _QUEUE_SECONDS)
                if longest is None or shortest is None or not shortest < longest:
                    continue
                if template.can_meet(seconds, case, self.case):
                    yield case, shortest, seconds, longest

    def longer(self, case: Case, seconds: int) -> tuple[Edit, int] | None:
        """Gives the queue six times the function's timeout; None where that is not plain."""
        wanted = min(seconds * _TIMES, _LONGEST)
        if self.queue is None:
            return None
        if case.direct and not case.absent:
            return SetValue(case.path, wanted), wanted
        body = self.queue.body.get("Properties")
        if not case.absent or _VISIBILITY in (body or {}):
            return None
        if "Properties" not in self.queue.body:
            return InsertKey(self.queue.path, "Properties", {_VISIBILITY: wanted}), wanted
        if not isinstance(body, dict):
            return None
        return InsertKey((*self.queue.path, "Properties"), _VISIBILITY, wanted), wanted


def _named(template: Template, case: Case, types: tuple[str, ...]) -> Resource | None:
    return leading_resource(template, case.value, *types)


def _seconds(case: Case, default: int) -> int | None:
    return default if case.absent else whole_number(case.value)


def _of_mappings(template: Template) -> Iterator[Reading]:
    for mapping in template.of_type(_MAPPING):
        for source in mapping.written("EventSourceArn"):
            queue = _named(template, source, (_QUEUE,))
            for name in mapping.written("FunctionName") if queue is not None else ():
                function = _named(template, name, _FUNCTIONS)
                if function is not None and template.can_meet(source, name):
                    yield Reading(function, queue, source)


def _of_events(template: Template) -> Iterator[Reading]:
    for event in sam_events(template, "SQS", "SNS"):
        holder = template.resources.get(str(event.path[1]))
        if holder is None or event.path[0] != "Resources" or holder.type != _FUNCTIONS[1]:
            continue
        if event.type == "SNS":
            path = (*event.path, "SqsSubscription")
            if event.properties.get("SqsSubscription") in (True, "true"):
                yield Reading(holder, None, Case(True, path, event.when, direct=True))
            continue
        place = (*event.path, "Queue")
        for case in template.branches(event.properties.get("Queue"), place, event.when):
            queue = _named(template, case, (_QUEUE,))
            if queue is not None:
                yield Reading(holder, queue, case)
