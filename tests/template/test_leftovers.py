"""What a fix would leave behind."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from auditor.model.edit import Edit, Remove, SetValue
from auditor.model.settings import Settings
from auditor.template.leftovers import collapsed, leftovers
from auditor.template.template import Template
from auditor.template.wiring import wait_for

NOTHING = {"Ref": "AWS::NoValue"}
TREE: dict[str, Any] = {
    "Parameters": {"Size": {"Type": "Number"}, "Stage": {"Type": "String"}},
    "Mappings": {"Sizes": {"prod": {"size": 5}}},
    "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
    "Resources": {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {}},
        "Fn": {
            "Type": "AWS::Lambda::Function",
            "Condition": "IsProd",
            "Properties": {
                "Role": {"Fn::GetAtt": ["Role", "Arn"]},
                "Timeout": {"Fn::If": ["IsProd", {"Ref": "Size"}, 3]},
                "MemorySize": {"Fn::FindInMap": ["Sizes", "prod", "size"]},
            },
        },
    },
}
FN = ("Resources", "Fn")
PROPERTIES = (*FN, "Properties")


def left(*edits: Edit, **sections: Any) -> set[str]:
    tree = deepcopy(TREE) | sections
    return {one.label for one in leftovers(Template(tree, Settings()), edits)}


def test_what_only_a_removed_value_uses() -> None:
    assert left(Remove((*PROPERTIES, "Timeout"))) == {"parameter 'Size'"}
    assert left(Remove((*PROPERTIES, "MemorySize"))) == {"mapping 'Sizes'"}


def test_a_removed_resource_leaves_its_condition_and_its_role() -> None:
    assert left(Remove(FN)) == {
        "condition 'IsProd'",
        "mapping 'Sizes'",
        "parameter 'Size'",
        "parameter 'Stage'",
        "role 'Role'",
    }


@pytest.mark.parametrize(
    "sections",
    [
        {"Metadata": {"AWS::CloudFormation::Interface": {"ParameterGroups": ["Size"]}}},
        {"Outputs": {"Size": {"Value": {"Fn::Sub": "${Size} MB"}}}},
        {"Transform": ["Ours"]},
    ],
    ids=["metadata", "output", "macro"],
)
def test_what_may_be_used_elsewhere_stays(sections: dict[str, Any]) -> None:
    assert left(Remove((*PROPERTIES, "Timeout")), **sections) == set()


def test_the_new_value_may_use_it() -> None:
    assert left(SetValue((*PROPERTIES, "Timeout"), {"Ref": "Size"})) == set()


def test_branches_that_become_the_same() -> None:
    branch = (*PROPERTIES, "Timeout", "Fn::If", 1)
    assert collapsed(TREE, [SetValue(branch, 3)]) == (SetValue((*PROPERTIES, "Timeout"), 3),)
    assert collapsed(TREE, [SetValue(branch, 4)]) == (SetValue(branch, 4),)
    tree = deepcopy(TREE)
    tree["Resources"]["Fn"]["Properties"]["Timeout"]["Fn::If"][2] = NOTHING
    assert collapsed(tree, [SetValue(branch, NOTHING)]) == (Remove((*PROPERTIES, "Timeout")),)


def test_nothing_waits_for_what_may_be_missing() -> None:
    template = Template(TREE, Settings())
    assert wait_for(template.resources["Role"], "Fn") is None
    assert wait_for(template.resources["Fn"], "Role")
