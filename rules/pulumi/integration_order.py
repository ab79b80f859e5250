"""integration-order"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, InsertKey, Safety, SetValue, Severity, rule
from auditor.api.programs import UnorderedPart


@rule(id="integration-order", severity=Severity.WARNING, on=UnorderedPart)
def integration_order(part: UnorderedPart) -> Iterator[Finding]:
    """A part of an API that does not wait for the integration that it needs.

    ## What it does
    Finds `apigateway.IntegrationResponse` that does not wait for the `Integration` of its method,
    and `apigateway.Deployment` that does not wait for the integrations of its API: neither by an
    output that it uses (`http_method=integration.http_method`, `triggers`) nor by `depends_on`.

    ## Why it fails
    Pulumi creates at the same time what does not depend on each other. API Gateway refuses a
    response for an integration that is not there yet, and a deployment while a method has no
    integration; a deployment that is created in between lacks what comes after it, and answers
    403 there.

    ## Error
    ```
    NotFoundException: Invalid Integration identifier specified
    ```
    or `BadRequestException: No integration defined for method`.

    ## Fix safety
    Safe: `depends_on` changes the order of creation and nothing else. In a deployed stack nothing
    changes.

    ## References
    - [dependsOn](https://www.pulumi.com/docs/iac/concepts/resources/options/dependson/)
    - [aws.apigateway.Deployment](https://www.pulumi.com/registry/packages/aws/api-docs/apigateway/deployment/)
    - [aws.apigateway.IntegrationResponse](https://www.pulumi.com/registry/packages/aws/api-docs/apigateway/integrationresponse/)
    - Errors, reported: [terraform issue 23353](https://github.com/hashicorp/terraform/issues/23353),
      [and of methods](https://github.com/carrot/terraform-api-gateway-method-module/issues/3)
    """
    yield Finding(
        at=part.at,
        message=f"{part.called} does not wait for {part.needed}, and fails if it is created first",
        file=part.file,
        span=part.span,
        fix=Fix(f"Wait for '{part.needs}'", (_edit(part),), Safety.SAFE),
    )


def _edit(part: UnorderedPart) -> InsertKey | SetValue:
    if part.waits:
        return SetValue((*part.at, "DependsOn"), [*part.waits, part.needs])
    return InsertKey(part.at, "DependsOn", [part.needs])
