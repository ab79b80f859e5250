"""What invokes a function of the template by the function's own policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.aws.iam.callers import CALLERS
from auditor.aws.iam.statements import items
from auditor.aws.iam.target import Target
from auditor.aws.iam.urls import URL, public_urls
from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of, is_plain_mapping
from auditor.template.names import Hole
from auditor.template.references import references
from auditor.template.template import Resource, Template
from auditor.template.values import Case

FUNCTIONS = ("AWS::Lambda::Function", "AWS::Serverless::Function")
_INVOCATIONS = tuple("/invocations")
_HERE = "${AWS::Region}:${AWS::AccountId}"


class Trigger(Struct, frozen=True):
    """A service that a resource of the template lets invoke a function of the template.

    `service` is the first part of the principal, `url` where everybody calls a function URL.
    `case` is where the function is named. `arn` is a value for the `SourceArn` of a permission,
    None where it cannot be written without waiting for what must wait for the permission.
    `is_checked` says that the service tries to invoke the function before the resource is created.
    """

    function: Resource
    source: Resource
    service: str
    case: Case
    arn: Tree
    is_checked: bool = False
    waiting: Resource | None = None
    """What must wait for the permission, where it is not the source."""

    @property
    def template(self) -> Template:
        """The template."""
        return self.function.template

    types: ClassVar[tuple[str, ...]] = FUNCTIONS

    @classmethod
    def find(cls, template: Template) -> Iterator[Trigger]:
        """All of a template; aliases and versions of functions are left out."""
        yield from _rules(template)
        yield from _subscriptions(template)
        yield from _topics(template)
        yield from _notifications(template)
        yield from _filters(template)
        yield from _integrations(template)
        yield from _calls(template)
        for function, url, case in public_urls(template):
            yield Trigger(function, url, URL, case, None)


def _function(template: Template, case: Case) -> Resource | None:
    """The function whose unqualified ARN a value is."""
    target = Target.named(template, case.value) if case.known else None
    return target.resource if target and target.resource.type in FUNCTIONS else None


def _rules(template: Template) -> Iterator[Trigger]:
    for rule in template.of_type("AWS::Events::Rule"):
        if any(case.value not in ("ENABLED", None) and case.known for case in rule.cases("State")):
            continue
        for targets in rule.cases("Targets"):
            for target in items(template, targets):
                body: Tree = target.value
                if not is_plain_mapping(body) or "Arn" not in body or "RoleArn" in body:
                    continue
                place = (*target.path, "Arn")
                for case in template.branches(body["Arn"], place, target.when):
                    function = _function(template, case)
                    if function is not None:
                        arn = {"Fn::GetAtt": [rule.logical_id, "Arn"]}
                        yield Trigger(function, rule, "events", case, arn)


def _subscriptions(template: Template) -> Iterator[Trigger]:
    for subscription in template.of_type("AWS::SNS::Subscription"):
        topics = subscription.written("TopicArn")
        arn = topics[0].value if len(topics) == 1 and topics[0].known else None
        if all(case.text == "lambda" for case in subscription.cases("Protocol")):
            for case in subscription.written("Endpoint"):
                function = _function(template, case)
                if function is not None:
                    yield Trigger(function, subscription, "sns", case, arn)


def _topics(template: Template) -> Iterator[Trigger]:
    for topic in template.of_type("AWS::SNS::Topic"):
        for listed in topic.cases("Subscription"):
            for entry in items(template, listed):
                body: Tree = entry.value
                if not is_plain_mapping(body) or body.get("Protocol") != "lambda":
                    continue
                place = (*entry.path, "Endpoint")
                for case in template.branches(body.get("Endpoint"), place, entry.when):
                    function = _function(template, case)
                    if function is not None:
                        yield Trigger(function, topic, "sns", case, {"Ref": topic.logical_id})


def _stating(resource: Resource, key: str) -> Resource | None:
    """The resource of its own that a property is in a program."""
    program = resource.template.program
    path = (*resource.path, "Properties", key)
    name = None if program is None else program.stated_by(path)
    return None if name is None else resource.template.resources.get(name)


def _notifications(template: Template) -> Iterator[Trigger]:
    for bucket in template.of_type("AWS::S3::Bucket"):
        name = _text_for_sub(template, bucket, "BucketName")
        arn: Tree = None if name is None else {"Fn::Sub": f"arn:${{AWS::Partition}}:s3:::{name}"}
        waiting = _stating(bucket, "NotificationConfiguration")
        if waiting is not None:
            arn = {"Fn::GetAtt": [bucket.logical_id, "Arn"]}
        for listed in bucket.cases("NotificationConfiguration", "LambdaConfigurations"):
            for entry in items(template, listed):
                body: Tree = entry.value
                if not is_plain_mapping(body) or "Function" not in body:
                    continue
                place = (*entry.path, "Function")
                for case in template.branches(body["Function"], place, entry.when):
                    function = _function(template, case)
                    if function is not None:
                        yield Trigger(
                            function, bucket, "s3", case, arn, is_checked=True, waiting=waiting
                        )


def _filters(template: Template) -> Iterator[Trigger]:
    for found in template.of_type("AWS::Logs::SubscriptionFilter"):
        for case in found.written("DestinationArn"):
            function = _function(template, case)
            if function is not None:
                arn = _log_group_arn(template, found)
                yield Trigger(function, found, "logs", case, arn, is_checked=True)


def _log_group_arn(template: Template, found: Resource) -> Tree:
    groups = found.written("LogGroupName")
    call = function_of(groups[0].value) if len(groups) == 1 and groups[0].known else None
    group = template.resources.get(str(call[1])) if call and call[0] == "Ref" else None
    if group is not None:
        is_group = group.type == "AWS::Logs::LogGroup"
        return {"Fn::GetAtt": [group.logical_id, "Arn"]} if is_group else None
    name = _text_for_sub(template, found, "LogGroupName", with_resources=True)
    if name is None:
        return None
    return {"Fn::Sub": f"arn:${{AWS::Partition}}:logs:{_HERE}:log-group:{name}:*"}


def _text_for_sub(
    template: Template, resource: Resource, key: str, *, with_resources: bool = False
) -> str | None:
    """A property's text to be put into a `Fn::Sub`; None where it is not written as one."""
    given = resource.written(key)
    value: Tree = given[0].value if len(given) == 1 and given[0].known else None
    named = {mention.target for mention in references(value, ())}
    if not with_resources and not named <= template.parameters.keys():
        return None
    call = function_of(value)
    if call is not None and call[0] == "Ref" and isinstance(call[1], str):
        return f"${{{call[1]}}}"
    if call is not None:
        return call[1] if call[0] == "Fn::Sub" and isinstance(call[1], str) else None
    return value.replace("${", "${!") if isinstance(value, str) else None


