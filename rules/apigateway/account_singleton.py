"""account-singleton"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.api import (
    Ask,
    Asked,
    Confidence,
    Edit,
    Fails,
    Finding,
    Fix,
    InsertKey,
    Question,
    Resource,
    SetValue,
    Severity,
    Template,
    rule,
    without,
)
from auditor.api.apigateway import ApiStage, Protocol, gateway_accounts

_NESTED = "AWS::CloudFormation::Stack"
_ENVIRONMENT = re.compile(r"(?i).*environment.*|env(?:name|suffix|type|id)?|.*stage(?:name)?")
"""Names of parameters by which the stacks of one template are told apart."""
_KEEPS = ("Retain", "RetainExceptOnCreate")


def _summary(asked: Asked) -> str:
    accounts = asked.counted("account resource sets", "account resources set")
    return (
        f"{accounts} the role with which API Gateway writes the logs of all APIs of the Region,"
        " which replaces the role in accounts that have such a role already"
    )


_QUESTION = Question(
    setting="account.api-gateway-logging-role",
    summary=_summary,
    answer="Set account.api-gateway-logging-role to true where other stacks or an administrator"
    " set the role, to false where this stack is to set it",
)


@rule(
    id="account-singleton",
    severity=Severity.WARNING,
    on=Template,
    types=("AWS::ApiGateway::Account",),
    fails=Fails.LATER,
    question=_QUESTION,
)
def account_singleton(template: Template) -> Iterator[Finding]:
    """An API Gateway account resource that should not be in this template.

    ## What it does
    Finds an `AWS::ApiGateway::Account` that is not needed, because no stage of the template logs,
    and a second one. Where one is needed it finds those in templates that are deployed several
    times in a Region (of SAM, or with a parameter for the environment) whose role is deleted
    together with one of the stacks. It is silent where a template has no API: such a stack is the
    right place.

    Who sets the role of the account is a question, which `account.api-gateway-logging-role`
    answers. With `true` the account has a role already, and an account resource beside an API is a
    warning. With `false` one that no stage needs is right, and a role that is deleted with the
    stack is a hint. A second account resource is a warning in any case.

    A stage whose access logs go to a place that API Gateway refuses, as the ARN of an S3 bucket,
    still asks for logs, so its account resource counts as needed. Once that destination is removed
    and nothing else of the template logs, the account resource is found too. Removing both in one
    step would be too early: the author may want a log group instead, and then needs the role. The
    destination itself is reported by `access-log-destination`.

    ## Why it fails
    The setting belongs to the account and Region. Each stack overwrites what another one set, and
    a stack that is deleted deletes its role: then no API of the Region logs any more.

    ## Error
    None: logs end without a word. A stage that is created while the role is missing fails with
    `CloudWatch Logs role ARN must be set in account settings to enable logging`.

    ## Severity
    A question where only the account decides who owns the setting; a warning where the template
    itself shows that another stack would lose its role. Never an error, since the deployment
    succeeds.

    ## Fix safety
    Unsafe: it changes what is set for the account. An account resource that is not needed is
    removed, and with it the role that nothing else in the template uses, unless that has a
    name. In a deployed stack both are deleted, while the account goes on to name the role:
    where no other stack has set another one, no API of the Region writes logs any more. An
    account resource that is needed is never removed: its role is kept when the stack is
    deleted, which changes nothing in a deployed stack, unless it has a name of its own, which
    the next stack could not use again.

    ## References
    - [AWS::ApiGateway::Account](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-account.html)
    - [aws-cdk issue 10878](https://github.com/aws/aws-cdk/issues/10878)
    - [workload-discovery-on-aws issue 81](https://github.com/aws-solutions/workload-discovery-on-aws/issues/81)
    """
    stages = list(ApiStage.find(template))
    earlier: list[Resource] = []
    has_role = template.settings.api_gateway_logging_role
    for account in gateway_accounts(template):
        other = _second(account, earlier)
        is_repeated = _is_repeated(template) and any(stage.logs for stage in stages)
        if other is not None:
            message = f"{account.label} sets the same setting of the account as '{other}'"
            yield _finding(account, f"{message}, and the last one created wins", _removal(account))
        elif has_role is True and stages:
            message = f"{account.label} replaces the logging role that the account has already"
            yield _finding(account, f"{message}, for all APIs of the Region", _removal(account))
        elif has_role is None and _is_unneeded(template, stages):
            message = f"{account.label} sets the logging role of all APIs of the Region, and no"
            message += " stage of the template logs"
            yield _finding(account, message, _removal(account), ask=Ask())
        elif is_repeated:
            yield from _repeated(account)
        earlier.append(account)


def _finding(
    account: Resource,
    message: str,
    fix: Fix | None,
    severity: Severity | None = None,
    ask: Ask | None = None,
) -> Finding:
    return Finding(
        at=account.path,
        on_key=True,
        message=message,
        severity=severity,
        confidence=Confidence.MEDIUM,
        fix=fix,
        ask=ask,
    )


def _second(account: Resource, earlier: list[Resource]) -> str | None:
    for other in earlier:
        if account.template.can_hold(account.when | other.when):
            return other.logical_id
    return None


def _is_unneeded(template: Template, stages: list[ApiStage]) -> bool:
    """Whether the template has APIs, and none of them needs the account's role for certain."""
    if not stages or not template.shows_all_resources or any(template.of_type(_NESTED)):
        return False
    return not any(stage.may_log and stage.protocol is not Protocol.HTTP for stage in stages)


def _removal(account: Resource) -> Fix | None:
    edits = without(account)
    return None if edits is None else Fix(f"Remove {account.logical_id}", edits)


def _is_repeated(template: Template) -> bool:
    """Whether a template is likely to be deployed more than once in a Region."""
    names = {name for name in template.parameters if _ENVIRONMENT.fullmatch(name)}
    return template.is_sam or any(
        reference.target in names
        for resource in template.resources.values()
        for reference in resource.references
    )


def _repeated(account: Resource) -> Iterator[Finding]:
    for case in account.written("CloudWatchRoleArn"):
        role = _role(account.template, case.value) if case.known else None
        if role is not None and role.body.get("DeletionPolicy") not in _KEEPS:
            is_unknown = account.template.settings.api_gateway_logging_role is None
            yield _finding(
                account,
                f"{account.label} sets the logging role of all APIs of the Region to"
                f" '{role.logical_id}', which is deleted with the stack",
                _keep(role),
                severity=Severity.INFO,
                ask=Ask() if is_unknown else None,
            )
            return


def _role(template: Template, value: object) -> Resource | None:
    """The role of the template whose ARN a value is."""
    return next(
        (
            role
            for role in template.of_type("AWS::IAM::Role")
            if template.name(value) == template.name({"Fn::GetAtt": [role.logical_id, "Arn"]})
        ),
        None,
    )


def _keep(role: Resource) -> Fix | None:
    if role.physical_name is not None:
        return None
    edits: list[Edit] = []
    place = "DeletionPolicy" if "DeletionPolicy" in role.body else "Type"
    for attribute in ("DeletionPolicy", "UpdateReplacePolicy"):
        if attribute in role.body:
            edits.append(SetValue((*role.path, attribute), "Retain"))
        else:
            edits.append(InsertKey(role.path, attribute, "Retain", after=place))
    return Fix(f"Keep {role.logical_id} when the stack is deleted", tuple(edits))
