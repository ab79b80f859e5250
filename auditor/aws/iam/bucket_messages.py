"""Functions that get what Amazon S3 sends to a queue or topic, and so its test message too.

S3 sends `s3:TestEvent`, which has no `Records`, when a notification is first enabled:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-enable-disable-notification-intro.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
Functions that a bucket invokes itself get none.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.iam.receiving import Sending
from auditor.aws.iam.triggers import Trigger
from auditor.template.leading import leading_resource
from auditor.template.template import Resource, Template

_MAPPING = "AWS::Lambda::EventSourceMapping"
_SAM = {"SQS": "Queue", "SNS": "Topic"}


def bucket_behind(function: Resource) -> str | None:
    """The logical ID of a bucket whose messages a function gets by a queue or topic."""
    return function.template.once(_by_function).get(function.logical_id)


def _by_function(template: Template) -> dict[str, str]:
    buckets = {
        one.target.logical_id: one.source.logical_id
        for one in Sending.find(template)
        if one.service == "s3" and one.case.certain
    }
    found: dict[str, str] = {}
    for function, source in _sources(template) if buckets else ():
        if source in buckets:
            found.setdefault(function, buckets[source])
    return found


def _sources(template: Template) -> Iterator[tuple[str, str]]:
    """Functions with the queues and topics that they get their messages from."""
    yield from _of_mappings(template)
    for trigger in Trigger.find(template):
        if trigger.service == "sns" and trigger.source.has("FilterPolicy") is False:
            for case in trigger.source.written("TopicArn"):
                topic = leading_resource(template, case.value)
                if topic is not None:
                    yield trigger.function.logical_id, topic.logical_id
    for function in template.of_type("AWS::Serverless::Function"):
        yield from _of_sam(template, function)


def _of_mappings(template: Template) -> Iterator[tuple[str, str]]:
    for mapping in template.of_type(_MAPPING):
        if mapping.has("FilterCriteria") is not False:
            continue
        for name in mapping.written("FunctionName"):
            function = leading_resource(template, name.value)
            for case in mapping.written("EventSourceArn"):
                queue = leading_resource(template, case.value)
                if function is not None and queue is not None:
                    yield function.logical_id, queue.logical_id


def _of_sam(template: Template, function: Resource) -> Iterator[tuple[str, str]]:
    for case in function.cases("Events"):
        for event in case.value.values() if isinstance(case.value, dict) else ():
            properties = event.get("Properties") if isinstance(event, dict) else None
            key = _SAM.get(str(event.get("Type"))) if isinstance(event, dict) else None
            if not isinstance(properties, dict) or key is None or key not in properties:
                continue
            target = leading_resource(template, properties[key])
            if target is not None and not any(name.startswith("Filter") for name in properties):
                yield function.logical_id, target.logical_id
