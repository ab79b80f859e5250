"""Stages of REST APIs that others name by their text.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-stage.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.order.need import Need, unmet
from auditor.template.below import items
from auditor.template.names import Name
from auditor.template.references import references
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_STAGE = "AWS::ApiGateway::Stage"
TYPES = (
    "AWS::ApiGateway::ApiKey",
    "AWS::ApiGateway::BasePathMapping",
    "AWS::ApiGateway::UsagePlan",
    "AWS::WAFv2::WebACLAssociation",
)
_BEFORE: Name = tuple("/stages/")


def needs(template: Template) -> Iterator[Need]:
    """What names a stage of the template and does not wait for it."""
    stages = [(stage, name) for stage in template.of_type(_STAGE) for name in _names(stage)]
    for source in template.of_type(*TYPES) if stages else ():
        for case, outcome in _mentions(source):
            name = template.name(case.value) if case.known else None
            named = [stage for stage, own in stages if name and _is_named(name, own)]
            own_apis = _apis(source)
            same = [stage for stage in named if not own_apis or own_apis & _apis(stage)]
            targets = unmet(source, same)
            if targets:
                yield Need(source, targets, case, outcome)


def _names(stage: Resource) -> Iterator[Name]:
    for case in stage.written("StageName"):
        name = stage.template.name(case.value) if case.known else None
        if name:
            yield name


def _mentions(source: Resource) -> Iterator[tuple[Case, str]]:
    template = source.template
    if source.type == "AWS::WAFv2::WebACLAssociation":
        for case in source.written("ResourceArn"):
            yield case, "AWS WAF does not find the stage"
    elif source.type == "AWS::ApiGateway::BasePathMapping":
        for case in source.written("Stage"):
            yield case, "API Gateway does not find the stage"
    key, name = ("ApiStages", "Stage")
    if source.type == "AWS::ApiGateway::ApiKey":
        key, name = ("StageKeys", "StageName")
    for listed in source.cases(key):
        for entry in items(template, listed):
            if isinstance(entry.value, dict) and name in entry.value:
                place = (*entry.path, name)
                for case in template.branches(entry.value[name], place, entry.when):
                    yield case, "API Gateway does not find the stage"


def _is_named(name: Name, stage: Name) -> bool:
    """Whether a text is the name of a stage, or an ARN that ends with it."""
    return name == stage or name[-len(stage) - len(_BEFORE) :] == (*_BEFORE, *stage)


def _apis(resource: Resource) -> set[str]:
    """The REST APIs of the template that a resource refers to."""
    template = resource.template
    return {
        found.target
        for found in references(resource.body.get("Properties"), ())
        if found.target in template.resources
        and template.resources[found.target].type == "AWS::ApiGateway::RestApi"
    }
