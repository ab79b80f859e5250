"""integration-uri"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Case,
    Finding,
    Fix,
    Safety,
    SetValue,
    Severity,
    Template,
    graded,
    leading,
    rule,
)

_METHOD = "AWS::ApiGateway::Method"
_FUNCTIONS = ("AWS::Lambda::Function", "AWS::Serverless::Function", "AWS::Lambda::Alias")
_INVOKING = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"


@rule(id="integration-uri", severity=Severity.ERROR, on=Template, types=(_METHOD,))
def integration_uri(template: Template) -> Iterator[Finding]:
    """A method of a REST API that integrates with a function by the function's own ARN.

    ## What it does
    Looks at integrations of the types `AWS` and `AWS_PROXY` of methods, and finds those whose `Uri`
    is the ARN of a function, or its name.

    ## Why it fails
    A REST API expects the ARN of the action that it calls, of which the function's ARN is a part:
    `arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/ARN/invocations`. Only HTTP APIs
    accept the function's ARN itself.

    ## Error
    ```
    AWS ARN for integration must contain path or action
    Invalid ARN specified in the request
    Unable to put integration on <method>: Invalid ARN specified in the request
    Unable to put integration on <method> for resource at path <path>: Invalid function ARN or
      invalid uri
    ```

    ## Fix safety
    Safe: the ARN of the function is put into that of the action. API Gateway refused the method, so
    that a deployed stack is as an earlier template said, and changes in place.

    ## References
    - [Integration of a REST API](https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html)
    - Reported: [localstack pull request 12324](https://github.com/localstack/localstack/pull/12324)
    """
    for method in template.of_type(_METHOD):
        kinds = method.cases("Integration", "Type")
        if not all(kind.text in ("AWS", "AWS_PROXY") for kind in kinds):
            continue
        for case in method.written("Integration", "Uri"):
            wanted = _wanted(template, case)
            if wanted is not None:
                yield Finding(
                    at=case.path,
                    message=f"{method.label} names its function by the function's own ARN or name,"
                    " which API Gateway rejects in a REST API",
                    severity=graded(case),
                    fix=Fix(
                        "Use the ARN that invokes the function",
                        (SetValue(case.path, {"Fn::Sub": wanted}),),
                        Safety.SAFE,
                    ),
                )


def _wanted(template: Template, case: Case) -> str | None:
    first = leading(case.value, case.path) if case.known else None
    target = template.resources.get(first.logical_id) if first is not None else None
    if first is None or first.rest != "" or target is None or target.type not in _FUNCTIONS:
        return None
    is_alias = target.type == "AWS::Lambda::Alias"
    if first.attribute not in ("", "Arn"):
        return None
    named = target.logical_id if is_alias else f"{target.logical_id}.Arn"
    return f"{_INVOKING}${{{named}}}/invocations"
