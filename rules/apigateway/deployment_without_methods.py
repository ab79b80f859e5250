"""deployment-without-methods"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.api import (
    Confidence,
    Equality,
    Finding,
    Fix,
    Resource,
    Safety,
    Severity,
    Template,
    Tree,
    listed,
    rule,
    wait_for,
    where,
)
from auditor.api.apigateway import ApiDeployment

_MOST_NAMED = 3
_API_2 = "AWS::ApiGatewayV2::Api"
_DEPLOYMENTS = ("AWS::ApiGateway::Deployment", "AWS::ApiGatewayV2::Deployment")
_HAVE_ROUTES = ("Body", "BodyS3Location", "Target")
"""Properties of an `AWS::ApiGatewayV2::Api` that bring routes:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-api.html"""
_COME_LATER = ("AWS::ApiGateway::Resource", "AWS::ApiGatewayV2::Integration")
"""What waits for the API itself, so that whoever waits for it comes after the API's next waiter."""


class _Deployed(Struct, frozen=True):
    """A deployment with the methods or routes (`kind`) of its API.

    `is_api_known` is False where the API is not declared here. `starts_with_its_api` is True where
    the deployment waits for the API alone.
    """

    resource: Resource
    parts: list[Resource]
    kind: str
    is_api_known: bool
    starts_with_its_api: bool


@rule(id="deployment-without-methods", severity=Severity.WARNING, on=Template, types=_DEPLOYMENTS)
def deployment_without_methods(template: Template) -> Iterator[Finding]:
    """A Deployment that does not wait for the methods of its API, or finds one unfinished.

    ## What it does
    Finds methods of the template (`AWS::ApiGateway::Method`) with the `RestApiId` of an
    `AWS::ApiGateway::Deployment` that the deployment does not wait for, by `DependsOn` or by way
    of references; and likewise routes (`AWS::ApiGatewayV2::Route`) with the `ApiId` of an
    `AWS::ApiGatewayV2::Deployment`. It is silent where the API has a `Body`, `BodyS3Location` or
    `Target`, and for APIs of SAM, whose definition holds the methods, and about single routes where
    a stage deploys by itself (`AutoDeploy`).

    It finds methods without `Integration` as well, where their API is deployed.

    ## Why it fails
    A deployment is a snapshot of the API. Only `DependsOn` lets it wait for the methods: created
    too early, it has none or lacks some. It is an error where the deployment is created as soon as
    the API exists while every method waits for a further resource, else a warning, since it
    depends on the timing.

    A method without an integration has nothing to call, and API Gateway refuses to deploy an API
    with such a method. It is an error where the deployment waits for the method.

    ## Error
    ```
    The REST API doesn't contain any methods
    ```
    or `No integration defined for method`. For HTTP and WebSocket APIs users report
    `At least one route is required before deploying the Api.` and `Unable to deploy API because no
    routes exist in this API`.

    ## Fix safety
    Safe: `DependsOn` changes the order of creation and nothing else. It is offered for methods
    that are created whenever the deployment is, and that do not wait for the deployment
    themselves. An integration that is missing has no fix: only the author knows what to call.

    In a deployed stack the order of creation matters no more, and nothing changes.

    ## References
    - [AWS::ApiGateway::Deployment](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html)
    - [AWS::ApiGatewayV2::Deployment](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-deployment.html)
    - [DependsOn](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html)
    - [troposphere issue 496](https://github.com/cloudtools/troposphere/issues/496)
    - [serverless-application-model issue 54](https://github.com/aws/serverless-application-model/issues/54)
    - Routes: [serverless-application-model issue 2512](https://github.com/aws/serverless-application-model/issues/2512)
    """
    of_rest = [
        deployment
        for deployment in ApiDeployment.find(template)
        if deployment.is_api_defined_by_methods is not False
    ]
    for deployment in of_rest:
        yield from _too_early(_of_methods(deployment))
    yield from _unfinished(of_rest)
    for resource in template.of_type(_DEPLOYMENTS[1]):
        deployed = _of_routes(resource)
        if deployed is not None:
            yield from _too_early(deployed)


def _of_methods(deployment: ApiDeployment) -> _Deployed:
    is_known = deployment.is_api_defined_by_methods is True
    starts = deployment.starts_with_its_api
    return _Deployed(deployment.resource, deployment.methods, "method", is_known, starts)


def _of_routes(resource: Resource) -> _Deployed | None:
    """A deployment of version 2; None where its API has routes that are not resources."""
    template = resource.template
    routes = _with_the_api_of(resource, "AWS::ApiGatewayV2::Route")
    apis = [case.value for case in resource.written("ApiId") if case.known]
    declared = [api for api in template.resources.values() if _is_any(api, apis)]
    if any(api.type != _API_2 or _may_have_routes(api) for api in declared):
        return None
    if any(resource.waits_for(route.logical_id) for route in routes) and any(
        stage.has("AutoDeploy") is not False
        for stage in _with_the_api_of(resource, "AWS::ApiGatewayV2::Stage")
    ):
        return None
    awaited = {reference.target for reference in resource.references} & template.resources.keys()
    starts = [template.resources[name].type for name in awaited] == [_API_2]
    return _Deployed(resource, routes, "route", bool(declared), starts)


