"""invoke-permission"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Confidence, Fails, Finding, Fix, Safety, Severity, rule
from auditor.api.iam import Answer, Trigger, may_invoke, permit

_EFFECTS = {
    "events": "the rule matches and never invokes it",
    "sns": "its messages are never delivered",
    "apigateway": "calls of the API are answered with 500",
    "s3": "S3 rejects the notification",
    "logs": "CloudWatch Logs rejects the subscription filter",
    "cognito-idp": "what it triggers fails, such as the first sign-up",
    "config": "AWS Config rejects the rule",
    "elasticloadbalancing": "the target group cannot register it",
    "iot": "the action of the rule never invokes it",
    "url": "calls of its URL are answered with 403",
    "secretsmanager": "Secrets Manager rejects the rotation",
}


@rule(id="invoke-permission", severity=Severity.WARNING, on=Trigger)
def invoke_permission(trigger: Trigger) -> Iterator[Finding]:
    """An event source without permission to invoke its function.

    ## What it does
    Looks at targets of EventBridge rules, SNS subscriptions, S3 notifications, subscription
    filters, `AWS_PROXY` integrations and authorizers of API Gateway, triggers of user pools, rules
    of AWS Config and IoT, target groups and rotations of secrets that are functions of the
    template, and at function URLs without authorization, which need two permissions since October
    2025: `lambda:InvokeFunctionUrl`, and `lambda:InvokeFunction` by way of the URL. It finds those
    whose function has no `AWS::Lambda::Permission` for the service. It is silent where a permission
    is there but for another `SourceArn`, where SAM creates permissions for the function's events,
    where a nested stack or a custom resource is given the function, and for aliases and versions.

    ## Why it fails
    These services invoke a function only where its own policy lets them. S3 and CloudWatch Logs
    try before they accept the function, and the deployment stops. The others are silent:
    EventBridge and SNS drop the event, API Gateway answers with status 500.

    ## Error
    ```
    Unable to validate the following destination configurations
    Could not execute the lambda function. Make sure you have given CloudWatch Logs permission
      to execute your function.
    Execution failed due to configuration error: Invalid permissions on Lambda function
    ```
    or, for instance, `elasticloadbalancing principal does not have permission to invoke
    <function>`, `Secrets Manager cannot invoke the specified Lambda function`, `The AWS Lambda
    function <function> cannot be invoked. Check the permissions on the function` or `cannot be
    invoked. Check the specified function ARN, and check the function's permissions`, of triggers of
    a user pool `<trigger> invocation failed due to error AccessDeniedException`, of an agent of
    Bedrock `Access denied while invoking Lambda function <function>`. People call it
    `Lambda invoke permission`, or say of a source that it `does not have permission to invoke the
    function`, `does not have permission to invoke the Lambda`, `is not allowed to invoke the
    function`, or `is not allowed to invoke the Lambda`, and that there is a `permission missing on
    the Lambda function` or `policy missing on the Lambda function`. A URL answers `Forbidden. For
    troubleshooting Function URL authorization issues, see`: its `Function URL <answer> 403`, or
    `function URL <answer> forbidden`, `missing lambda:InvokeFunction permission`.

    ## Fix safety
    Safe, except for schedules: without the permission the source cannot work. The fix declares a
    permission for this source only, and the update of a deployed stack adds it in place. What is
    checked on creation depends on it. Unsafe for a schedule: in a deployed stack it has never
    invoked the function, and begins to do so with the update. Unsafe for a URL, which everybody
    can call then. A bucket has to wait for the permission, which can name the bucket only if its
    name is hard-coded. Otherwise the permission is for every bucket of the account, by
    `SourceAccount` alone, and the fix is unsafe: it allows more than the stack needs. Add
    `SourceArn` once the bucket exists.

    ## References
    - [Resource-based policies of functions](https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html)
    - [S3 notifications](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-notificationconfiguration.html)
    - [Permissions of function URLs](https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html)
    - Reported: [SAM issue 816](https://github.com/aws/serverless-application-model/issues/816),
      [SAM issue 3393](https://github.com/aws/serverless-application-model/issues/3393),
      [aws-cdk issue 21941](https://github.com/aws/aws-cdk/issues/21941)
    """
    if may_invoke(trigger) is not Answer.DENIED:
        return
    is_url = trigger.service == "url"
    principal = f"{trigger.service}.amazonaws.com"
    lack = f"has no AWS::Lambda::Permission for {principal}"
    if is_url:
        lack = "lacks a permission for everybody (lambda:InvokeFunctionUrl and InvokeFunction)"
    is_proven = trigger.is_checked and trigger.case.certain and not trigger.case.when
    added = permit(trigger)
    is_scheduled = trigger.source.has("ScheduleExpression") is not False
    is_wide = is_url or trigger.arn is None
    safety = Safety.UNSAFE if is_scheduled or is_wide else Safety.SAFE
    yield Finding(
        at=trigger.case.path,
        message=f"{trigger.function.label} {lack}, so {_EFFECTS[trigger.service]}",
        fails=Fails.DEPLOYMENT if trigger.is_checked else Fails.INVOCATION,
        severity=Severity.ERROR if is_proven else Severity.WARNING,
        confidence=Confidence.HIGH if trigger.is_checked else Confidence.MEDIUM,
        fix=None if added is None else Fix(f"Add the permission {added[0]}", added[1], safety),
    )
