"""Nested stacks whose template is a file beside the parent's, and what the parent hands on to them.

`aws cloudformation package` and `sam package` put such files in the place of URLs:
https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html. A parameter that is
not handed on has its default:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from auditor.template.resolve import scalar_text
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_LOCATIONS = {
    "AWS::CloudFormation::Stack": "TemplateURL",
    "AWS::Serverless::Application": "Location",
}
NESTED_STACKS = tuple(_LOCATIONS)
"""The types of nested stacks."""
_ASSET, _OF_PROPERTY = "aws:asset:path", "aws:asset:property"


class Nested(Struct, frozen=True):
    """A nested stack: the path of its template from the parent's folder, and its parameters.

    `parameters` are those whose value is certain. Of the others, `defaults` has what may be their
    value; None is not known. Without `is_whole` there may be more of them.
    """

    logical_id: str
    file: str
    parameters: Mapping[str, str]
    defaults: Mapping[str, str | None]
    is_whole: bool = True


def nested_stacks(template: Template) -> Iterator[Nested]:
    """The nested stacks whose template is a local file, in source order."""
    for resource in template.of_type(*NESTED_STACKS):
        file = template_file(resource)
        if file is not None:
            yield _nested(resource, file)


def template_file(resource: Resource) -> str | None:
    """The path of a nested stack's template from the folder of its parent."""
    location = _LOCATIONS[resource.type]
    metadata = resource.body.get("Metadata")
    if isinstance(metadata, dict) and metadata.get(_OF_PROPERTY) == location:
        path = metadata.get(_ASSET)
        return path if isinstance(path, str) else None
    case = resource.case(location)
    text = None if case is None or not case.certain else case.text
    return None if not text or "://" in text else text


def _nested(resource: Resource, file: str) -> Nested:
    parameters: dict[str, str] = {}
    defaults: dict[str, str | None] = {}
    given = resource.case("Parameters")
    is_whole = given is not None and (given.absent or isinstance(given.value, dict))
    names = given.value if given is not None and isinstance(given.value, dict) else {}
    for name in names:
        case = resource.case("Parameters", name)
        text = None if case is None else handed_on(case)
        if text is not None and case is not None and case.certain:
            parameters[name] = text
        else:
            defaults[name] = text
    is_plain = not any(name.startswith("Fn::") for name in names)
    return Nested(resource.logical_id, file, parameters, defaults, is_whole and is_plain)


def handed_on(case: Case) -> str | None:
    """The text that a parameter of a nested stack has, where the value is known."""
    if isinstance(case.value, bool):
        return str(case.value).lower()
    return scalar_text(case.value) if case.known else None
