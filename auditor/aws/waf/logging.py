"""The destinations of the logs of web ACLs, as far as the template declares them.

https://docs.aws.amazon.com/waf/latest/developerguide/logging-destinations.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.model.edit import Edit, InsertKey, SetValue
from auditor.template.leading import leading_resource
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_NAMES = {
    "AWS::KinesisFirehose::DeliveryStream": "DeliveryStreamName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::S3::Bucket": "BucketName",
}
_BUCKET = "AWS::S3::Bucket"


class LogDestination(Struct, frozen=True):
    """A resource that a web ACL logs to, and a case of its name."""

    case: Case
    target: Resource
    name: Case


def log_destinations(template: Template) -> Iterator[LogDestination]:
    """All of a template."""
    for logging in template.of_type("AWS::WAFv2::LoggingConfiguration"):
        for listed in logging.written("LogDestinationConfigs"):
            if not isinstance(listed.value, list):
                continue
            for index, item in enumerate(listed.value):
                path = (*listed.path, index)
                case = Case(item, path, listed.when, listed.certain, listed.direct)
                target = leading_resource(template, case.value)
                key = _NAMES.get(target.type) if target is not None else None
                if target is None or key is None:
                    continue
                for name in target.cases(key):
                    if template.can_meet(case, name):
                        yield LogDestination(case, target, name)


def renamed(destination: LogDestination, prefix: str) -> Edit | None:
    """Puts a prefix before the name; None where that is not plain, and for buckets."""
    target, name = destination.target, destination.name
    if target.type == _BUCKET:
        return None
    if name.text is not None:
        plain = name.text.strip("/").replace("/", "-")
        return SetValue(name.path, prefix + plain) if name.direct else None
    if not isinstance(target.body.get("Properties", {}), dict):
        return None
    wanted = {"Fn::Sub": f"{prefix}${{AWS::StackName}}-{target.logical_id}"}
    if "Properties" not in target.body:
        return InsertKey(target.path, "Properties", {_NAMES[target.type]: wanted})
    return InsertKey((*target.path, "Properties"), _NAMES[target.type], wanted)
