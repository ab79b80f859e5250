"""Rules for mail that arrives, with which SES tries at once whether it may invoke their function.

https://docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.order.need import Need, unmet
from auditor.template.below import field, items
from auditor.template.leading import leading_resource
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_RULE = "AWS::SES::ReceiptRule"
_FUNCTIONS = ("AWS::Lambda::Function", "AWS::Serverless::Function")
_KEY = "FunctionArn"
TYPES = (_RULE,)


def needs(template: Template) -> Iterator[Need]:
    """Rules that do not wait for the permission by which SES invokes their function."""
    for rule in template.of_type(_RULE):
        for listed in rule.cases("Rule", "Actions"):
            for action in items(template, listed):
                for body in field(template, action, "LambdaAction") if action.known else ():
                    yield from _of(rule, body)


def _of(rule: Resource, body: Case) -> Iterator[Need]:
    template = rule.template
    if not isinstance(body.value, dict) or _KEY not in body.value:
        return
    for case in template.branches(body.value[_KEY], (*body.path, _KEY), body.when):
        function = leading_resource(template, case.value, *_FUNCTIONS)
        missing = () if function is None else unmet(rule, list(_permissions(function)))
        if missing:
            yield Need(rule, missing, case, "SES cannot invoke the function yet")


def _permissions(function: Resource) -> Iterator[Resource]:
    template = function.template
    for permission in template.of_type("AWS::Lambda::Permission"):
        services = {case.text for case in permission.cases("Principal")}
        named = permission.written("FunctionName")
        is_for = any(leading_resource(template, case.value) is function for case in named)
        if services == {"ses.amazonaws.com"} and is_for:
            yield permission
