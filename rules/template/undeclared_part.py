"""undeclared-part"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, SetValue, Severity, graded, near, rule
from auditor.api.template import UndeclaredPart

_MOST = 3
"""Declared names that are told."""


@rule(
    id="undeclared-part",
    severity=Severity.ERROR,
    on=UndeclaredPart,
    types=(
        "AWS::Batch::JobDefinition",
        "AWS::CloudFront::Distribution",
        "AWS::CodePipeline::Pipeline",
        "AWS::CodePipeline::Webhook",
        "AWS::Cognito::UserPoolClient",
        "AWS::ECS::Service",
        "AWS::ECS::TaskDefinition",
    ),
)
def undeclared_part(part: UndeclaredPart) -> Iterator[Finding]:
    """A part of a resource that is named where it is used, and declared nowhere.

    ## What it does
    Compares names with the parts that a resource declares: the origins that the cache behaviors of
    a distribution send to, the volumes that containers mount, the containers that others or a
    service of ECS name, the artifacts that the actions of a pipeline read, the action that a
    webhook starts, and the custom attributes that a client of a user pool reads or writes. It is
    silent where one of the declared names is not known. The table is of 2026-11.

    ## Why it fails
    The service looks the name up when the resource is created, and refuses what it does not find.

    ## Error
    ```
    One or more of your cache behavior target origins or origin groups do not exist.
    One or more of your origins or origin groups do not exist.
    Unknown volume '<volume>'
    Cannot depend on container <container> because it does not exist
    The container <container> does not exist in the task definition.
    is not declared as Output Artifact Bundle in any of the preceding actions
    Webhook Action with name <action> was not found in the first stage of the pipeline
    Invalid read attributes specified while creating a client
    Invalid write attributes specified while creating a client
    ```
    The table below says of each text where it is public.

    ## Fix safety
    Unsafe: the name becomes the only one that is declared, or the one that is spelled most alike.
    Otherwise it is advice, since the part may have to be declared.

    In a deployed stack the resource changes in place; a task definition is replaced by a new
    revision.

    ## References
    - [Task definition parameters](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html)
    - [Cache behaviors](https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CacheBehavior.html)
    - Errors, reported: [cdk-preflight](https://github.com/badmintoncryer/cdk-preflight/blob/main/rules/cloudfront/pf-cloudfront-cache-behavior-target-origin-exists/meta.yaml)
    """
    name = str(part.case.text)
    holder = "it" if part.holder is part.resource else part.holder.label
    told = f" (declared: {', '.join(part.names)})" if 0 < len(part.names) <= _MOST else ""
    yield Finding(
        at=part.case.path,
        message=f"{part.resource.label} names the {part.row.what} '{name}', which {holder} does not"
        f" declare{told}, so the deployment fails",
        severity=graded(part.case),
        fix=_fix(part, name),
    )


def _fix(part: UndeclaredPart, name: str) -> Fix:
    is_only = len(part.names) == 1 and not part.row.is_among_its_own
    likely = part.names if is_only else near(name, part.names)[:1]
    if not likely or not part.case.direct:
        return Fix(f"Declare the {part.row.what}, or name another one", safety=Safety.DISPLAY)
    return Fix(f"Name the {part.row.what} {likely[0]}", (SetValue(part.case.path, likely[0]),))
