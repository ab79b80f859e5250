"""What invokes a function with events that have no `Records`."""

from __future__ import annotations

import pytest

from auditor.aws.iam.invokers import other_invokers
from auditor.model.tree import Tree
from tests.template.helpers import SAM, template

ARN: Tree = {"Fn::GetAtt": ["Fn", "Arn"]}


def rule(**target: Tree) -> Tree:
    targets: Tree = [{"Id": "one", "Arn": ARN, **target}]
    return {"Type": "AWS::Events::Rule", "Properties": {"Targets": targets}}


def schedule(*, state: Tree = "ENABLED", **target: Tree) -> Tree:
    properties = {"State": state, "Target": {"Arn": ARN, **target}}
    return {"Type": "AWS::Scheduler::Schedule", "Properties": properties}


def url(target: Tree) -> Tree:
    return {"Type": "AWS::Lambda::Url", "Properties": {"TargetFunctionArn": target}}


RESOURCES: list[tuple[str, Tree, tuple[str, ...]]] = [
    ("rule", rule(), ("It",)),
    ("rule with an input", rule(Input="{}"), ()),
    ("rule with a path", rule(InputPath="$.detail"), ()),
    ("rule with a transformer", rule(InputTransformer={"InputTemplate": "{}"}), ()),
    ("rule that is off", {**rule(), "Properties": {"State": "DISABLED"}}, ()),
    ("schedule", schedule(), ("It",)),
    ("schedule with an input", schedule(Input="{}"), ()),
    ("schedule that is off", schedule(state="DISABLED"), ()),
    ("schedule that may be off", schedule(state={"Ref": "State"}), ()),
    ("function URL", url(ARN), ("It",)),
    ("function URL by name", url({"Ref": "Fn"}), ("It",)),
    ("function URL of another one", url({"Fn::GetAtt": ["Other", "Arn"]}), ()),
    (
        "topic",
        {
            "Type": "AWS::SNS::Topic",
            "Properties": {"Subscription": [{"Protocol": "lambda", "Endpoint": ARN}]},
        },
        (),
    ),
    (
        "event source",
        {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {"FunctionName": {"Ref": "Fn"}}},
        (),
    ),
    (
        "log group",
        {
            "Type": "AWS::Logs::SubscriptionFilter",
            "Properties": {"DestinationArn": ARN, "LogGroupName": "x"},
        },
        ("It",),
    ),
]
EVENTS: list[tuple[str, Tree, tuple[str, ...]]] = [
    ("API", {"Type": "Api", "Properties": {"Path": "/", "Method": "get"}}, ("E",)),
    ("HTTP API without properties", {"Type": "HttpApi"}, ("E",)),
    ("schedule", {"Type": "Schedule", "Properties": {"Schedule": "rate(1 day)"}}, ("E",)),
    ("schedule with an input", {"Type": "Schedule", "Properties": {"Input": "{}"}}, ()),
    ("schedule that is off", {"Type": "Schedule", "Properties": {"Enabled": False}}, ()),
    ("schedule by parameter", {"Type": "Schedule", "Properties": {"Enabled": {"Ref": "P"}}}, ()),
    ("disabled schedule", {"Type": "ScheduleV2", "Properties": {"State": "DISABLED"}}, ()),
    ("rule", {"Type": "EventBridgeRule", "Properties": {"Pattern": {"source": ["x"]}}}, ("E",)),
    ("Kafka", {"Type": "MSK", "Properties": {"Stream": "x"}}, ("E",)),
    ("queue", {"Type": "SQS", "Properties": {"Queue": "x"}}, ()),
    ("topic", {"Type": "SNS", "Properties": {"Topic": "x"}}, ()),
    ("bucket", {"Type": "S3", "Properties": {"Bucket": {"Ref": "B"}}}, ()),
    ("stream", {"Type": "DynamoDB", "Properties": {"Stream": "x"}}, ()),
    ("device", {"Type": "IoTRule", "Properties": {"Sql": "SELECT *"}}, ()),
    ("unreadable", {"Type": "Api", "Properties": {"Fn::Transform": {"Name": "X"}}}, ()),
    ("no event", "Api", ()),
]


@pytest.mark.parametrize(
    ("resource", "expected"), [row[1:] for row in RESOURCES], ids=[row[0] for row in RESOURCES]
)
def test_resources_that_invoke(resource: Tree, expected: tuple[str, ...]) -> None:
    function: Tree = {"Type": "AWS::Lambda::Function", "Properties": {}}
    made = template(Resources={"Fn": function, "Other": function, "It": resource})
    assert other_invokers(made.resources["Fn"]) == expected


@pytest.mark.parametrize(
    ("event", "expected"), [row[1:] for row in EVENTS], ids=[row[0] for row in EVENTS]
)
def test_events_that_invoke(event: Tree, expected: tuple[str, ...]) -> None:
    function: Tree = {"Type": "AWS::Serverless::Function", "Properties": {"Events": {"E": event}}}
    made = template(Transform=SAM, Resources={"Fn": function})
    assert other_invokers(made.resources["Fn"]) == expected


def test_function_url_of_sam() -> None:
    function: Tree = {
        "Type": "AWS::Serverless::Function",
        "Properties": {"FunctionUrlConfig": {"AuthType": "NONE"}},
    }
    made = template(Transform=SAM, Resources={"Fn": function})
    assert other_invokers(made.resources["Fn"]) == ("its function URL",)
