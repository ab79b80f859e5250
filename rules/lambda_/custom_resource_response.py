"""custom-resource-response"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, custom_resources, rule
from auditor.api.code import FunctionCode, answered, never_answers, silent_deletes


@rule(
    id="custom-resource-response",
    severity=Severity.WARNING,
    on=FunctionCode,
    words=("ServiceToken",),
)
def custom_resource_response(code: FunctionCode) -> Iterator[Finding]:
    """A function of a custom resource that does not answer CloudFormation.

    ## What it does
    Looks at functions that are the `ServiceToken` of a custom resource. It finds code that
    answers nowhere: no `cfnresponse`, no use of `ResponseURL`, and no module that could do it. In
    Python it finds handlers that return for the request type `Delete` before they have answered.

    ## Why it fails
    CloudFormation waits for an answer at the URL in the event, an hour by default, and then fails
    the stack: what the function returns is not read. Without an answer to `Delete` a stack cannot
    be deleted, nor can a creation that failed be rolled back.

    ## Error
    ```
    CloudFormation did not receive a response from your Custom Resource. Please check your logs for
    requestId [...]. If you are using the Python cfn-response module, you may need to update your
    Lambda function code so that CloudFormation can attach the updated version.
    ```
    People shorten it to what it says of the `Python cfn-response module`.

    ## Fix safety
    Unsafe: `cfnresponse.send` is put before the `return` where the code has that module. Code
    that answers nowhere is shown advice, since only its author knows when it has succeeded.

    In a deployed stack the code changes in place.

    ## References
    - [Custom resources](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html)
    - [cfn-response](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code-cfnresponsemodule.html)
    - Reported: [aws-cdk issue 2126](https://github.com/aws/aws-cdk/issues/2126)
    """
    custom = next(custom_resources(code.fn.resource), None)
    if custom is None or not code.entries:
        return
    if never_answers(code):
        is_certain = code.use.code.certain and not code.use.code.when and not custom.when
        yield Finding(
            at=code.entries[0].at,
            message=f"{code.fn.resource.label} never answers CloudFormation, which waits for it to"
            f" create '{custom.logical_id}'",
            severity=Severity.ERROR if is_certain else Severity.WARNING,
            fix=Fix("Answer with cfnresponse.send, after errors too", safety=Safety.DISPLAY),
        )
        return
    for handler in code.use.handlers:
        _, name = code.fn.handler_parts(handler)
        for file in code.entries:
            for span in silent_deletes(file, name):
                edits = answered(file, name, span)
                title = "Answer before the return"
                yield file.finding(
                    span,
                    f"{code.fn.resource.label} returns without an answer where"
                    f" '{custom.logical_id}' is deleted, so that CloudFormation waits for an hour",
                    fix=Fix(title, edits) if edits else Fix(title, safety=Safety.DISPLAY),
                )
