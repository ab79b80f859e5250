"""stage-conflict"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Case,
    Equality,
    Finding,
    Fix,
    Remove,
    Resource,
    Safety,
    SetValue,
    Severity,
    graded,
    rule,
)
from auditor.api.apigateway import ApiDeployment

_NAME = "StageName"
_DESCRIPTION = "StageDescription"


@rule(id="stage-conflict", severity=Severity.ERROR, on=ApiDeployment)
def stage_conflict(deployment: ApiDeployment) -> Iterator[Finding]:
    """A Deployment that creates the stage which a Stage resource declares.

    ## What it does
    Finds an `AWS::ApiGateway::Deployment` with a `StageName` beside an `AWS::ApiGateway::Stage`
    of the same name and the same API. It is silent where the deployment waits for the stage, so
    that it deploys to a stage that is there.

    ## Why it fails
    A deployment with a `StageName` creates the stage, and then the Stage resource cannot. Where
    nothing orders the two it depends on which comes first, and on the conditions under which both
    are there; such cases are warnings.

    ## Error
    ```
    AWS::ApiGateway::Stage <logical ID> <stage> already exists in stack <stack>
    ```
    or `StageDescription cannot be specified when stage referenced by StageName already exists`,
    `ConflictException: Stage already exists`, `Stage already exists (Service: ApiGateway` and
    `Stage already exists (Service: AmazonApiGateway`.

    ## Fix safety
    Safe where the stack cannot be created and the deployment has no `StageDescription`: the fix
    removes `StageName` from the deployment, which an update changes in place. A stage that is
    deployed stays as it is. Unsafe where there is a `StageDescription`: it is removed too, and the
    Stage resource does not get its throttling, caching and stage variables. Unsafe as well where
    the deployment may be meant to create the stage: under other conditions, with another value of a
    parameter, or where it may come second.

    Where an earlier deployment of the stack has created the stage by itself, the Stage resource
    cannot be created, with the fix or without it, until that stage is deleted.

    ## References
    - [AWS::ApiGateway::Deployment](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html)
    - [terraform-provider-aws issue 1153](https://github.com/hashicorp/terraform-provider-aws/issues/1153)
    - [terraform-provider-aws issue 2918](https://github.com/hashicorp/terraform-provider-aws/issues/2918)
    """
    for name in deployment.resource.written(_NAME):
        found = [
            found for stage in deployment.stages for found in _conflicts(deployment, name, stage)
        ]
        if found:
            yield max(found, key=lambda finding: finding.severity or Severity.ERROR)


def _conflicts(deployment: ApiDeployment, name: Case, stage: Resource) -> Iterator[Finding]:
    """A finding for each case in which the stage has the name that the deployment has."""
    template, resource = deployment.template, deployment.resource
    if not name.known or resource.waits_for(stage.logical_id):
        return
    is_first = stage.surely_waits_for(resource.logical_id)
    reason = f"creates the stage that {stage.label} declares"
    if not is_first:
        reason += " if it is created first"
    for other in stage.written(_NAME):
        if not other.known or not template.can_meet(name, other):
            continue
        is_same = template.compare(name.value, other.value) is Equality.SAME
        if not is_same and not _texts(deployment, name) & _texts(deployment, other):
            continue
        is_certain = is_same and is_first
        is_always = is_certain and not _can_be_without(deployment, name, other)
        yield Finding(
            at=name.path,
            message=f"{resource.label} {reason}, which then fails as already existing",
            severity=graded(name, other) if is_certain else Severity.WARNING,
            fix=_fix(resource, name, Safety.SAFE if is_always else Safety.UNSAFE),
        )


def _can_be_without(deployment: ApiDeployment, name: Case, other: Case) -> bool:
    """Whether the deployment can have its name where the stage has not."""
    return any(
        deployment.template.can_hold(name.when | {(condition, not holds)})
        for condition, holds in other.when
    )


def _texts(deployment: ApiDeployment, name: Case) -> set[str]:
    """What a name is as far as it is known, defaults of parameters included."""
    read = deployment.template.cases(name.value, name.path, name.when)
    return {case.text for case in read if case.text is not None}


def _fix(resource: Resource, name: Case, safety: Safety) -> Fix | None:
    properties = (*resource.path, "Properties")
    has_description = resource.has(_DESCRIPTION)
    title = f"Remove {_NAME} from the deployment"
    if name.path == (*properties, _NAME):
        removed = [Remove(name.path)]
        if has_description is not False:
            removed.append(Remove((*properties, _DESCRIPTION)))
            safety = Safety.UNSAFE
            title = f"Remove {_NAME} and {_DESCRIPTION} from the deployment"
        return Fix(title, tuple(removed), safety)
    if has_description is False:
        nothing = SetValue(name.path, {"Ref": "AWS::NoValue"})
        return Fix(f"{title} in this case", (nothing,), safety)
    return None
