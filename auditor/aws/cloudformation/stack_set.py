"""Templates that are written in a property: the body of a stack set.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stackset.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.aws.cloudformation.nested import handed_on
from auditor.aws.cloudformation.substituted import Substituted, substituted
from auditor.model.path import Path
from auditor.model.settings import Settings
from auditor.template.below import field, items
from auditor.template.intrinsics import function_of, sub_arguments
from auditor.template.template import Resource, Template
from auditor.template.values import Case

STACK_SET = "AWS::CloudFormation::StackSet"
_BODIES = (STACK_SET, "AWS::CloudFormation::Stack")


class Body(Struct, frozen=True):
    """A template that a property holds as text, and what is known of the stacks made of it.

    `at` is the place of the string that it is written as.
    """

    case: Case
    at: Path
    written: Substituted
    settings: Settings


def bodies(template: Template) -> Iterator[Body]:
    """The templates that the properties of a template hold, as they are written."""
    if template.program is not None:  # whose texts have no places of their own
        return
    for resource in template.of_type(*_BODIES):
        for case in resource.written("TemplateBody"):
            body = body_in(case)
            if body is not None:
                yield Body(case, *body, _settings(resource))


def body_in(case: Case) -> tuple[Path, Substituted] | None:
    """The template that is written as a string, or as that of a `Fn::Sub`, with its place."""
    if case.text is not None:
        return (case.path, Substituted(case.text)) if case.direct else None
    call = function_of(case.value) if isinstance(case.value, dict) else None
    if call is None or call[0] != "Fn::Sub":
        return None
    arguments = sub_arguments(call[1])
    if arguments is None:
        return None
    text, _, is_listed = arguments
    place = (*case.path, "Fn::Sub", 0) if is_listed else (*case.path, "Fn::Sub")
    return place, substituted(text)


def _settings(resource: Resource) -> Settings:
    """What holds where the stacks are: they may be in other accounts and Regions."""
    house = resource.template.settings.log_retention_days
    if resource.type != STACK_SET:
        return Settings(log_retention_days=house)
    return Settings(
        log_retention_days=house, regions=_regions(resource), defaults=_defaults(resource)
    )


def _regions(resource: Resource) -> tuple[str, ...]:
    """The Regions of all instances; none where they are not all known."""
    found: list[str] = []
    for groups in resource.cases("StackInstancesGroup"):
        for group in items(resource.template, groups):
            for regions in field(resource.template, group, "Regions"):
                for region in items(resource.template, regions):
                    if region.text is None or not region.certain:
                        return ()
                    found.append(region.text)
    return tuple(dict.fromkeys(found))


def _defaults(resource: Resource) -> dict[str, str | None]:
    """What the stack set passes to parameters: its instances may override it."""
    found: dict[str, str | None] = {}
    for holder in resource.cases("Parameters"):
        for entry in items(resource.template, holder):
            for key in field(resource.template, entry, "ParameterKey"):
                if key.text is None:
                    continue
                values = field(resource.template, entry, "ParameterValue")
                text = handed_on(values[0]) if len(values) == 1 and values[0].certain else None
                found[key.text] = text if key.text not in found else None
    return found
