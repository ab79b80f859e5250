"""Actions of pipelines where they may not stand, or with too few or too many artifacts.

https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from auditor.template.below import field, items
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.template import Resource, Template
from auditor.template.values import Case

PIPELINE = "AWS::CodePipeline::Pipeline"
_SOURCE = "Source"
_NONE, _ONE, _UP_TO_FIVE, _ONE_TO_FIVE = (0, 0), (1, 1), (0, 5), (1, 5)
_ARTIFACTS = {
    (_SOURCE, "S3"): (_NONE, _ONE),
    (_SOURCE, "CodeCommit"): (_NONE, _ONE),
    (_SOURCE, "ECR"): (_NONE, _ONE),
    ("Build", "CodeBuild"): (_ONE_TO_FIVE, _UP_TO_FIVE),
    ("Test", "CodeBuild"): (_ONE_TO_FIVE, _UP_TO_FIVE),
    ("Approval", "Manual"): (_NONE, _NONE),
    ("Deploy", "S3"): (_ONE, _NONE),
    ("Deploy", "CodeDeploy"): (_ONE, _NONE),
    ("Deploy", "ElasticBeanstalk"): (_ONE, _NONE),
    ("Deploy", "ECS"): (_ONE, _NONE),
    ("Deploy", "CloudFormation"): ((0, 10), (0, 1)),
    ("Invoke", "Lambda"): (_UP_TO_FIVE, _UP_TO_FIVE),
}
"""How many input and output artifacts an action of AWS has, at least and at most.

https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-action-artifacts.html
"""


class ActionFault(Enum):
    """Why CodePipeline refuses an action."""

    FIRST = "first"
    """It is none for sources, in the first stage."""
    LATER = "later"
    """It is one for sources, in another stage."""
    FEW = "few"
    """It has fewer artifacts than it needs."""
    MANY = "many"
    """It has more artifacts than it may have."""


class BadAction(Struct, frozen=True):
    """An action with what it is called; `limit` is the number of artifacts of `key`."""

    pipeline: Resource
    why: ActionFault
    cases: tuple[Case, ...]
    name: str
    told: str
    key: str = ""
    limit: int = 0


def bad_actions(template: Template) -> Iterator[BadAction]:
    """All of a template's pipelines."""
    for pipeline in template.of_type(PIPELINE):
        for listed in pipeline.cases("Stages"):
            is_plain = isinstance(listed.value, list) and all(map(is_plain_mapping, listed.value))
            for stage in items(template, listed):
                for actions in field(template, stage, "Actions"):
                    for action in items(template, actions) if not actions.absent else ():
                        if is_plain_mapping(action.value):
                            place = int(stage.path[-1]) if is_plain else None
                            yield from _of(pipeline, action, place)


def _of(pipeline: Resource, action: Case, place: int | None) -> Iterator[BadAction]:
    template = pipeline.template
    names = [case.text for case in field(template, action, "Name")]
    name = names[0] or "" if len(names) == 1 else ""
    for kind in field(template, action, "ActionTypeId"):
        for category in field(template, kind, "Category"):
            if category.text is None or not template.can_meet(action, category):
                continue
            told = category.text
            if place is not None and (told == _SOURCE) is not (place == 0):
                why = ActionFault.LATER if place else ActionFault.FIRST
                yield BadAction(pipeline, why, (category, action), name, told)
            for provider in field(template, kind, "Provider"):
                for owner in field(template, kind, "Owner"):
                    limits = _ARTIFACTS.get((told, provider.text or ""))
                    cases = (action, category, provider, owner)
                    if limits and owner.text == "AWS" and template.can_meet(*cases):
                        yield from _artifacts(pipeline, cases, limits, name)


def _artifacts(
    pipeline: Resource,
    cases: tuple[Case, Case, Case, Case],
    limits: tuple[tuple[int, int], tuple[int, int]],
    name: str,
) -> Iterator[BadAction]:
    template, action = pipeline.template, cases[0]
    told = f"{cases[2].text} ({cases[1].text})"
    for key, (least, most) in zip(("InputArtifacts", "OutputArtifacts"), limits, strict=True):
        for listed in field(template, action, key):
            count = _count(listed)
            if count is None or least <= count <= most or not template.can_meet(listed, *cases):
                continue
            why, limit = (ActionFault.FEW, least) if count < least else (ActionFault.MANY, most)
            place = action if listed.absent else listed
            yield BadAction(pipeline, why, (place, listed, *cases), name, told, key, limit)


def _count(listed: Case) -> int | None:
    """How many artifacts there are for certain; None where that is not known."""
    if listed.absent:
        return 0
    is_plain = isinstance(listed.value, list) and all(map(is_plain_mapping, listed.value))
    return len(listed.value) if is_plain and isinstance(listed.value, list) else None