def _integrations(template: Template) -> Iterator[Trigger]:
    for method in template.of_type("AWS::ApiGateway::Method"):
        if method.has("Integration", "Credentials") is False:
            kinds = method.cases("Integration", "Type")
            uris = method.written("Integration", "Uri")
            yield from _integration(method, kinds, uris, "RestApiId")
    for integration in template.of_type("AWS::ApiGatewayV2::Integration"):
        if integration.has("CredentialsArn") is False:
            kinds = integration.cases("IntegrationType")
            uris = integration.written("IntegrationUri")
            yield from _integration(integration, kinds, uris, "ApiId")


def _integration(
    resource: Resource, kinds: list[Case], uris: list[Case], key: str
) -> Iterator[Trigger]:
    template = resource.template
    if not all(kind.text == "AWS_PROXY" for kind in kinds):
        return
    apis = resource.written(key)
    call = function_of(apis[0].value) if len(apis) == 1 and apis[0].known else None
    arn = None
    if call is not None and call[0] == "Ref" and str(call[1]) in template.resources:
        arn = {"Fn::Sub": f"arn:${{AWS::Partition}}:execute-api:{_HERE}:${{{call[1]}}}/*"}
    for case in uris:
        function = _invoked(template, case)
        if function is not None:
            yield Trigger(function, resource, "apigateway", case, arn)


def _calls(template: Template) -> Iterator[Trigger]:
    for source in template.of_type(*CALLERS):
        caller = CALLERS[source.type]
        if caller.role and source.has(caller.role) is not False:
            continue
        for case in caller.named(source):
            function = _invoked(template, case)
            if function is not None:
                arn = caller.arn(source)
                yield Trigger(function, source, caller.service, case, arn, caller.is_checked)


def _invoked(template: Template, case: Case) -> Resource | None:
    """The function in the URI of an integration, or of an HTTP API the function's ARN itself."""
    name = template.name(case.value) if case.known else None
    if name is None or name[-len(_INVOCATIONS) :] != _INVOCATIONS:
        return _function(template, case)
    last = name[-len(_INVOCATIONS) - 1]
    expression = last.expression if isinstance(last, Hole) else ""
    logical_id, _, attribute = expression.partition(".")
    function = template.resources.get(logical_id)
    is_function = function is not None and function.type in FUNCTIONS and attribute == "Arn"
    return function if is_function else None
