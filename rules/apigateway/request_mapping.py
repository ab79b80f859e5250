"""request-mapping"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, Template, graded, rewritten, rule
from auditor.api.apigateway import (
    declaration,
    identity_sources,
    undeclared,
    undeclared_headers,
    unquoted,
)

_WRONG, _RIGHT = "$request.headers.", "$request.header."


@rule(
    id="request-mapping",
    severity=Severity.ERROR,
    on=Template,
    types=(
        "AWS::ApiGateway::Method",
        "AWS::ApiGatewayV2::Authorizer",
        "AWS::Serverless::HttpApi",
    ),
)
def request_mapping(template: Template) -> Iterator[Finding]:
    """A mapping of a request or a response that API Gateway does not accept.

    ## What it does
    Looks at `RequestParameters` of integrations, and finds `method.request.path.x`, `querystring`
    and `header` that the method's own `RequestParameters` do not declare, and headers of
    integration responses that the method response of the same status does not declare. It finds
    values that are neither expressions nor texts in single quotation marks. In authorizers of HTTP
    APIs it finds identity sources that begin with `$request.headers.`.

    ## Why it fails
    API Gateway maps only what the method declares, and refuses the integration otherwise. A fixed
    value needs quotation marks of its own within the text: `"'*'"`. The parts of a request are
    `$request.header.`, `$request.querystring.` and others in the singular.

    ## Error
    ```
    Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid
    mapping expression parameter specified: method.request.path.id]
    ```

    ## Fix safety
    Safe: the parameter is declared, a parameter of the path as required, any other as optional, a
    fixed value gets its quotation marks, and an identity source is spelled as API Gateway has it.
    Headers of responses are shown as advice. API Gateway refused all of them, so that a deployed
    stack is as an earlier template said, and changes in place.

    ## References
    - [Mapping of requests](https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html)
    - [JWT authorizers](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html)
    - Reported: [aws-cdk issue 17318](https://github.com/aws/aws-cdk/issues/17318),
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
    for method, case in unquoted(template):
        quoted = rewritten(template, case, f"'{case.text}'")
        yield Finding(
            at=case.path,
            message=f"{method.label} maps the value {case.text}, which API Gateway rejects, since a"
            " fixed value needs single quotation marks around it",
            severity=graded(case),
            fix=Fix(f"Write '{case.text}' with its quotation marks", (quoted,), Safety.SAFE)
            if quoted
            else None,
        )
    for method, case, name in undeclared_headers(template):
        yield Finding(
            at=case.path,
            on_key=True,
            message=f"{method.label} sets {name}, which its method response does not declare, so"
            " that API Gateway rejects the integration response",
            severity=graded(case),
            fix=Fix(f"Declare {name} in MethodResponses", safety=Safety.DISPLAY),
        )
    for resource, case in identity_sources(template):
        text = case.text or ""
        if text.startswith(_WRONG):
            spelled = rewritten(template, case, _RIGHT + text.removeprefix(_WRONG))
            yield Finding(
                at=case.path,
                message=f"{resource.label} has the identity source {text}, which API Gateway"
                " rejects, since the headers of a request are $request.header",
                severity=graded(case),
                fix=Fix(f"Use {_RIGHT}x", (spelled,), Safety.SAFE) if spelled else None,
            )
