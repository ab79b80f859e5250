"""deployment-without-methods"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    ApiDeployment,
    Confidence,
    Finding,
    Fix,
    Resource,
    Safety,
    Severity,
    rule,
    wait_for,
)

_MOST_NAMED = 3


@rule(id="deployment-without-methods", severity=Severity.WARNING, on=ApiDeployment)
def deployment_without_methods(deployment: ApiDeployment) -> Iterator[Finding]:
    """A Deployment that does not wait for the methods of its API.

    ## What it does
    Finds methods of the template (`AWS::ApiGateway::Method`) with the `RestApiId` of an
    `AWS::ApiGateway::Deployment` that the deployment does not wait for, by `DependsOn` or by way
    of references. It is silent where the API has a `Body` or `BodyS3Location`, and for APIs of SAM,
    whose definition holds the methods.

    ## Why it fails
    A deployment is a picture of the API. Nothing but `DependsOn` lets it wait for the methods:
    taken too early there are none, or some are missing and answer with 403. It is an error where
    the deployment is taken as soon as the API is there while every method waits for a further
    resource, else a warning: then it depends on the timing.

    ## Error
    ```
    The REST API doesn't contain any methods
    ```
    or `No integration defined for method`.

    ## Fix safety
    Safe: `DependsOn` changes the order of creation and nothing else. It is offered for methods
    that are created whenever the deployment is, and that do not wait for the deployment
    themselves.

    ## References
    - [AWS::ApiGateway::Deployment](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html)
    - [DependsOn](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html)
    - [troposphere issue 496](https://github.com/cloudtools/troposphere/issues/496)
    - [serverless-application-model issue 54](https://github.com/aws/serverless-application-model/issues/54)
    """
    if deployment.is_api_defined_by_methods is False:
        return
    resource = deployment.resource
    missing = [method for method in deployment.methods if not resource.waits_for(method.logical_id)]
    is_certain = _is_too_early(deployment, missing)
    ready = [method for method in missing if _can_come_first(resource, method)]
    edits = wait_for(resource, *(method.logical_id for method in ready))
    if ready:
        fix = None
        if edits:
            fix = Fix(f"Let it depend on {_named(ready)}", edits, Safety.SAFE)
        yield _finding(deployment, ready, is_certain, fix)
    rest = [method for method in missing if method not in ready]
    if rest:
        yield _finding(deployment, rest, is_certain and not ready, None)


def _finding(
    deployment: ApiDeployment, methods: list[Resource], is_certain: bool, fix: Fix | None
) -> Finding:
    is_declared = deployment.is_api_defined_by_methods is True
    kind = "method" if len(methods) == 1 else "methods"
    end = "is taken before any method is there" if is_certain else "may be taken without"
    them = "" if is_certain else " it" if len(methods) == 1 else " them"
    return Finding(
        at=deployment.resource.path,
        on_key=True,
        message=f"does not wait for the {kind} {_named(methods)}, and {end}{them}",
        severity=Severity.ERROR if is_certain else Severity.WARNING,
        confidence=Confidence.HIGH if is_declared else Confidence.MEDIUM,
        fix=fix,
    )


def _is_too_early(deployment: ApiDeployment, missing: list[Resource]) -> bool:
    """Whether the deployment comes first whatever the timing: each method has further to wait."""
    resource, template = deployment.resource, deployment.template
    return (
        deployment.is_api_defined_by_methods is True
        and deployment.starts_with_its_api
        and template.shows_all_resources
        and missing == deployment.methods
        and not any(one.when for one in (resource, *missing))
        and all(_waits_for_more(method) for method in missing)
    )


def _waits_for_more(method: Resource) -> bool:
    """Whether a method waits for a resource of the API, which waits for the API."""
    resources = method.template.resources
    return any(
        reference.target in resources
        and resources[reference.target].type == "AWS::ApiGateway::Resource"
        for reference in method.references
    )


def _can_come_first(resource: Resource, method: Resource) -> bool:
    absent = frozenset((name, not holds) for name, holds in method.when)
    is_there = not absent or not method.template.can_hold(resource.when | absent)
    return is_there and not method.waits_for(resource.logical_id)


def _named(methods: list[Resource]) -> str:
    names = [method.logical_id for method in methods]
    if len(names) > _MOST_NAMED:
        names[_MOST_NAMED:] = [f"{len(names) - _MOST_NAMED} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
