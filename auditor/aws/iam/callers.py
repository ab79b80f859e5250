"""Resources that name a function which a service is to call: authorizers, triggers, rules.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from auditor.model.tree import Tree
from auditor.template.below import field, items
from auditor.template.intrinsics import function_of
from auditor.template.template import Resource
from auditor.template.values import Case

_HERE = "${AWS::Region}:${AWS::AccountId}"
_POOL_TRIGGERS = (
    "CreateAuthChallenge",
    "CustomMessage",
    "DefineAuthChallenge",
    "PostAuthentication",
    "PostConfirmation",
    "PreAuthentication",
    "PreSignUp",
    "PreTokenGeneration",
    "UserMigration",
    "VerifyAuthChallengeResponse",
)


class Caller(Struct, frozen=True):
    """How resources of a type name a function.

    `service` is the first part of the principal, `named` the cases of the value that is the ARN of
    the function, `arn` the `SourceArn` of a permission. With `role` a property that makes the
    service use a role and no permission. `is_checked` as that of `Trigger`.
    """

    service: str
    named: Callable[[Resource], Iterator[Case]]
    arn: Callable[[Resource], Tree]
    role: str = ""
    is_checked: bool = False


def _property(*keys: str) -> Callable[[Resource], Iterator[Case]]:
    def named(resource: Resource) -> Iterator[Case]:
        yield from resource.written(*keys)

    return named


def _pool_triggers(pool: Resource) -> Iterator[Case]:
    for key in _POOL_TRIGGERS:
        yield from pool.written("LambdaConfig", key)


def _targets(group: Resource) -> Iterator[Case]:
    if any(kind.text != "lambda" for kind in group.cases("TargetType")):
        return
    for listed in group.cases("Targets"):
        yield from _below(group, listed, "Id")


def _actions(rule: Resource) -> Iterator[Case]:
    for listed in rule.cases("TopicRulePayload", "Actions"):
        for action in items(rule.template, listed):
            for call in field(rule.template, action, "Lambda") if action.known else ():
                yield from _written(rule, call, "FunctionArn")


def _below(resource: Resource, listed: Case, key: str) -> Iterator[Case]:
    for entry in items(resource.template, listed):
        yield from _written(resource, entry, key)


def _written(resource: Resource, holder: Case, key: str) -> Iterator[Case]:
    body: Tree = holder.value
    if isinstance(body, dict) and key in body:
        yield from resource.template.branches(body[key], (*holder.path, key), holder.when)


def _own_arn(resource: Resource) -> Tree:
    return {"Fn::GetAtt": [resource.logical_id, "Arn"]}


def _of_authorizer(key: str) -> Callable[[Resource], Tree]:
    def arn(authorizer: Resource) -> Tree:
        apis = authorizer.written(key)
        call = function_of(apis[0].value) if len(apis) == 1 and apis[0].known else None
        if call is None or call[0] != "Ref" or str(call[1]) not in authorizer.template.resources:
            return None
        start = f"arn:${{AWS::Partition}}:execute-api:{_HERE}:"
        return {"Fn::Sub": f"{start}${{{call[1]}}}/authorizers/${{{authorizer.logical_id}}}"}

    return arn


def _of_secret(schedule: Resource) -> Tree:
    secrets = schedule.written("SecretId")
    call = function_of(secrets[0].value) if len(secrets) == 1 and secrets[0].known else None
    return secrets[0].value if call is not None and call[0] == "Ref" else None


def _nothing(_resource: Resource) -> Tree:
    """Where the permission must be there before what its ARN names is."""
    return None


CALLERS: dict[str, Caller] = {
    "AWS::ApiGateway::Authorizer": Caller(
        "apigateway",
        _property("AuthorizerUri"),
        _of_authorizer("RestApiId"),
        "AuthorizerCredentials",
    ),
    "AWS::ApiGatewayV2::Authorizer": Caller(
        "apigateway",
        _property("AuthorizerUri"),
        _of_authorizer("ApiId"),
        "AuthorizerCredentialsArn",
    ),
    "AWS::Cognito::UserPool": Caller("cognito-idp", _pool_triggers, _own_arn),
    "AWS::Config::ConfigRule": Caller(
        "config", _property("Source", "SourceIdentifier"), _nothing, is_checked=True
    ),
    "AWS::ElasticLoadBalancingV2::TargetGroup": Caller(
        "elasticloadbalancing", _targets, _nothing, is_checked=True
    ),
    "AWS::IoT::TopicRule": Caller("iot", _actions, _own_arn),
    "AWS::SecretsManager::RotationSchedule": Caller(
        "secretsmanager", _property("RotationLambdaARN"), _of_secret, is_checked=True
    ),
}
