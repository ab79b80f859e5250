"""Functions that Amazon S3 invokes with its events, and nothing else that the template shows.

S3 puts `Records` into each event for a function, so that what lacks them comes from elsewhere: from
a person, a test or another stack, which may invoke a function without a word in its policy.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.iam.triggers import Trigger
from auditor.template.leading import leading_resource
from auditor.template.template import Resource, Template

_NAMING = {
    "AWS::Lambda::EventSourceMapping": ("FunctionName",),
    "AWS::Lambda::Url": ("TargetFunctionArn",),
}


def only_by_buckets(function: Resource) -> bool | None:
    """Whether buckets alone invoke a function; None where the template does not show what does."""
    invoking = function.template.once(_by_function).get(function.logical_id)
    return None if invoking is None else invoking == {"s3"}


def _by_function(template: Template) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for function, service in _invocations(template):
        found.setdefault(function, set()).add(service)
    return found


def _invocations(template: Template) -> Iterator[tuple[str, str]]:
    for trigger in Trigger.find(template):
        yield trigger.function.logical_id, trigger.service
    for source in template.of_type(*_NAMING):
        for case in source.written(*_NAMING[source.type]):
            function = leading_resource(template, case.value)
            if function is not None:
                yield function.logical_id, source.type
    for function in template.of_type("AWS::Serverless::Function"):
        for case in function.cases("Events"):
            for event in case.value.values() if isinstance(case.value, dict) else ():
                kind = event.get("Type") if isinstance(event, dict) else None
                yield function.logical_id, "s3" if kind == "S3" else str(kind)
