"""Which permissions of a template may let a rule invoke a function."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.aws.iam.answer import Answer
from auditor.aws.iam.invocation import may_invoke
from auditor.aws.iam.triggers import Trigger
from auditor.model.tree import Tree
from tests.template.helpers import SAM, template

DENIED, UNKNOWN = Answer.DENIED, Answer.UNKNOWN
ARN: Tree = {"Fn::GetAtt": ["Fn", "Arn"]}
RULE = {"Type": "AWS::Events::Rule", "Properties": {"Targets": [{"Id": "x", "Arn": ARN}]}}


def permission(**properties: Tree) -> Tree:
    given = {
        "Action": "lambda:InvokeFunction",
        "FunctionName": {"Ref": "Fn"},
        "Principal": "events.amazonaws.com",
        **properties,
    }
    return {"Type": "AWS::Lambda::Permission", "Properties": given}


PERMISSIONS: list[tuple[str, Tree, Answer]] = [
    ("its own", permission(), UNKNOWN),
    ("by ARN", permission(FunctionName=ARN), UNKNOWN),
    ("by name", permission(FunctionName="orders"), UNKNOWN),
    ("by a spelled ARN", permission(FunctionName="arn:aws:lambda:x:1:function:y"), UNKNOWN),
    ("by an alias", permission(FunctionName={"Fn::Sub": "${Fn}:live"}), UNKNOWN),
    ("by a parameter", permission(FunctionName={"Ref": "Name"}), UNKNOWN),
    ("another function", permission(FunctionName={"Ref": "Other"}), DENIED),
    ("another function of that name", permission(FunctionName={"Ref": "Same"}), UNKNOWN),
    ("another service", permission(Principal="sns.amazonaws.com"), DENIED),
    ("of China", permission(Principal="events.amazonaws.com.cn"), UNKNOWN),
    ("of a Region", permission(Principal={"Fn::Sub": "events.${AWS::Region}.x"}), UNKNOWN),
    ("anybody", permission(Principal="*"), UNKNOWN),
    ("an account", permission(Principal="123456789012"), DENIED),
    ("principal by parameter", permission(Principal={"Ref": "Name"}), UNKNOWN),
    ("branches of principals", permission(Principal={"Fn::If": ["A", "sns.x", "s3.x"]}), DENIED),
    ("a branch fits", permission(Principal={"Fn::If": ["A", "events.x", "s3.x"]}), UNKNOWN),
    ("all actions", permission(Action="lambda:*"), UNKNOWN),
    ("function URLs", permission(Action="lambda:InvokeFunctionUrl"), DENIED),
    ("another action", permission(Action="lambda:GetFunction"), DENIED),
    ("another source", permission(SourceArn="arn:aws:events:x:1:rule/y"), UNKNOWN),
    ("under a condition", {**permission(), "Condition": "A"}, UNKNOWN),
    (
        "nested stack",
        {"Type": "AWS::CloudFormation::Stack", "Properties": {"Parameters": {"F": ARN}}},
        UNKNOWN,
    ),
    (
        "custom resource of the function",
        {"Type": "Custom::X", "Properties": {"ServiceToken": ARN}},
        DENIED,
    ),
    (
        "custom resource on the function",
        {"Type": "Custom::X", "Properties": {"Function": ARN}},
        UNKNOWN,
    ),
    ("connector", {"Type": "AWS::Serverless::Connector"}, UNKNOWN),
]
EVENTS: list[tuple[str, Tree, Answer]] = [
    ("schedule", {"E": {"Type": "Schedule"}}, UNKNOWN),
    ("pattern", {"E": {"Type": "EventBridgeRule"}}, UNKNOWN),
    ("topic", {"E": {"Type": "SNS"}}, DENIED),
    ("queue", {"E": {"Type": "SQS"}}, DENIED),
    ("of a new type", {"E": {"Type": "New"}}, UNKNOWN),
    ("not readable", {"Fn::Transform": {}}, UNKNOWN),
    ("malformed", {"E": []}, UNKNOWN),
]


def answer(**resources: Any) -> Answer:
    named = {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "orders"}}
    others = {"Other": {"Type": "AWS::Lambda::Function"}, "Same": named, "Rule": RULE}
    shown = template(Transform=SAM, Resources={"Fn": named, **others, **resources})
    (trigger,) = Trigger.find(shown)
    return may_invoke(trigger)


@pytest.mark.parametrize(
    ("resource", "expected"), [row[1:] for row in PERMISSIONS], ids=[row[0] for row in PERMISSIONS]
)
def test_permission(resource: Tree, expected: Answer) -> None:
    assert answer(Found=resource) is expected


@pytest.mark.parametrize(
    ("events", "expected"), [row[1:] for row in EVENTS], ids=[row[0] for row in EVENTS]
)
def test_events_of_sam(events: Tree, expected: Answer) -> None:
    fn = {"Type": "AWS::Serverless::Function", "Properties": {"Events": events}}
    assert answer(Fn=fn) is expected