def _with_the_api_of(deployment: Resource, kind: str) -> list[Resource]:
    """The resources of a type that can be created for the API of a deployment."""
    template = deployment.template
    own = [case.value for case in deployment.written("ApiId") if case.known]
    return [
        resource
        for resource in template.of_type(kind)
        if template.can_hold(deployment.when | resource.when)
        and any(
            template.compare(_as_ref(case.value), _as_ref(value)) is Equality.SAME
            for case in resource.written("ApiId")
            if case.known
            for value in own
        )
    ]


def _is_any(api: Resource, values: list[Tree]) -> bool:
    reference: Tree = {"Ref": api.logical_id}
    return any(api.template.compare(reference, _as_ref(value)) is Equality.SAME for value in values)


def _as_ref(value: Tree) -> Tree:
    """`Fn::GetAtt` of `ApiId` gives what `Ref` gives."""
    match value:
        case {"Fn::GetAtt": [str(name), "ApiId"]}:
            return {"Ref": name}
    return value


def _may_have_routes(api: Resource) -> bool:
    return any(api.has(key) is not False for key in _HAVE_ROUTES)


def _too_early(deployed: _Deployed) -> Iterator[Finding]:
    resource = deployed.resource
    missing = [
        part
        for part in deployed.parts
        if not resource.waits_for(part.logical_id) and not _lacks_integration(part)
    ]
    is_certain = _is_certain(deployed, missing)
    ready = [part for part in missing if _can_come_first(resource, part)]
    edits = wait_for(resource, *(part.logical_id for part in ready))
    if ready:
        fix = None
        if edits:
            fix = Fix(f"Add DependsOn for {_named(ready)}", edits, Safety.SAFE)
        yield _finding(deployed, ready, is_certain, fix)
    rest = [part for part in missing if part not in ready]
    if rest:
        yield _finding(deployed, rest, is_certain and not ready, None)


def _finding(
    deployed: _Deployed, parts: list[Resource], is_certain: bool, fix: Fix | None
) -> Finding:
    kind = deployed.kind if len(parts) == 1 else f"{deployed.kind}s"
    them = "it" if len(parts) == 1 else "them"
    end = f"may be created before {them} and then lacks {them}"
    if is_certain:
        end = f"fails, since it is created before the API has any {deployed.kind}"
    return Finding(
        at=deployed.resource.path,
        on_key=True,
        message=f"{deployed.resource.label} does not wait for the {kind} {_named(parts)},"
        f" and {end}",
        severity=Severity.ERROR if is_certain else Severity.WARNING,
        confidence=Confidence.HIGH if deployed.is_api_known else Confidence.MEDIUM,
        fix=fix,
    )


def _is_certain(deployed: _Deployed, missing: list[Resource]) -> bool:
    """Whether the deployment comes first whatever the timing: each part has further to wait."""
    resource = deployed.resource
    return (
        deployed.is_api_known
        and deployed.starts_with_its_api
        and resource.template.shows_all_resources
        and missing == deployed.parts
        and not any(one.when for one in (resource, *missing))
        and all(_waits_for_more(part) for part in missing)
    )


def _waits_for_more(part: Resource) -> bool:
    """Whether a method or route waits for a resource of the API, which waits for the API."""
    resources = part.template.resources
    return any(
        reference.target in resources and resources[reference.target].type in _COME_LATER
        for reference in part.references
    )


def _can_come_first(resource: Resource, part: Resource) -> bool:
    absent = frozenset((name, not holds) for name, holds in part.when)
    is_there = not absent or not part.template.can_hold(resource.when | absent)
    return is_there and not part.waits_for(resource.logical_id)


def _lacks_integration(part: Resource) -> bool:
    """Whether a deployment that waited for it would be refused."""
    return part.type == "AWS::ApiGateway::Method" and part.has("Integration") is False


def _unfinished(deployments: list[ApiDeployment]) -> Iterator[Finding]:
    """The methods without an integration, each once."""
    waiters: dict[str, list[Resource]] = {}
    methods: dict[str, Resource] = {}
    for deployment in deployments:
        for method in deployment.methods:
            methods[method.logical_id] = method
            if deployment.resource.surely_waits_for(method.logical_id):
                waiters.setdefault(method.logical_id, []).append(deployment.resource)
    for name, method in methods.items():
        lacking = next((case for case in method.cases("Integration") if case.absent), None)
        if lacking is None:
            continue
        is_always = method.has("Integration") is False
        is_awaited = any(not waiter.when for waiter in waiters.get(name, ()))
        is_certain = is_always and is_awaited and not method.when
        when = "" if is_always else where(lacking.when - method.when)
        yield Finding(
            at=method.path,
            on_key=True,
            message=f"{method.label} has no Integration, so API Gateway refuses to deploy its"
            f" API{when}",
            severity=Severity.ERROR
            if is_certain and method.template.shows_all_resources
            else Severity.WARNING,
        )


def _named(parts: list[Resource]) -> str:
    names = [part.logical_id for part in parts]
    if len(names) > _MOST_NAMED:
        names[_MOST_NAMED:] = [f"{len(names) - _MOST_NAMED} more"]
    return listed(names)
