"""resource-path-conflict"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Severity, rule
from auditor.api.apigateway import PathPart


@rule(id="resource-path-conflict", severity=Severity.ERROR, on=PathPart)
def resource_path_conflict(path: PathPart) -> Iterator[Finding]:
    """A resource of a REST API whose path another resource has, or already matches.

    ## What it does
    Compares resources of REST APIs by their parents and their parts of the path. It finds two with
    the same part below the same parent, two variables below it (`{id}` and `{name}`, or `{id}` and
    `{proxy+}`), a variable with the name of one above it, and resources below one that matches all
    the rest of a path (`{proxy+}`).

    ## Why it fails
    API Gateway refuses the second resource, a second variable at one place, a variable that a path
    has twice, and children of a greedy one.

    ## Error
    ```
    Another resource with the same parent already has this name: <name>
    ```
    or `Cannot create a child of a resource with a greedy path variable: <path>`, `A sibling
    (<variable>) of this resource already has a variable path part`, `An ancestor of this resource
    has the same variable name as this one: <variable>`, `has more than one variable component as a
    direct child`.

    ## Fix safety
    There is no fix: which resource is meant is for the author to say.

    ## References
    - [AWS::ApiGateway::Resource](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-resource.html)
    - [Proxy resources](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html)
    - [One variable at one place, reported](https://github.com/serverless/serverless/issues/3785)
    - [Errors, recorded](https://github.com/localstack/localstack/blob/main/tests/aws/services/apigateway/test_apigateway_api.snapshot.json)
    """
    severity = Severity.WARNING if path.resource.when else Severity.ERROR
    place = (*path.resource.path, "Properties", "PathPart")
    twin, greedy = path.twin(), path.greedy_parent()
    sibling, ancestor = path.variable_sibling(), path.ancestor_of_that_name()
    if twin is not None:
        yield Finding(
            at=place,
            message=f"{path.resource.label} has the ParentId and PathPart of '{twin.logical_id}',"
            " so API Gateway refuses the second of them",
            severity=severity,
        )
    if sibling is not None:
        yield Finding(
            at=place,
            message=f"{path.resource.label} has a path variable beside that of"
            f" '{sibling.logical_id}', and API Gateway accepts only one below a parent",
            severity=severity,
        )
    if ancestor is not None:
        yield Finding(
            at=place,
            message=f"{path.resource.label} has the path variable of '{ancestor.logical_id}' above"
            " it, and API Gateway accepts a variable only once in a path",
            severity=severity,
        )
    if greedy is not None:
        yield Finding(
            at=(*path.resource.path, "Properties", "ParentId"),
            message=f"{path.resource.label} is a child of '{greedy.logical_id}', whose greedy path"
            " variable matches all the rest, so API Gateway refuses it",
            severity=severity,
        )
