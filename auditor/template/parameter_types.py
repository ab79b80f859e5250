"""The types that a parameter can have.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditor.expression import expression
from auditor.template.nearest import meant
from auditor.template.template import Resource, Template

_SINGLE = frozenset(
    {
        *("Number", "String"),
        *("AWS::EC2::AvailabilityZone::Name", "AWS::EC2::Image::Id", "AWS::EC2::Instance::Id"),
        *("AWS::EC2::KeyPair::KeyName", "AWS::EC2::SecurityGroup::GroupName"),
        *("AWS::EC2::SecurityGroup::Id", "AWS::EC2::Subnet::Id", "AWS::EC2::VPC::Id"),
        *("AWS::EC2::Volume::Id", "AWS::Route53::HostedZone::Id", "AWS::SSM::Parameter::Name"),
    }
)
_LISTS = frozenset({"CommaDelimitedList", *(f"List<{one}>" for one in _SINGLE)})
_USUAL = (*_SINGLE, *_LISTS)
"""A list: what a template says may be no text."""
_STORED = expression(r"AWS::SSM::Parameter::Value<(.{1,200})>\Z")
_OF_ONE_VALUE = expression(r"AWS::[A-Za-z0-9]{1,60}::[A-Za-z0-9:]{1,100}<String>\Z")
"""How types are written by those who take the form of `_STORED` for one that all types have."""
_ELSEWHERE: Mapping[str, str] = {
    "bool": "String",
    "boolean": "String",
    "int": "Number",
    "integer": "Number",
    "float": "Number",
    "double": "Number",
    "text": "String",
    "str": "String",
    "array": "CommaDelimitedList",
    "list": "CommaDelimitedList",
    "stringlist": "CommaDelimitedList",
}
"""What other languages call it, in small letters, and the type that takes the same values."""


def is_parameter_type(text: str) -> bool:
    """Whether CloudFormation has a type of that name."""
    stored = _STORED.match(text)
    name = stored[1] if stored else text
    return name in _SINGLE or name in _LISTS


def is_undocumented_type(text: str) -> bool:
    """Whether a type that is documented nowhere is, as far as is known, read as a text.

    Public stacks with `AWS::SSM::Parameter::Name<String>` and
    `AWS::SecretsManager::Secret::Name<String>` have been released for a year:
    https://github.com/NHSDigital/eps-prescription-status-update-api/pull/1755
    """
    return _STORED.match(text) is None and _OF_ONE_VALUE.match(text) is not None


def type_meant(text: str) -> tuple[str, bool] | None:
    """The type that an unknown name means, and whether that is beyond doubt.

    It is where another language has the name, and where only the case of letters differs. None
    where nobody knows.
    """
    stored = _STORED.match(text)
    name = stored[1] if stored else text
    known = sorted(_SINGLE | _LISTS)
    same = [one for one in known if one.lower() == name.lower()]
    found = same[0] if same else _ELSEWHERE.get(name.lower())
    wanted = found or meant(name, known)
    if wanted is None:
        return None
    return (f"AWS::SSM::Parameter::Value<{wanted}>" if stored else wanted), found is not None


def untyped_parameters(template: Template) -> Iterator[tuple[str, str | None]]:
    """The parameters whose type CloudFormation does not have, with it; None where there is none.

    Nothing in modules of rain, whose parameters never reach CloudFormation:
    https://github.com/aws-cloudformation/rain
    """
    if template.is_open:
        return
    others = [name for name, body in template.parameters.items() if body.get("Type") not in _USUAL]
    if not others or any(map(_is_for_rain, template.resources.values())):
        return
    for name in others:
        body = template.parameters[name]
        given = body.get("Type")
        if name.startswith("Fn::") or any(key.startswith("Fn::") for key in body):
            continue
        if "Type" not in body:
            yield name, None
        elif isinstance(given, str) and not is_parameter_type(given) and "{{" not in given:
            yield name, given


def _is_for_rain(resource: Resource) -> bool:
    metadata = resource.body.get("Metadata")
    return isinstance(metadata, dict) and "Rain" in metadata
