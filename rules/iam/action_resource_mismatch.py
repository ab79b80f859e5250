"""action-resource-mismatch"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, PolicyStatement, Safety, Severity, rule

_OWN_ARNS_ONLY = frozenset(
    {
        "dynamodb",
        "events",
        "firehose",
        "kinesis",
        "lambda",
        "logs",
        "s3",
        "secretsmanager",
        "sns",
        "sqs",
        "states",
        "timestream",
    }
)
"""Services whose actions are for ARNs of the same service and no other:
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"""


@rule(id="action-resource-mismatch", severity=Severity.WARNING, on=PolicyStatement)
def action_resource_mismatch(statement: PolicyStatement) -> Iterator[Finding]:
    """A statement whose actions belong to another service than all the ARNs that it names.

    ## What it does
    Looks at policies of roles, users, groups and SAM functions. It finds statements where no
    action can ever match an ARN, because all actions are of one set of services and all ARNs of
    another. It knows DynamoDB, EventBridge, Data Firehose, Kinesis, Lambda, CloudWatch Logs, S3,
    Secrets Manager, SNS, SQS, Step Functions and Timestream, whose actions are for their own ARNs
    only, and is silent about statements with any other service, a wildcard in its place, or an ARN
    that is not known.

    ## Why it fails
    IAM accepts the policy. The statement allows nothing, and the first call is refused.

    ## Error
    ```
    An error occurred (AccessDenied) ... is not authorized to perform: sqs:SendMessage
    ```

    ## Fix safety
    There is no fix: only the author knows whether the actions or the ARNs are meant.

    ## References
    - [Actions and resource types of each service](https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html)
    """
    if statement.body.get("Effect") != "Allow":
        return
    actions, resources = statement.action_services, statement.resource_services
    if not actions or not resources or actions & resources:
        return
    if not (actions | resources) <= _OWN_ARNS_ONLY:
        return
    acts, arns = " and ".join(sorted(map(str, actions))), " and ".join(sorted(map(str, resources)))
    yield Finding(
        at=(*statement.case.path, "Resource"),
        message=f"the actions are of {acts} and the resources of {arns}, so that the statement"
        " allows nothing",
        fix=Fix(f"Name ARNs of {acts}, or actions of {arns}", safety=Safety.DISPLAY),
    )
