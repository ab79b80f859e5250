"""The log rules act on the same things: together they end stable, with one group a function."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest

from auditor.aws.lambda_.function import LambdaFunction
from auditor.aws.logs.groups import LogFilter, declared_log_groups
from auditor.engine.check import check
from auditor.engine.fixpoint import fix
from auditor.model.finding import Safety
from auditor.model.settings import Settings
from auditor.source.detect import parse
from auditor.template.names import Equality
from auditor.template.template import Template
from tests.rules.cases import Case, cases, rules

TOGETHER = ("function-log-group", "log-group-dependency", "log-group-missing")
CHECK = partial(check, rules=[rules()[name] for name in TOGETHER], settings=Settings())
OURS = [case for case in cases() if case.rule in TOGETHER]
FN: dict[str, Any] = {"Type": "AWS::Lambda::Function"}


def named(name: Any, **body: Any) -> dict[str, Any]:
    return {**FN, **body, "Properties": {"FunctionName": name}}


def metric(group: Any, **body: Any) -> dict[str, Any]:
    return {"Type": "AWS::Logs::MetricFilter", **body, "Properties": {"LogGroupName": group}}


def subscription(group: Any) -> dict[str, Any]:
    properties = {"LogGroupName": group, "DestinationArn": {"Fn::GetAtt": ["Sink", "Arn"]}}
    return {"Type": "AWS::Logs::SubscriptionFilter", "Properties": properties}


def declared(name: Any) -> dict[str, Any]:
    return {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": name}}


STACKS: dict[str, dict[str, Any]] = {
    "three filters on a named function": {
        "A": metric("/aws/lambda/orders"),
        "Orders": named("orders"),
        "B": metric({"Fn::Sub": "/aws/lambda/${Orders}"}),
        "C": subscription({"Fn::Join": ["", ["/aws/lambda/", "orders"]]}),
        "Sink": named("sink"),
    },
    "unnamed functions that filter each other": {
        "One": FN,
        "Two": FN,
        "A": metric({"Fn::Sub": "/aws/lambda/${One}"}),
        "B": metric({"Fn::Sub": "/aws/lambda/${Two}"}),
    },
    "custom resource of an unnamed function": {
        "Maker": FN,
        "Made": {
            "Type": "Custom::Made",
            "Properties": {"ServiceToken": {"Fn::GetAtt": ["Maker", "Arn"]}},
        },
        "MadeToo": {
            "Type": "AWS::CloudFormation::CustomResource",
            "DependsOn": ["Made"],
            "Properties": {"ServiceToken": {"Fn::GetAtt": "Maker.Arn"}},
        },
        "A": metric({"Fn::Sub": "/aws/lambda/${Maker}"}),
    },
    "declared without any order": {
        "Logs": declared("/aws/lambda/orders"),
        "Orders": named("orders", DependsOn="Table"),
        "Table": {"Type": "AWS::DynamoDB::Table"},
        "A": metric("/aws/lambda/orders", DependsOn=["Table"]),
    },
    "function that waits for its filter": {
        "Orders": named("orders", DependsOn=["A"]),
        "A": metric("/aws/lambda/orders"),
    },
    "name from a resource that waits for the function": {
        "Orders": named({"Fn::Sub": "${Table}-orders"}),
        "Table": {"Type": "AWS::DynamoDB::Table"},
        "A": metric({"Fn::Sub": "/aws/lambda/${Table}-orders"}),
    },
    "functions of one name under two conditions": {
        "Blue": named("orders", Condition="IsBlue"),
        "Green": named("orders", Condition="IsGreen"),
        "A": metric("/aws/lambda/orders"),
    },
}


def template(text: str) -> Template:
    tree = parse(text).tree
    assert isinstance(tree, dict)
    return Template(tree, Settings())


def assert_in_order(made: Template) -> None:
    """No cycle; at most one group a function, and that before the function or after it."""
    for resource in made.resources.values():
        assert not resource.waits_for(resource.logical_id)
    if not made.shows_all_resources:
        return
    for fn in LambdaFunction.find(made):
        if fn.resource.condition is None and fn.names_its_log_group is False:
            groups = declared_log_groups(made, fn.log_group_name or ())[Equality.SAME]
            assert len(groups) <= 1
            for group in groups:
                before = fn.resource.waits_for(group.logical_id)
                assert before or group.waits_for(fn.logical_id) or group.condition


@pytest.mark.parametrize("case", OURS, ids=str)
def test_fixtures_end_stable_and_in_order(case: Case) -> None:
    first = fix(case.text, CHECK, Safety.UNSAFE)
    assert first.rejected == ()
    assert first.cycle == ()
    assert fix(first.final.text, CHECK, Safety.UNSAFE).final.text == first.final.text
    assert_in_order(template(first.final.text))


@pytest.mark.parametrize("resources", STACKS.values(), ids=list(STACKS))
def test_stacks_end_stable_and_in_order(resources: dict[str, Any]) -> None:
    text = json.dumps({"Resources": resources}, indent=2)
    first = fix(text, CHECK, Safety.UNSAFE)
    assert first.rejected == ()
    assert first.cycle == ()
    assert fix(first.final.text, CHECK, Safety.UNSAFE).final.text == first.final.text
    assert_in_order(template(first.final.text))


@pytest.mark.parametrize("name", list(STACKS)[:4])
def test_filters_wait_for_the_one_group_in_the_end(name: str) -> None:
    text = json.dumps({"Resources": STACKS[name]}, indent=2)
    final = fix(text, CHECK, Safety.UNSAFE).final
    assert final.findings == ()
    made = template(final.text)
    functions = [fn for fn in LambdaFunction.find(made) if fn.log_group_name]
    assert sum(1 for _ in made.of_type("AWS::Logs::LogGroup")) == len(functions)
    for found in LogFilter.find(made):
        spelled = made.name(found.log_groups[0].value)
        (group,) = declared_log_groups(made, spelled or ())[Equality.SAME]
        assert found.resource.waits_for(group.logical_id)


def test_custom_resources_wait_for_the_group() -> None:
    text = json.dumps({"Resources": STACKS["custom resource of an unnamed function"]}, indent=2)
    made = template(fix(text, CHECK, Safety.UNSAFE).final.text)
    assert made.resources["Made"].waits_for("MakerLogGroup")
    assert made.resources["MadeToo"].waits_for("MakerLogGroup")


def test_safe_fixes_alone_leave_functions_without_filters_as_they_are() -> None:
    text = json.dumps({"Resources": {"Orders": named("orders")}}, indent=2)
    assert fix(text, CHECK, Safety.SAFE).final.text == text
