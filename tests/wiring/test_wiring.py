"""Edits that put new resources and a new order of creation into a template."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.aws.logs.new_group import log_group
from auditor.model.edit import edited
from auditor.model.settings import Settings
from auditor.template.template import Template
from auditor.template.wiring import wait_for, waits_for_any

FUNCTION = "AWS::Lambda::Function"
GROUP = "AWS::Logs::LogGroup"


def template(**resources: Any) -> Template:
    return Template({"Resources": resources}, Settings(log_retention_days=5))


def group(name: Any, **properties: Any) -> dict[str, Any]:
    return {"Type": GROUP, "Properties": {"LogGroupName": name, **properties}}


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        pytest.param({}, "New", id="none"),
        pytest.param({"DependsOn": "Old"}, ["Old", "New"], id="one"),
        pytest.param({"DependsOn": ["Old", "Older"]}, ["Old", "Older", "New"], id="list"),
        pytest.param({"DependsOn": []}, ["New"], id="empty list"),
        pytest.param({"DependsOn": "New"}, "New", id="that one"),
        pytest.param({"DependsOn": ["New", "Old"]}, ["New", "Old"], id="that one in a list"),
    ],
)
def test_waits_for_the_new_one_and_all_old_ones(body: dict[str, Any], wanted: Any) -> None:
    made = template(A={"Type": FUNCTION, **body})
    edits = wait_for(made.resources["A"], "New")
    assert edits is not None
    assert edited(made.tree, edits)["Resources"]["A"]["DependsOn"] == wanted


@pytest.mark.parametrize("value", [None, 3, {"Fn::If": ["A", "B", "C"]}], ids=repr)
def test_an_order_that_is_not_plain_is_left_alone(value: Any) -> None:
    made = template(A={"Type": FUNCTION, "DependsOn": value})
    assert wait_for(made.resources["A"], "New") is None


@pytest.mark.parametrize(
    ("value", "waits"),
    [
        ("/aws/lambda/a", False),
        ({"Fn::Sub": "/aws/lambda/${Fn}"}, True),
        ({"Fn::Sub": "/aws/lambda/${Alias}"}, True),
        ({"Fn::Sub": ["/aws/lambda/${Fn}", {"Fn": "text"}]}, False),
        ({"Fn::Sub": "/aws/lambda/${!Fn}"}, False),
        ({"Fn::Join": ["", ["/aws/lambda/", {"Ref": "Table"}]]}, False),
        ({"Ref": "Parameter"}, False),
        ({"Ref": "AWS::StackName"}, False),
        (None, False),
    ],
    ids=repr,
)
def test_what_a_value_waits_for(value: Any, waits: bool) -> None:
    made = template(
        Fn={"Type": FUNCTION},
        Alias={"Type": "AWS::Lambda::Alias", "Properties": {"FunctionName": {"Ref": "Fn"}}},
        Table={"Type": "AWS::DynamoDB::Table"},
    )
    assert waits_for_any(made, value, "Fn") is waits


@pytest.mark.parametrize(
    ("others", "wanted"),
    [
        pytest.param({}, 5, id="no other group"),
        pytest.param({"G": group("/a", RetentionInDays=14)}, 14, id="one"),
        pytest.param(
            {"G": group("/a", RetentionInDays={"Ref": "Days"}), "H": group("/b")},
            {"Ref": "Days"},
            id="those that have one agree",
        ),
        pytest.param(
            {"G": group("/a", RetentionInDays=14), "H": group("/b", RetentionInDays=30)},
            5,
            id="they differ",
        ),
        pytest.param({"G": group("/a", RetentionInDays={"Ref": "Fn"})}, 5, id="from a resource"),
        pytest.param({"G": group("/a", RetentionInDays=None)}, 5, id="null"),
        pytest.param({"G": group("/a", RetentionInDays={"Ref": "AWS::NoValue"})}, 5, id="no value"),
        pytest.param({"G": {"Type": GROUP, "Properties": []}}, 5, id="no properties to read"),
    ],
)
def test_retention_follows_the_other_groups(others: dict[str, Any], wanted: Any) -> None:
    made = template(Fn={"Type": FUNCTION}, **others)
    new = log_group(made.resources["Fn"], "/aws/lambda/fn")
    assert new is not None
    body = edited(made.tree, new.edits)["Resources"][new.logical_id]
    assert body["Properties"] == {"LogGroupName": "/aws/lambda/fn", "RetentionInDays": wanted}


def test_the_function_waits_for_a_group_that_is_there_first() -> None:
    made = template(Fn={"Type": FUNCTION, "Condition": "On"})
    new = log_group(made.resources["Fn"], {"Fn::Sub": "/aws/lambda/${Name}"})
    assert new is not None
    resources = edited(made.tree, new.edits)["Resources"]
    assert list(resources) == ["FnLogGroup", "Fn"]
    assert resources["FnLogGroup"]["Condition"] == "On"
    assert resources["Fn"]["DependsOn"] == "FnLogGroup"


def custom(**body: Any) -> dict[str, Any]:
    properties = {"ServiceToken": {"Fn::GetAtt": ["Fn", "Arn"]}}
    return {"Type": "Custom::Seed", "Properties": properties, **body}


def test_custom_resources_wait_for_a_group_that_comes_after_the_function() -> None:
    made = template(Fn={"Type": FUNCTION}, Seed=custom(), Other={"Type": "Custom::Other"})
    new = log_group(made.resources["Fn"], {"Fn::Sub": "/aws/lambda/${Fn}"})
    assert new is not None
    resources = edited(made.tree, new.edits)["Resources"]
    assert "DependsOn" not in resources["Fn"]
    assert resources["Seed"]["DependsOn"] == "FnLogGroup"
    assert "DependsOn" not in resources["Other"]


def test_no_group_where_the_order_would_be_a_cycle() -> None:
    made = template(Fn={"Type": FUNCTION}, Seed=custom())
    name = {"Fn::Sub": "/aws/lambda/${Fn}-${Seed}"}
    assert log_group(made.resources["Fn"], name) is None


def test_no_group_where_the_order_cannot_be_written() -> None:
    made = template(Fn={"Type": FUNCTION}, Seed=custom(DependsOn={"Ref": "x"}))
    assert log_group(made.resources["Fn"], {"Ref": "Fn"}) is None


@given(st.lists(st.sampled_from(["Fn", "FnLogGroup", "FnLogGroup2", "Table"]), unique=True))
def test_the_logical_id_is_new(taken: list[str]) -> None:
    made = template(**{name: {"Type": FUNCTION} for name in ["Fn", *taken]})
    new = log_group(made.resources["Fn"], "/aws/lambda/fn")
    assert new is not None
    assert new.logical_id not in made.resources
    assert set(edited(made.tree, new.edits)["Resources"]) == {*made.resources, new.logical_id}


@pytest.mark.parametrize(
    ("others", "wanted"),
    [
        pytest.param([], {"Type": FUNCTION, "DependsOn": "New", "Properties": {}}, id="none"),
        pytest.param(
            [{"Type": GROUP, "DependsOn": ["A"]}],
            {"Type": FUNCTION, "DependsOn": ["New"], "Properties": {}},
            id="a list",
        ),
        pytest.param(
            [{"Type": GROUP, "DependsOn": "A"}, {"Type": GROUP, "DependsOn": ["A", "B"]}],
            {"Type": FUNCTION, "DependsOn": "New", "Properties": {}},
            id="lists of several, and a text",
        ),
        pytest.param(
            [{"Type": GROUP, "Properties": {}, "DependsOn": "A"}],
            {"Type": FUNCTION, "Properties": {}, "DependsOn": "New"},
            id="behind the properties",
        ),
        pytest.param(
            [{"DependsOn": "A", "Type": GROUP}],
            {"DependsOn": "New", "Type": FUNCTION, "Properties": {}},
            id="first",
        ),
        pytest.param(
            [{"Type": GROUP, "Condition": "C", "DependsOn": "A"}],
            {"Type": FUNCTION, "DependsOn": "New", "Properties": {}},
            id="behind what this one has not",
        ),
    ],
)
def test_an_order_is_written_as_the_others_are(
    others: list[dict[str, Any]], wanted: dict[str, Any]
) -> None:
    named = {f"Other{number}": body for number, body in enumerate(others)}
    made = template(**named, Fn={"Type": FUNCTION, "Properties": {}})
    edits = wait_for(made.resources["Fn"], "New")
    assert edits is not None
    changed = edited(made.tree, edits)["Resources"]["Fn"]
    assert (changed, list(changed)) == (wanted, list(wanted))


FN = {"Type": FUNCTION, "Properties": {"FunctionName": "fn"}}
OTHER = {"Type": FUNCTION, "Properties": {"FunctionName": "other"}}


@pytest.mark.parametrize(
    ("resources", "order"),
    [
        pytest.param({"Fn": FN}, ["FnLogGroup", "Fn"], id="no habit"),
        pytest.param(
            {"Other": OTHER, "Logs": group("/aws/lambda/other"), "Fn": FN},
            ["Other", "Logs", "Fn", "FnLogGroup"],
            id="behind, by the name",
        ),
        pytest.param(
            {"Fn": FN, "Other": OTHER, "Logs": group({"Fn::Sub": "/aws/lambda/${Other}"})},
            ["Fn", "FnLogGroup", "Other", "Logs"],
            id="behind, by a reference",
        ),
        pytest.param(
            {"Logs": group("/x"), "Other": {**OTHER, "DependsOn": "Logs"}, "Fn": FN},
            ["Logs", "Other", "FnLogGroup", "Fn"],
            id="before, by the order",
        ),
        pytest.param(
            {"Logs": group("/x"), "More": group("/y"), "Other": OTHER, "Fn": FN},
            ["Logs", "More", "FnLogGroup", "Other", "Fn"],
            id="all together",
        ),
    ],
)
def test_a_log_group_stands_where_the_others_do(
    resources: dict[str, Any], order: list[str]
) -> None:
    made = template(**resources)
    new = log_group(made.resources["Fn"], "/aws/lambda/fn")
    assert new is not None
    assert list(edited(made.tree, new.edits)["Resources"]) == order
