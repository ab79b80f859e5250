"""File systems that functions mount, which need a mount target first.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.order.need import Need, unmet
from auditor.template.below import field, items
from auditor.template.leading import leading_resource
from auditor.template.template import Resource, Template
from auditor.template.values import Case

TYPES = ("AWS::Lambda::Function", "AWS::Serverless::Function")
_POINT, _TARGET = "AWS::EFS::AccessPoint", "AWS::EFS::MountTarget"


def needs(template: Template) -> Iterator[Need]:
    """Functions that mount a file system and do not wait for its mount targets."""
    if not any(template.of_type(_TARGET)):
        return
    for function in template.of_type(*TYPES):
        for listed in function.cases("FileSystemConfigs"):
            for entry in items(template, listed):
                for case in field(template, entry, "Arn") if entry.known else ():
                    yield from _of(function, entry, case)


def _of(function: Resource, entry: Case, case: Case) -> Iterator[Need]:
    template = function.template
    written = entry.value.get("Arn") if isinstance(entry.value, dict) else None
    point = leading_resource(template, written, _POINT)
    system = None if point is None else _system(point)
    if system is None:
        return
    targets = [one for one in template.of_type(_TARGET) if _system(one) is system]
    missing = unmet(function, targets)
    if missing:
        outcome = "Lambda does not find a mount target that is available"
        yield Need(function, missing, case, outcome)


def _system(resource: Resource) -> Resource | None:
    """The file system that an access point or a mount target is for."""
    properties = resource.body.get("Properties")
    value = properties.get("FileSystemId") if isinstance(properties, dict) else None
    return leading_resource(resource.template, value)
