"""Orders of several resources at once, and resources that are taken away."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.model.edit import edited
from auditor.model.settings import Settings
from auditor.template.template import Template
from auditor.template.wiring import wait_for, without

ACCOUNT = {"Type": "AWS::ApiGateway::Account"}
TOPIC = {"Type": "AWS::SNS::Topic"}


def ordered(body: dict[str, Any], *logical_ids: str) -> Any:
    """`DependsOn` after the edits; the edits themselves where there are none."""
    tree = {"Resources": {"It": body}}
    edits = wait_for(Template(tree, Settings()).resources["It"], *logical_ids)
    return edited(tree, edits)["Resources"]["It"]["DependsOn"] if edits else edits


@pytest.mark.parametrize(
    ("present", "added", "wanted"),
    [
        pytest.param({}, ["A"], "A", id="one where there is none"),
        pytest.param({}, ["A", "B"], ["A", "B"], id="two where there is none"),
        pytest.param({}, ["A", "A"], "A", id="one twice"),
        pytest.param({"DependsOn": "A"}, ["B", "C"], ["A", "B", "C"], id="behind a text"),
        pytest.param({"DependsOn": ["A"]}, ["B", "A", "C"], ["A", "B", "C"], id="behind a list"),
        pytest.param({"DependsOn": []}, ["A"], ["A"], id="in an empty list"),
        pytest.param({"DependsOn": "A"}, ["A"], (), id="there as a text"),
        pytest.param({"DependsOn": ["A", "B"]}, ["B", "A"], (), id="there in a list"),
        pytest.param({}, [], (), id="nothing to wait for"),
        pytest.param({"DependsOn": None}, ["A"], None, id="nothing written"),
        pytest.param({"DependsOn": {"Ref": "A"}}, ["A"], None, id="a function"),
    ],
)
def test_waiting_for_several(present: dict[str, Any], added: list[str], wanted: Any) -> None:
    assert ordered({**TOPIC, **present}, *added) == wanted


def left(**sections: Any) -> Any:
    """The tree without the resource `It`; None where it is referred to."""
    tree = {**sections, "Resources": {"It": ACCOUNT, **sections["Resources"]}}
    edits = without(Template(tree, Settings()).resources["It"])
    return None if edits is None else edited(tree, edits)


def test_a_resource_goes_with_all_that_waits_for_it() -> None:
    found = left(
        Resources={
            "Text": {**TOPIC, "DependsOn": "It"},
            "Alone": {**TOPIC, "DependsOn": ["It"]},
            "Beside": {**TOPIC, "DependsOn": ["Text", "It", "Alone"]},
            "Other": {**TOPIC, "DependsOn": "Text"},
        }
    )
    assert found["Resources"] == {
        "Text": TOPIC,
        "Alone": TOPIC,
        "Beside": {**TOPIC, "DependsOn": ["Text", "Alone"]},
        "Other": {**TOPIC, "DependsOn": "Text"},
    }


@pytest.mark.parametrize(
    "sections",
    [
        pytest.param(
            {"Resources": {"A": {**TOPIC, "Properties": {"TopicName": {"Ref": "It"}}}}}, id="Ref"
        ),
        pytest.param(
            {"Resources": {"A": {**TOPIC, "Properties": {"X": {"Fn::Sub": "${It.Id}"}}}}}, id="Sub"
        ),
        pytest.param({"Resources": {}, "Outputs": {"A": {"Value": {"Ref": "It"}}}}, id="output"),
    ],
)
def test_a_resource_that_is_referred_to_stays(sections: dict[str, Any]) -> None:
    assert left(**sections) is None
