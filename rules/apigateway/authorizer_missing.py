"""authorizer-missing"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, SetValue, Severity, graded, rule
from auditor.api.apigateway import ApiMethod


@rule(id="authorizer-missing", severity=Severity.ERROR, on=ApiMethod)
def authorizer_missing(method: ApiMethod) -> Iterator[Finding]:
    """A method whose authorization needs an authorizer, and has none or one of another type.

    ## What it does
    Looks at methods of REST APIs with `CUSTOM` or `COGNITO_USER_POOLS` and at routes with `CUSTOM`
    or `JWT`. It finds those without `AuthorizerId`, and those whose authorizer of the template has
    a type that does not go with the authorization type.

    ## Why it fails
    API Gateway checks the authorizer when the method or route is created.

    ## Error
    ```
    Invalid authorizer ID specified. Setting the authorization type to CUSTOM or
      COGNITO_USER_POOLS requires a valid authorizer.
    ```
    or `Invalid authorizer ID specified. Setting the authorization type to <type> requires a valid
    <type> authorizer`.

    ## Fix safety
    Unsafe where the authorization type becomes the one that goes with the authorizer: it decides
    who gets in. In a deployed stack the method changes in place. Where no authorizer is named there
    is no fix.

    ## References
    - [PutMethod](https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html)
    - [Routes and authorizers](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html)
    - [Error, recorded](https://github.com/localstack/localstack/blob/main/tests/aws/services/apigateway/test_apigateway_api.snapshot.json)
    """
    for case, fitting in method.authorizations():
        label = method.resource.label
        if method.lacks_authorizer(case):
            yield Finding(
                at=case.path,
                message=f"{label} has the authorization type {case.text} and no AuthorizerId, so"
                " API Gateway refuses it",
                severity=graded(case),
                fix=Fix("Name an authorizer", safety=Safety.DISPLAY),
            )
            continue
        for kind in method.authorizer_types(case):
            if kind.text is None or kind.text in fitting:
                continue
            meant = "CUSTOM" if kind.text in ("REQUEST", "TOKEN") else kind.text
            title = f"Use the authorization type {meant}"
            edits = (SetValue(case.path, meant),) if case.direct else ()
            yield Finding(
                at=case.path,
                message=f"{label} has the authorization type {case.text} and an authorizer of type"
                f" {kind.text}, so API Gateway refuses it",
                severity=graded(case, kind),
                fix=Fix(title, edits) if edits else Fix(title, safety=Safety.DISPLAY),
            )
