"""request-mapping"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Finding,
    Fix,
    Rename,
    Safety,
    Severity,
    Template,
    graded,
    rewritten,
    rule,
)
from auditor.api.apigateway import (
    MappingFault,
    declaration,
    http_faults,
    rest_faults,
    undeclared,
    undeclared_headers,
)


@rule(
    id="request-mapping",
    severity=Severity.ERROR,
    on=Template,
    types=(
        "AWS::ApiGateway::GatewayResponse",
        "AWS::ApiGateway::Method",
        "AWS::ApiGateway::RestApi",
        "AWS::ApiGatewayV2::Authorizer",
        "AWS::ApiGatewayV2::Integration",
        "AWS::Serverless::Api",
        "AWS::Serverless::Function",
        "AWS::Serverless::HttpApi",
    ),
)
def request_mapping(template: Template) -> Iterator[Finding]:
    """A mapping of a request or a response that API Gateway does not accept.

    ## What it does
    Reads parameter mappings by their grammar. Of REST APIs: the parameters of methods, of their
    integrations, of integration responses and of gateway responses, also in an OpenAPI body and
    in `Cors` and `GatewayResponses` of SAM. Of HTTP APIs: the parameters of integrations, and the
    identity sources of authorizers. It finds names of parameters that do not exist
    (`method.request.headers.x`), values that are neither expressions nor texts in single quotation
    marks, headers that are reserved, and actions that are not `append`, `overwrite` or `remove`.

    Of methods it also finds `method.request.path.x`, `querystring` and `header` that the method's
    own `RequestParameters` do not declare, and headers of integration responses that the method
    response of the same status does not declare.

    ## Why it fails
    API Gateway reads the mapping when it is set, and maps only what the method declares. A fixed
    value of a REST API needs quotation marks of its own within the text: `"'*'"`; SAM writes the
    values of `Cors` into such mappings as they are. The parts of a request are
    `$request.header.`, `$request.querystring.` and others in the singular.

    ## Error
    ```
    Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid
    mapping expression parameter specified: <name>]
    ```
    or, in the same place, `Invalid mapping expression specified: <value>` or `Invalid mapping
    identifier specified`. It is also shown as `Invalid mapping expression parameter specified:
    method.<part>` alone.

    ## Fix safety
    Safe: the parameter is declared, a parameter of the path as required, any other as optional, a
    fixed value gets its quotation marks, and a part of a request is spelled as API Gateway has it.
    Headers of responses are shown as advice. API Gateway refused all of them, so that a deployed
    stack is as an earlier template said, and changes in place.

    ## References
    - [Mappings of REST APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping-sources.html)
    - [Mappings of HTTP APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html)
    - [JWT authorizers](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html)
    - [CORS of SAM](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-corsconfiguration.html)
    - Errors, reported: [a parameter that is not declared](https://github.com/awsdocs/amazon-api-gateway-developer-guide/issues/24),
      [a value without quotation marks](https://github.com/aws/aws-cdk/pull/20274),
      [the same in Cors of SAM](https://github.com/awsdocs/aws-sam-developer-guide/pull/55),
      [a header without its prefix](https://github.com/amazon-archives/aws-apigateway-importer/issues/104),
      [aws-cdk issue 17318](https://github.com/aws/aws-cdk/issues/17318),
      [serverless issue 3840](https://github.com/serverless/serverless/issues/3840)
    """
    for mapping in undeclared(template):
        edit = declaration(mapping)
        title = f"Declare {mapping.source} in RequestParameters of the method"
        yield Finding(
            at=mapping.case.path,
            message=f"{mapping.method.label} maps {mapping.source}, which it does not declare, so"
            " that API Gateway rejects its integration",
            severity=graded(mapping.case),
            fix=Fix(title, (edit,), Safety.SAFE) if edit else Fix(title, safety=Safety.DISPLAY),
        )
    for wrong in (*rest_faults(template), *http_faults(template)):
        yield _finding(template, wrong)
    for method, case, name in undeclared_headers(template):
        yield Finding(
            at=case.path,
            on_key=True,
            message=f"{method.label} sets {name}, which its method response does not declare, so"
            " that API Gateway rejects the integration response",
            severity=graded(case),
            fix=Fix(f"Declare {name} in MethodResponses", safety=Safety.DISPLAY),
        )


def _finding(template: Template, wrong: MappingFault) -> Finding:
    verb = "has the parameter" if wrong.is_name else "maps the value"
    if "IdentitySource" in wrong.case.path:
        verb = "has the identity source"
    is_key = wrong.is_name and wrong.case.path[-1] == wrong.text
    return Finding(
        at=wrong.case.path,
        on_key=is_key,
        message=f"{wrong.resource.label} {verb} {wrong.text}, which API Gateway rejects, since"
        f" {wrong.fault.message}",
        severity=graded(wrong.case) if wrong.fault.certain else Severity.WARNING,
        fix=_fix(template, wrong, is_key=is_key),
    )


def _fix(template: Template, wrong: MappingFault, *, is_key: bool) -> Fix | None:
    meant = wrong.fault.repair
    if meant is None:
        return None
    edit = Rename(wrong.case.path, meant) if is_key else rewritten(template, wrong.case, meant)
    return Fix(f"Write {meant}", (edit,), Safety.SAFE) if edit else None
