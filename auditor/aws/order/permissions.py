"""Services that try at once whether they may invoke a function, which needs its permission first.

https://docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html
https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot_rotation.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.order.need import Need, unmet
from auditor.template.below import field, items
from auditor.template.leading import leading_resource
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_RULE, _ROTATION = "AWS::SES::ReceiptRule", "AWS::SecretsManager::RotationSchedule"
_FUNCTIONS = ("AWS::Lambda::Function", "AWS::Serverless::Function")
_KEY = "FunctionArn"
TYPES = (_RULE, _ROTATION)


def needs(template: Template) -> Iterator[Need]:
    """Receipt rules and rotations that do not wait for the permission to invoke their function."""
    for rule in template.of_type(_RULE):
        for case in _invoked(rule):
            yield from _of(rule, case, "ses", "SES cannot invoke the function yet")
    for rotation in template.of_type(_ROTATION):
        for case in rotation.written("RotationLambdaARN"):
            outcome = "Secrets Manager cannot invoke the function yet"
            yield from _of(rotation, case, "secretsmanager", outcome)


def _invoked(rule: Resource) -> Iterator[Case]:
    """The functions that a receipt rule names."""
    template = rule.template
    for listed in rule.cases("Rule", "Actions"):
        for action in items(template, listed):
            for body in field(template, action, "LambdaAction") if action.known else ():
                if isinstance(body.value, dict) and _KEY in body.value:
                    yield from template.branches(body.value[_KEY], (*body.path, _KEY), body.when)


def _of(source: Resource, case: Case, service: str, outcome: str) -> Iterator[Need]:
    function = leading_resource(source.template, case.value, *_FUNCTIONS)
    missing = () if function is None else unmet(source, list(_permissions(function, service)))
    if missing:
        yield Need(source, missing, case, outcome)


def _permissions(function: Resource, service: str) -> Iterator[Resource]:
    template = function.template
    for permission in template.of_type("AWS::Lambda::Permission"):
        services = {case.text for case in permission.cases("Principal")}
        named = permission.written("FunctionName")
        is_for = any(leading_resource(template, case.value) is function for case in named)
        if services == {f"{service}.amazonaws.com"} and is_for:
            yield permission
