"""Which declared log groups have, or may have, the name of a function's log group."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.aws.lambda_.function import LambdaFunction
from auditor.aws.logs.groups import LogFilter, declared_log_groups
from auditor.model.settings import Settings
from auditor.template.names import Equality
from auditor.template.template import Template

NO_VALUE = {"Ref": "AWS::NoValue"}


def template(
    name: Any = NO_VALUE, group: Any = NO_VALUE, *, other: Any = NO_VALUE, **sections: Any
) -> Template:
    def function(given: Any) -> dict[str, Any]:
        properties = {} if given == NO_VALUE else {"FunctionName": given}
        return {"Type": "AWS::Lambda::Function", "Properties": properties}

    return Template(
        {
            "Parameters": {
                "Stage": {"Type": "String"},
                "Fixed": {"Type": "String", "AllowedValues": ["orders"]},
                "Likely": {"Type": "String", "Default": "orders"},
            },
            "Resources": {
                "Fn": function(name),
                "Other": function(other),
                "Group": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": group}},
            },
            **sections,
        },
        Settings(),
    )


def answer(made: Template) -> Equality:
    name = LambdaFunction(made.resources["Fn"]).log_group_name
    assert name is not None
    found = declared_log_groups(made, name)
    for kind, groups in found.items():
        if groups:
            return kind
    return Equality.DIFFERENT


SUB = "/aws/lambda/${Fn}"
STAGED = {"Fn::Sub": "orders-${Stage}"}
SAME = [
    pytest.param("orders", "/aws/lambda/orders", id="texts"),
    pytest.param(STAGED, {"Fn::Sub": "/aws/lambda/orders-${Stage}"}, id="parameter in a Sub"),
    pytest.param(
        STAGED,
        {"Fn::Join": ["", ["/aws/lambda/", "orders-", {"Ref": "Stage"}]]},
        id="Sub and Join",
    ),
    pytest.param(
        {"Ref": "Stage"}, {"Fn::Sub": ["/aws/lambda/${N}", {"N": {"Ref": "Stage"}}]}, id="variable"
    ),
    pytest.param({"Ref": "Fixed"}, "/aws/lambda/orders", id="only one value allowed"),
    pytest.param(NO_VALUE, {"Fn::Sub": SUB}, id="unnamed function"),
    pytest.param(STAGED, {"Fn::Sub": SUB}, id="named function by reference"),
    pytest.param(
        {"Fn::FindInMap": ["Names", "a", "b"]},
        {"Fn::Join": ["", ["/aws/lambda/", {"Fn::FindInMap": ["Names", "a", "b"]}]]},
        id="mapping",
    ),
    pytest.param(
        {"Fn::ImportValue": "name"},
        {"Fn::Sub": ["/aws/lambda/${N}", {"N": {"Fn::ImportValue": "name"}}]},
        id="import",
    ),
]
OPEN = [
    pytest.param({"Ref": "Likely"}, "/aws/lambda/orders", id="default that may be overridden"),
    pytest.param("orders", {"Ref": "Stage"}, id="name from a parameter"),
    pytest.param(STAGED, {"Fn::Sub": "/aws/lambda/${Likely}"}, id="another parameter"),
    pytest.param(
        NO_VALUE,
        {"Fn::Join": ["/", ["/aws/lambda", {"Fn::Select": [6, {"Fn::GetAtt": ["Fn", "Arn"]}]}]]},
        id="cut out of the ARN",
    ),
    pytest.param("orders", {"Fn::If": ["On", "/aws/lambda/orders", NO_VALUE]}, id="sometimes"),
    pytest.param("orders", ["/aws/lambda/orders"], id="no text"),
    pytest.param(NO_VALUE, {"Fn::Sub": "/aws/lambda/${AWS::StackName}-Fn"}, id="like a made name"),
]
DIFFERENT = [
    pytest.param("orders", "/aws/lambda/orders2", id="longer"),
    pytest.param(STAGED, {"Fn::Sub": "/aws/lambda/order-${Stage}"}, id="other text before"),
    pytest.param("orders", NO_VALUE, id="group without a name"),
    pytest.param(NO_VALUE, NO_VALUE, id="neither has a name"),
    pytest.param("orders", {"Fn::Sub": "${AWS::StackName}/orders"}, id="begins with the stack"),
    pytest.param(NO_VALUE, {"Fn::Sub": "/aws/lambda/${Other}"}, id="other unnamed function"),
    pytest.param(NO_VALUE, {"Fn::Sub": "/aws/apigateway/${Fn}"}, id="other prefix"),
]


@pytest.mark.parametrize(("name", "group"), SAME)
def test_same(name: Any, group: Any) -> None:
    assert answer(template(name, group)) is Equality.SAME


@pytest.mark.parametrize(("name", "group"), OPEN)
def test_open(name: Any, group: Any) -> None:
    assert answer(template(name, group)) is Equality.OPEN


@pytest.mark.parametrize(("name", "group"), DIFFERENT)
def test_different(name: Any, group: Any) -> None:
    assert answer(template(name, group)) is Equality.DIFFERENT


def test_a_group_of_another_named_function_is_not_this_one() -> None:
    assert answer(template(NO_VALUE, "/aws/lambda/other", other="other")) is Equality.DIFFERENT
    assert answer(template(NO_VALUE, "/aws/lambda/other")) is Equality.OPEN


def test_two_functions_that_exclude_each_other_may_share_a_name() -> None:
    made = template({"Ref": "Stage"}, "/aws/lambda/other", other="other")
    assert answer(made) is Equality.DIFFERENT
    made = template({"Ref": "Stage"}, "/aws/lambda/other", other="other")
    made.resources["Other"].body["Condition"] = "Rarely"
    assert answer(made) is Equality.OPEN


def sam(**events: Any) -> Template:
    function = {"Type": "AWS::Serverless::Function", "Properties": {"Events": events}}
    return Template({"Resources": {"Watcher": function}}, Settings())


def test_sam_makes_a_filter_of_an_event() -> None:
    event = {"Type": "CloudWatchLogs", "Properties": {"LogGroupName": "/a", "FilterPattern": ""}}
    (found,) = LogFilter.find(sam(Logs=event))
    assert [case.value for case in found.log_groups] == ["/a"]
    assert found.log_groups[0].path[:2] == ("Resources", "Watcher")
    assert found.resource.logical_id == "Watcher"


@pytest.mark.parametrize(
    "event",
    [
        None,
        {"Type": "CloudWatchLogs"},
        {"Type": "CloudWatchLogs", "Properties": None},
        {"Type": "CloudWatchLogs", "Properties": {"FilterPattern": ""}},
        {"Type": "CloudWatchEvent", "Properties": {"LogGroupName": "/a"}},
    ],
    ids=repr,
)
def test_other_events_make_none(event: Any) -> None:
    assert list(LogFilter.find(sam(Logs=event))) == []
