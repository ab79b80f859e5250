"""mapping-template"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Fails, Finding, Severity, rule
from auditor.api.apigateway import MappingTemplate, block_faults, unknown_calls


@rule(
    id="mapping-template",
    severity=Severity.WARNING,
    on=MappingTemplate,
    fails=Fails.INVOCATION,
)
def mapping_template(template: MappingTemplate) -> Iterator[Finding]:
    """A mapping template whose blocks are not closed, or that calls what API Gateway does not have.

    ## What it does
    Reads the Velocity templates of integrations and integration responses, of REST and WebSocket
    APIs and in OpenAPI bodies. It finds `#if`, `#foreach`, `#macro` and `#define` without `#end`,
    `#end` and `#else` without their block, and methods that `$util` and `$input` do not have in
    API Gateway, such as `$util.toJson` of AppSync.

    ## Why it fails
    The stack deploys, and the template is read when a request arrives. A template that is not
    Velocity ends in a response of status 500, and a call of an unknown method is sent as the text
    that it is.

    ## Error
    ```
    Execution failed due to configuration error: Unable to transform request
    ```
    in the execution log of the stage. No public page shows this text.

    ## Severity
    Warning: the documentation of Velocity says that a block needs its end, and what API Gateway
    does with a template that it cannot read is reported, not documented.

    ## Fix safety
    There is no fix, since only the author knows where a block ends.

    ## References
    - [Variables of mapping templates](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html)
    - [Velocity 1.7](https://velocity.apache.org/engine/1.7/user-guide.html)
    """
    for fault in block_faults(template.text):
        told = f"{fault.message}, so that API Gateway cannot read it and requests fail"
        yield _finding(template, told)
    for fault in unknown_calls(template.text):
        told = f"{fault.message} in API Gateway, so that the call itself is sent as text"
        yield _finding(template, told)


def _finding(template: MappingTemplate, told: str) -> Finding:
    return Finding(
        at=template.case.path,
        message=f"{template.resource.label} has a mapping template in which {told}",
    )
