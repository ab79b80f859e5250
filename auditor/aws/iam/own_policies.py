"""Policies that stand on a resource itself, which can allow a role what its own ones do not.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.iam.statements import denies, items, statements
from auditor.aws.iam.target import CALLED, Target
from auditor.model.tree import Tree
from auditor.template.references import references
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_POLICIES = {
    "AWS::Events::EventBusPolicy": ("events", "EventBusName"),
    "AWS::Kinesis::ResourcePolicy": ("kinesis", "ResourceArn"),
    "AWS::S3::BucketPolicy": ("s3", "Bucket"),
    "AWS::SNS::TopicInlinePolicy": ("sns", "TopicArn"),
    "AWS::SNS::TopicPolicy": ("sns", "Topics"),
    "AWS::SQS::QueueInlinePolicy": ("sqs", "Queue"),
    "AWS::SQS::QueuePolicy": ("sqs", "Queues"),
    "AWS::SecretsManager::ResourcePolicy": ("secretsmanager", "SecretId"),
}
"""The service, and the property that names the resource."""
_PERMISSIONS = ("AWS::Lambda::Permission", "AWS::Lambda::ResourcePolicy")
_SERVICE = ".amazonaws.com"


def may_allow_roles(target: Target) -> bool:
    """Whether a policy of the resource may allow a role something, or cannot be read."""
    template = target.template
    if target.resource.has("ResourcePolicy") is not False:
        return True
    if target.resource.has("StreamSpecification", "ResourcePolicy") is not False:
        return True
    return any(
        _may_be_for(policy, key, target) and _allows_others(policy)
        for policy, key in _policies(template, target.kind.service)
    ) or any(
        _may_be_for(permission, "FunctionName", target) and not _is_for_service(permission)
        for permission in _permissions(template, target.kind.service)
    )


def any_may_allow_roles(template: Template, service: str) -> bool:
    """Whether a policy of any resource of a service, which is not known, may allow a role more."""
    has_own = any(
        resource.has(*keys) is not False
        for resource in template.resources.values()
        if resource.type in CALLED and CALLED[resource.type].service == service
        for keys in (("ResourcePolicy",), ("StreamSpecification", "ResourcePolicy"))
    )
    policies, permissions = _policies(template, service), _permissions(template, service)
    return (
        has_own
        or any(_allows_others(policy) for policy, _ in policies)
        or not all(_is_for_service(permission) for permission in permissions)
    )


def _policies(template: Template, service: str) -> Iterator[tuple[Resource, str]]:
    for policy in template.of_type(*_POLICIES):
        if _POLICIES[policy.type][0] == service:
            yield policy, _POLICIES[policy.type][1]


def _permissions(template: Template, service: str) -> Iterator[Resource]:
    return template.of_type(*_PERMISSIONS) if service == "lambda" else iter(())


def _may_be_for(policy: Resource, key: str, target: Target) -> bool:
    """Whether a policy may be one of the resource: all but those of others in the template."""
    for case in policy.written(key):
        entries = case.value if isinstance(case.value, list) else [case.value]
        for entry in entries:
            named = {mention.target for mention in references(entry, ())}
            is_own = target.logical_id in named
            if is_own or len(named) != 1 or not named <= target.template.resources.keys():
                return True
    return False


def _allows_others(policy: Resource) -> bool:
    """Whether a policy has a statement for others than AWS services."""
    keys = ("PolicyDocument", "ResourcePolicy", "Statement")
    documents = [case for key in keys for case in policy.cases(key) if not case.absent]
    return not documents or any(
        not isinstance(statement.value, dict) or not _is_of_service(policy, statement)
        for document in documents
        for statement in statements(policy.template, _whole(document), document.path, document.when)
    )


def _whole(document: Case) -> Tree:
    return document.value if document.known else {}


def _is_of_service(policy: Resource, statement: Case) -> bool:
    body: Tree = statement.value
    if denies(statement):
        return True
    for case in policy.template.cases(body.get("Principal"), statement.path):
        principal = case.value
        if not isinstance(principal, dict) or principal.keys() != {"Service"}:
            return False
        given = Case(principal["Service"], case.path)
        if not all(found.known for found in items(policy.template, given)):
            return False
    return True


def _is_for_service(permission: Resource) -> bool:
    return all(
        case.text is not None and case.text.endswith((_SERVICE, f"{_SERVICE}.cn"))
        for case in permission.cases("Principal")
    )
