"""integration-method"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, InsertKey, Safety, Severity, graded, rule
from auditor.api.apigateway import ApiMethod

_KEY = "IntegrationHttpMethod"


@rule(id="integration-method", severity=Severity.ERROR, on=ApiMethod)
def integration_method(method: ApiMethod) -> Iterator[Finding]:
    """An integration without the HTTP method that it calls its backend with.

    ## What it does
    Finds integrations of REST methods with the types `AWS`, `AWS_PROXY`, `HTTP` and `HTTP_PROXY`
    without `IntegrationHttpMethod`.

    ## Why it fails
    API Gateway refuses the integration when the method is created.

    ## Error
    ```
    Enumeration value for HttpMethod must be non-empty
    ```

    ## Fix safety
    Safe for `AWS_PROXY`: functions are invoked by `POST` whatever the method of the API is, and no
    stack can have been without it. For other types there is no fix.

    In a deployed stack the method changes in place.

    ## References
    - [Integration](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-method-integration.html)
    - [Lambda proxy integrations](https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html)
    - [Error, recorded](https://github.com/localstack/localstack/blob/main/tests/aws/services/apigateway/test_apigateway_integrations.snapshot.json)
    """
    for kind in method.integrations_without_method():
        title = f"Set {_KEY} to the method that is called"
        fix = Fix(title, safety=Safety.DISPLAY)
        if kind.text == "AWS_PROXY" and kind.path[-1:] == ("Type",):
            edit = InsertKey(kind.path[:-1], _KEY, "POST", after="Type")
            fix = Fix(f"Set {_KEY} to POST", (edit,), Safety.SAFE)
        yield Finding(
            at=kind.path,
            message=f"Integration of {method.resource.label} has no {_KEY}, so API Gateway refuses"
            " the method",
            severity=graded(kind),
            fix=fix,
        )
