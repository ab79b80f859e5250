"""What a change does to a deployed stack."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.model.edit import (
    Change,
    InsertItem,
    InsertKey,
    Remove,
    Rename,
    ReplaceComment,
    ReplaceInFile,
    ReplaceText,
    SetValue,
)
from auditor.model.finding import OnUpdate
from auditor.model.settings import Settings
from auditor.template.on_update import on_update
from auditor.template.template import Template

TREE: dict[str, Any] = {
    "Parameters": {"Hash": {"Type": "String", "Default": "id"}, "Size": {"Type": "Number"}},
    "Mappings": {"Units": {"prod": {"read": 5, "name": "orders"}}},
    "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Size"}, 5]}},
    "Resources": {
        "Orders": {
            "Type": "AWS::DynamoDB::Table",
            "Properties": {
                "TableName": "orders",
                "BillingMode": {"Fn::If": ["IsProd", "PROVISIONED", "PAY_PER_REQUEST"]},
                "KeySchema": [{"AttributeName": {"Ref": "Hash"}, "KeyType": "HASH"}],
                "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            },
        },
        "Unnamed": {
            "Type": "AWS::DynamoDB::Table",
            "DependsOn": ["Orders"],
            "Properties": {
                "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                "ProvisionedThroughput": {
                    "ReadCapacityUnits": {"Fn::FindInMap": ["Units", "prod", "read"]}
                },
            },
        },
        "Fn": {
            "Type": "AWS::Serverless::Function",
            "Properties": {"Events": {"Due": {"Type": "SQS", "Properties": {"Queue": "arn"}}}},
        },
        "Made": {"Type": "Custom::Made", "Properties": {"ServiceToken": "arn", "Name": "one"}},
        "Logs": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": {"Ref": "Size"}}},
    },
    "Outputs": {"Name": {"Value": 1}, "Shared": {"Value": 1, "Export": {"Name": "shared"}}},
}
ORDERS = ("Resources", "Orders")
TABLE = (*ORDERS, "Properties")
UNNAMED = ("Resources", "Unnamed", "Properties")
FN = ("Resources", "Fn", "Properties")
GROUP = {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/aws/lambda/fn"}}


def worst(*changes: Change) -> OnUpdate:
    return on_update(Template(TREE, Settings()), changes)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (ReplaceComment(0, "# one", ""), OnUpdate.NOTHING),
        (ReplaceInFile("app.py", 0, 1, "x"), OnUpdate.IN_PLACE),
        (InsertKey(ORDERS, "DependsOn", "Fn"), OnUpdate.NOTHING),
        (Remove((*ORDERS, "Metadata")), OnUpdate.NOTHING),
        (Remove(("Resources", "Unnamed", "DependsOn", 0)), OnUpdate.NOTHING),
        (InsertKey(ORDERS, "Condition", "IsProd"), OnUpdate.UNKNOWN),
        (SetValue((*ORDERS, "Type"), "AWS::DynamoDB::GlobalTable"), OnUpdate.REPLACEMENT),
        (SetValue((*TABLE, "BillingMode", "Fn::If", 1), "x"), OnUpdate.IN_PLACE),
        (InsertItem((*TABLE, "AttributeDefinitions"), 0, {}), OnUpdate.IN_PLACE),
        (SetValue((*UNNAMED, "KeySchema", 0, "AttributeName"), "x"), OnUpdate.REPLACEMENT),
        (InsertKey(UNNAMED, "TableName", "x"), OnUpdate.REPLACEMENT),
        (SetValue((*TABLE, "KeySchema", 0, "AttributeName"), "x"), OnUpdate.MAY_FAIL),
        (ReplaceText((*TABLE, "TableName"), 0, 1, "x"), OnUpdate.REPLACEMENT),
        (Rename((*UNNAMED, "ProvisionedThroughput"), "TableName"), OnUpdate.REPLACEMENT),
        (SetValue(UNNAMED, {"BillingMode": "PAY_PER_REQUEST"}), OnUpdate.IN_PLACE),
        (SetValue((*FN, "Events", "Due", "Properties", "Queue"), "x"), OnUpdate.REPLACEMENT),
        (InsertKey((*FN, "Events", "Due", "Properties"), "BatchSize", 1), OnUpdate.IN_PLACE),
        (InsertKey(("Globals", "Function"), "Timeout", 1), OnUpdate.IN_PLACE),
        (InsertKey(("Globals", "Function"), "FunctionName", "x"), OnUpdate.REPLACEMENT),
        (SetValue(("Resources", "Made", "Properties", "Name"), "x"), OnUpdate.UNKNOWN),
        (SetValue(("Resources", "Made", "Properties", "ServiceToken"), "x"), OnUpdate.MAY_FAIL),
        (InsertKey(("Resources",), "FnLogGroup", GROUP), OnUpdate.MAY_FAIL),
        (InsertKey(("Resources",), "More", {"Type": "AWS::SQS::Queue"}), OnUpdate.IN_PLACE),
        (Remove(ORDERS), OnUpdate.REMOVAL),
        (Rename(ORDERS, "Bills"), OnUpdate.REPLACEMENT),
        (Remove(("Parameters", "Size")), OnUpdate.MAY_FAIL),
        (InsertKey(("Parameters",), "More", {"Type": "String"}), OnUpdate.MAY_FAIL),
        (InsertKey(("Parameters",), "More", {"Default": 1}), OnUpdate.NOTHING),
        (SetValue(("Parameters", "Hash", "Default"), "x"), OnUpdate.REPLACEMENT),
        (SetValue(("Parameters", "Size", "Default"), "x"), OnUpdate.UNKNOWN),
        (SetValue(("Parameters", "Size", "Type"), "x"), OnUpdate.UNKNOWN),
        (SetValue(("Mappings", "Units", "prod", "read"), 6), OnUpdate.IN_PLACE),
        (Remove(("Conditions", "IsProd")), OnUpdate.NOTHING),
        (SetValue(("Conditions", "IsProd"), {}), OnUpdate.UNKNOWN),
        (SetValue(("Outputs", "Name", "Value"), 2), OnUpdate.NOTHING),
        (SetValue(("Outputs", "Shared", "Value"), 2), OnUpdate.MAY_FAIL),
        (Remove(("Outputs", "Shared")), OnUpdate.MAY_FAIL),
        (InsertKey(("Outputs",), "More", {"Value": 1}), OnUpdate.NOTHING),
        (InsertKey((), "Transform", "x"), OnUpdate.UNKNOWN),
    ],
)
def test_one_change(change: Change, expected: OnUpdate) -> None:
    assert worst(change) is expected


def test_the_worst_of_several_decides() -> None:
    wait = InsertKey(ORDERS, "DependsOn", "Fn")
    group = InsertKey(("Resources",), "FnLogGroup", GROUP)
    assert worst(wait, group) is OnUpdate.MAY_FAIL
    assert worst(wait, InsertKey(ORDERS, "Condition", "IsProd")) is OnUpdate.UNKNOWN
    assert worst(Remove(ORDERS), InsertKey(ORDERS, "Condition", "IsProd")) is OnUpdate.REMOVAL


def test_a_resource_that_gets_another_name_can_be_replaced() -> None:
    key = SetValue((*TABLE, "KeySchema", 0, "AttributeName"), "x")
    assert worst(key, SetValue((*TABLE, "TableName"), "bills")) is OnUpdate.REPLACEMENT


def test_without_a_template_only_code_is_known() -> None:
    assert on_update(None, [SetValue(TABLE, {})]) is OnUpdate.UNKNOWN
    assert on_update(None, [ReplaceInFile("app.py", 0, 1, "x")]) is OnUpdate.IN_PLACE
