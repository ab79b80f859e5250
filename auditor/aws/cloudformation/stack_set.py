"""Templates that are written in a property: the body of a stack set.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stackset.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.aws.cloudformation.nested import handed_on
from auditor.model.settings import Settings
from auditor.template.below import field, items
from auditor.template.template import Resource, Template
from auditor.template.values import Case

STACK_SET = "AWS::CloudFormation::StackSet"
_BODIES = (STACK_SET, "AWS::CloudFormation::Stack")


class Body(Struct, frozen=True):
    """A template that a property holds as text, and what is known of the stacks made of it."""

    case: Case
    text: str
    settings: Settings


def bodies(template: Template) -> Iterator[Body]:
    """The templates that the properties of a template hold, as they are written."""
    if template.program is not None:  # whose texts have no places of their own
        return
    for resource in template.of_type(*_BODIES):
        for case in resource.cases("TemplateBody"):
            if case.text is not None and case.direct:
                yield Body(case, case.text, _settings(resource))


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
