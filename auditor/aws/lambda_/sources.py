"""Event source mappings: from where in their source they begin to read.

https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.template.leading import leading_resource
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_MAPPING = "AWS::Lambda::EventSourceMapping"
_BY_TYPE = {
    "AWS::DynamoDB::GlobalTable": "dynamodb",
    "AWS::DynamoDB::Table": "dynamodb",
    "AWS::Kinesis::Stream": "kinesis",
    "AWS::SQS::Queue": "sqs",
    "AWS::Serverless::SimpleTable": "dynamodb",
}


class SourceMapping(Struct, frozen=True):
    """A mapping whose kind of source is known: `dynamodb`, `kinesis` or `sqs`."""

    resource: Resource
    kind: str
    source: Case

    types: ClassVar[tuple[str, ...]] = (_MAPPING,)

    @classmethod
    def find(cls, template: Template) -> Iterator[SourceMapping]:
        """All of a template."""
        for resource in template.of_type(_MAPPING):
            for case in resource.written("EventSourceArn"):
                target = leading_resource(template, case.value)
                kind = _BY_TYPE.get(target.type) if target is not None else _spelled(template, case)
                if kind is not None:
                    yield cls(resource, kind, case)

    def positions(self) -> Iterator[Case]:
        """The cases of where it begins."""
        for case in self.resource.cases("StartingPosition"):
            if self.resource.template.can_meet(self.source, case):
                yield case


def _spelled(template: Template, case: Case) -> str | None:
    """The kind of an ARN that is written out up to its service, or further."""
    if not case.known:
        return None
    parts = [part if isinstance(part, str) else "" for part in template.name(case.value) or ()]
    _, _, service, *_ = [*"".join(parts).split(":"), "", "", ""]
    return service if service in _BY_TYPE.values() else None
