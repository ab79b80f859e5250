"""Batches that functions read from queues: how large, and how long they are collected.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.aws.sam.event import sam_events
from auditor.template.below import field
from auditor.template.leading import leading_resource
from auditor.template.resolve import whole_number
from auditor.template.template import Resource, Template
from auditor.template.values import Case, truth

_MAPPING = "AWS::Lambda::EventSourceMapping"
_FUNCTION = "AWS::Serverless::Function"
_QUEUE = "AWS::SQS::Queue"
TYPES = (_MAPPING, _FUNCTION)
_SMALL = 10
"""Messages of a batch that Lambda does not have to wait for."""


class Batch(Struct, frozen=True):
    """A batch that Lambda refuses: `size` is more than ten without `window`, or of a FIFO queue."""

    resource: Resource
    size: Case
    window: Case
    source: Case
    is_fifo: bool


def refused_batches(template: Template) -> Iterator[Batch]:
    """All of a template, as far as the queue is one of it."""
    for mapping in template.of_type(_MAPPING):
        own = Case(mapping.body.get("Properties"), (*mapping.path, "Properties"), mapping.when)
        yield from _of(mapping, own, "EventSourceArn")
    for event in sam_events(template, "SQS"):
        function = template.resources.get(str(event.path[1]))
        if function is not None and event.path[0] == "Resources":
            yield from _of(function, Case(event.properties, event.path, event.when), "Queue")


def _of(resource: Resource, holder: Case, key: str) -> Iterator[Batch]:
    template = resource.template
    written = holder.value.get(key) if isinstance(holder.value, dict) else None
    for source in template.branches(written, (*holder.path, key), holder.when):
        queue = leading_resource(template, source.value)
        if queue is None or queue.type != _QUEUE:
            continue
        is_fifo = all(truth(case) is True for case in queue.cases("FifoQueue"))
        for size in field(template, holder, "BatchSize"):
            messages = whole_number(size.value) if size.known else None
            for window in field(template, holder, "MaximumBatchingWindowInSeconds"):
                seconds = 0 if window.absent else whole_number(window.value)
                is_refused = is_fifo or seconds == 0
                is_large = messages is not None and messages > _SMALL
                if is_refused and is_large and template.can_meet(source, size, window):
                    yield Batch(resource, size, window, source, is_fifo)
