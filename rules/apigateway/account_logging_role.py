"""account-logging-role"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Ask,
    Asked,
    Confidence,
    Edit,
    Finding,
    Fix,
    InsertKey,
    Question,
    Resource,
    Safety,
    SetValue,
    Severity,
    Template,
    Tree,
    graded,
    resource_before,
    rule,
    wait_for,
)
from auditor.api.apigateway import ApiStage, LogUse, Protocol, gateway_accounts

_ACCOUNT = "AWS::ApiGateway::Account"
_ROLE_ARN = "CloudWatchRoleArn"
_POLICY = "policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
_MAY_SET_IT = ("AWS::CloudFormation::Stack", "AWS::CloudFormation::CustomResource", "Custom::")
"""How the types begin that may give the account its role elsewhere."""


def _summary(asked: Asked) -> str:
    stages = asked.counted("stage writes", "stages write")
    return (
        f"{stages} logs without an {_ACCOUNT} that sets a role for them, which fails in accounts"
        " without such a role, as new ones are"
    )


_QUESTION = Question(
    setting="account.api-gateway-logging-role",
    summary=_summary,
    answer="Set account.api-gateway-logging-role to true where 'aws apigateway get-account' prints"
    " a cloudwatchRoleArn, else to false",
)


@rule(
    id="account-logging-role",
    severity=Severity.WARNING,
    on=ApiStage,
    question=_QUESTION,
)
def account_logging_role(stage: ApiStage) -> Iterator[Finding]:
    """A stage that logs before API Gateway has a role to write logs with.

    ## What it does
    Finds stages of REST and WebSocket APIs that log (an access log with a destination,
    `LoggingLevel` INFO or ERROR, `DataTraceEnabled`), on APIs of SAM and in the
    `StageDescription` of a deployment too, where no `AWS::ApiGateway::Account` with a role is in
    the template. Where one is, it finds stages that do not wait for it. HTTP APIs need no role.
    Whether the account has a role already is a question, which `account.api-gateway-logging-role`
    answers: with `true` the rule is silent, with `false` a stage without an account resource is an
    error.

    ## Why it fails
    API Gateway writes to CloudWatch with one role for the whole account and Region. A new account
    has none. Without `DependsOn` the stage may be created before the template's own account
    resource has set it.

    ## Error
    ```
    CloudWatch Logs role ARN must be set in account settings to enable logging
    ```

    ## Severity
    A question as long as nobody says whether the account has the role, since most accounts that
    have used API Gateway do. With the answer it is an error or silent. A stage that does not
    wait for the template's own account resource is a warning, because the timing decides.

    ## Fix safety
    Safe where only `DependsOn` is added. Unsafe where a role and an account resource are: they
    change a setting of the account. The role is kept when the stack is deleted, because the other
    APIs of the account log with it then; so this is right in stacks that are deployed several
    times too, and `account-singleton` has nothing to say about it.

    In a deployed stack `DependsOn` changes nothing. A role and an account resource are added in
    place, and replace the role that the account may have from elsewhere, for all APIs of the
    Region.

    ## References
    - [AWS::ApiGateway::Account](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-account.html)
    - [Logging of REST APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html)
    - [Solved by DependsOn: serverless-patterns issue 620](https://github.com/aws-samples/serverless-patterns/issues/620)
    - [WebSocket APIs: sst issue 1556](https://github.com/sst/sst/issues/1556)
    """
    template = stage.template
    if template.settings.api_gateway_logging_role is True:
        return
    uses = stage.logs
    if not uses or stage.protocol not in (Protocol.REST, Protocol.WEBSOCKET):
        return
    accounts = gateway_accounts(template)
    setting = [account for account in accounts if account.has(_ROLE_ARN) is not False]
    if setting:
        yield from _order(stage, uses, setting)
    elif template.shows_all_resources and not _is_set_elsewhere(stage):
        yield _missing(stage, uses, accounts)


def _order(stage: ApiStage, uses: list[LogUse], accounts: list[Resource]) -> Iterator[Finding]:
    """A template with accounts: the stage must wait for one that is there while it logs."""
    if any(stage.waits_for(account.logical_id) for account in accounts):
        return
    for account in accounts:
        if any(stage.template.can_hold(use.case.when | account.when) for use in uses):
            is_later = any(account.surely_waits_for(waiter.logical_id) for waiter in stage.waiters)
            order = "is created before" if is_later else "does not wait for"
            yield Finding(
                at=stage.at,
                on_key=True,
                message=f"{stage.label} {order} {account.label}, which sets the role that it writes"
                f" logs with ({uses[0].setting}), so its first deployment may fail",
                confidence=Confidence.MEDIUM,
                fix=None if is_later else _wait(stage, account),
            )
            return


def _wait(stage: ApiStage, account: Resource) -> Fix | None:
    edits = _waiting(stage, account.logical_id, account.condition)
    if not edits:
        return None
    return Fix(f"Add DependsOn {account.logical_id}", edits, Safety.SAFE)


def _waiting(stage: ApiStage, logical_id: str, condition: str | None) -> tuple[Edit, ...] | None:
    """Lets the stage wait for an account that is created under a condition."""
    for waiter in stage.waiters:
        is_alone = waiter.condition is not None and len(stage.waiters) > 1
        if not is_alone and condition in (None, waiter.condition):
            return wait_for(waiter, logical_id)
    return None


def _is_set_elsewhere(stage: ApiStage) -> bool:
    """Whether the stage depends on something that may set the role outside of the template."""
    resources = stage.template.resources
    return any(
        reference.function == "DependsOn"
        and reference.target in resources
        and resources[reference.target].type.startswith(_MAY_SET_IT)
        for waiter in stage.waiters
        for reference in waiter.references
    )


def _missing(stage: ApiStage, uses: list[LogUse], accounts: list[Resource]) -> Finding:
    is_unknown = stage.template.settings.api_gateway_logging_role is None
    reason = "unless the account has one" if is_unknown else "since the account has none"
    return Finding(
        at=stage.at,
        on_key=True,
        message=f"{stage.label} writes logs ({uses[0].setting}) without an {_ACCOUNT} that"
        f" sets a role for them, so its deployment fails {reason}",
        severity=max(graded(use.case) for use in uses),
        fix=_declare(stage, accounts),
        ask=Ask() if is_unknown else None,
    )


def _declare(stage: ApiStage, accounts: list[Resource]) -> Fix | None:
    """A role, and the account that names it: a new one, or the one that has no role yet."""
    template = stage.template
    condition = _shared_condition(template)
    near = accounts[0] if accounts else stage.waiters[0]
    role_id = template.free_name("ApiGatewayLoggingRole")
    arn = {"Fn::GetAtt": [role_id, "Arn"]}
    edits: list[Edit] = [resource_before(role_id, _role(condition), following=near)]
    if accounts:
        account_id, account_condition = near.logical_id, near.condition
        if account_condition != condition:
            return None
        edits.append(_named_role(near, arn))
        title = f"Create a role and set it in {account_id}"
    else:
        account_id, account_condition = template.free_name("ApiGatewayAccount"), condition
        edits.append(resource_before(account_id, _account(condition, arn), following=near))
        title = f"Create {account_id} with a role, and let the stage depend on it"
    order = _waiting(stage, account_id, account_condition)
    if order is None and not stage.waits_for(account_id):
        return None
    return Fix(title, (*edits, *(order or ())))


def _named_role(account: Resource, arn: Tree) -> Edit:
    path = (*account.path, "Properties")
    properties = account.body.get("Properties")
    if properties is None:
        return InsertKey(account.path, "Properties", {_ROLE_ARN: arn})
    if _ROLE_ARN in properties:
        return SetValue((*path, _ROLE_ARN), arn)
    return InsertKey(path, _ROLE_ARN, arn)


def _shared_condition(template: Template) -> str | None:
    """The condition that all stages have that log by the role, if they have one."""
    found = {
        stage.resource.condition
        for stage in ApiStage.find(template)
        if stage.logs and stage.protocol is not Protocol.HTTP
    }
    return found.pop() if len(found) == 1 else None


def _kept(kind: str, condition: str | None, properties: Tree) -> Tree:
    """A resource that outlives its stack."""
    own = {} if condition is None else {"Condition": condition}
    policies = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
    return {"Type": kind, **own, **policies, "Properties": properties}


def _account(condition: str | None, arn: Tree) -> Tree:
    return _kept(_ACCOUNT, condition, {_ROLE_ARN: arn})


def _role(condition: str | None) -> Tree:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html"""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "apigateway.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    return _kept(
        "AWS::IAM::Role",
        condition,
        {
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [statement]},
            "ManagedPolicyArns": [{"Fn::Sub": f"arn:${{AWS::Partition}}:iam::aws:{_POLICY}"}],
        },
    )
