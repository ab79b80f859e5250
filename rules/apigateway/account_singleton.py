"""account-singleton"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.api import (
    Confidence,
    Edit,
    Finding,
    Fix,
    InsertKey,
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


@rule(
    id="account-singleton",
    severity=Severity.WARNING,
    on=Template,
    types=("AWS::ApiGateway::Account",),
)
def account_singleton(template: Template) -> Iterator[Finding]:
    """An API Gateway account resource that should not be in this template.

    ## What it does
    Finds an `AWS::ApiGateway::Account` that is not needed: no stage of the template logs, or the
    configuration says that the account has a logging role (`api_gateway_logging_role`), or a
    second one. Where it is needed it finds those in templates that are deployed several times in
    a Region (of SAM, or with a parameter for the environment) whose role goes when one of the
    stacks is deleted. It is silent where a template has no API: such a stack is the right place.

    A stage whose access logs go to a place that API Gateway refuses, as the ARN of an S3 bucket,
    still asks for logs, so its account resource counts as needed. Once that destination is taken
    away, and nothing else of the template logs, the account resource goes too. Both in one step
    would be too early: the author may as well mean to name a log group instead, and then needs the
    role. The destination itself is told by `access-log-destination`.

    ## Why it fails
    The setting belongs to the account and Region. Each stack overwrites what another one set, and
    the stack that is deleted takes its role along: then no API of the Region logs any more.

    ## Error
    None: logs end without a word. A stage that is created while the role is missing fails with
    `CloudWatch Logs role ARN must be set in account settings to enable logging`.

    ## Fix safety
    Unsafe: it changes what is set for the account. An account resource that is not needed is
    removed; its role stays, because the account may be set to it. One that is needed is never
    removed: its role is kept when the stack is deleted, unless it has a name of its own, which
    the next stack could not use again.

    ## References
    - [AWS::ApiGateway::Account](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-account.html)
    - [aws-cdk issue 10878](https://github.com/aws/aws-cdk/issues/10878)
    - [workload-discovery-on-aws issue 81](https://github.com/aws-solutions/workload-discovery-on-aws/issues/81)
    """
    stages = list(ApiStage.find(template))
    earlier: list[Resource] = []
    for account in gateway_accounts(template):
        reason = _second(account, earlier) or _unneeded(template, stages)
        if reason is not None:
            yield _finding(account, reason, _removal(account))
        elif _is_repeated(template) and any(stage.logs for stage in stages):
            yield from _repeated(account)
        earlier.append(account)


def _finding(account: Resource, message: str, fix: Fix | None) -> Finding:
    return Finding(
        at=account.path, on_key=True, message=message, confidence=Confidence.MEDIUM, fix=fix
    )


def _second(account: Resource, earlier: list[Resource]) -> str | None:
    for other in earlier:
        if account.template.can_hold(account.when | other.when):
            return f"sets the same setting of the account as {other.logical_id}"
    return None


def _unneeded(template: Template, stages: list[ApiStage]) -> str | None:
    """Why the template's APIs do not need an account resource; None where they do, or may."""
    if not stages:
        return None
    effect = "and this replaces it for every API of the account and Region"
    if template.settings.api_gateway_logging_role is True:
        return f"the account has a role for the logs of API Gateway, {effect}"
    if not template.shows_all_resources or any(template.of_type(_NESTED)):
        return None
    if any(stage.may_log and stage.protocol is not Protocol.HTTP for stage in stages):
        return None
    return (
        "no stage here needs a role to write logs with, and this replaces the one of every API"
        " of the account and Region"
    )


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
            yield _finding(
                account,
                "each stack of this template sets the role of the whole account and Region, and"
                f" the one that is deleted takes {role.logical_id} from every API",
                _keep(role),
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
