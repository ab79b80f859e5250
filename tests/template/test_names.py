"""Names laid side by side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model.tree import Tree
from auditor.template.names import Equality
from tests.template.helpers import template

SAME, DIFFERENT, OPEN = Equality.SAME, Equality.DIFFERENT, Equality.OPEN
TEMPLATE = template(
    Parameters={
        "Stage": {"Type": "String", "Default": "dev"},
        "Team": {"Type": "String", "AllowedValues": ["shop"]},
    },
    Resources={
        "Named": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "orders"}},
        "Staged": {
            "Type": "AWS::Lambda::Function",
            "Properties": {"FunctionName": {"Fn::Sub": "orders-${Stage}"}},
        },
        "Unnamed": {"Type": "AWS::Lambda::Function", "Properties": {}},
        "Macro": {
            "Type": "AWS::Lambda::Function",
            "Properties": {"Fn::Transform": {}, "FunctionName": "orders"},
        },
        "ItsOwnName": {
            "Type": "AWS::Lambda::Function",
            "Properties": {"FunctionName": {"Fn::Sub": "${ItsOwnName}-x"}},
        },
    },
)
STAGED: Tree = {"Fn::Sub": "/aws/lambda/orders-${Stage}"}

PAIRS: list[tuple[str, Tree, Tree, Equality]] = [
    ("equal texts", "a", "a", SAME),
    ("other text", "a", "b", DIFFERENT),
    ("longer text", "a", "ab", DIFFERENT),
    ("number and text", 5, "5", SAME),
    ("truth and text", True, "true", SAME),
    ("only allowed value", {"Ref": "Team"}, "shop", SAME),
    ("default", {"Ref": "Stage"}, "dev", OPEN),
    (
        "same parameter",
        {"Fn::Sub": "x-${Stage}"},
        {"Fn::Join": ["-", ["x", {"Ref": "Stage"}]]},
        SAME,
    ),
    ("same beginning", {"Fn::Sub": "x-${Stage}"}, "x-prod", OPEN),
    ("other beginning", {"Fn::Sub": "x-${Stage}"}, "y-prod", DIFFERENT),
    ("other end", {"Fn::Sub": "${Stage}-x"}, "prod-y", DIFFERENT),
    ("name of a resource", {"Fn::Sub": "/aws/lambda/${Named}"}, "/aws/lambda/orders", SAME),
    ("name with a parameter", {"Fn::Sub": "/aws/lambda/${Staged}"}, STAGED, SAME),
    ("name that is made", {"Ref": "Unnamed"}, "orders", OPEN),
    ("name beside a macro", {"Ref": "Macro"}, "orders", OPEN),
    ("name of itself", {"Ref": "ItsOwnName"}, {"Ref": "ItsOwnName"}, SAME),
    ("own variable", {"Fn::Sub": ["${a}", {"a": {"Ref": "Team"}}]}, "shop", SAME),
    ("attribute", {"Fn::GetAtt": ["A", "Arn"]}, {"Fn::Sub": "${A.Arn}"}, SAME),
    ("attribute as text", {"Fn::GetAtt": "A.Arn"}, {"Fn::GetAtt": ["A", "Arn"]}, SAME),
    ("other attribute", {"Fn::GetAtt": ["A", "Arn"]}, {"Fn::GetAtt": ["B", "Arn"]}, OPEN),
    ("same branches", {"Fn::If": ["C", "a", "b"]}, {"Fn::If": ["C", "a", "b"]}, SAME),
    ("branches", {"Fn::If": ["C", "a", "b"]}, "a", OPEN),
    ("list", ["a"], "a", OPEN),
    ("mapping", {"a": "b", "c": "d"}, "a", OPEN),
    ("nothing", None, None, OPEN),
]


@pytest.mark.parametrize(
    ("one", "other", "expected"), [row[1:] for row in PAIRS], ids=[row[0] for row in PAIRS]
)
def test_compare(one: Tree, other: Tree, expected: Equality) -> None:
    assert TEMPLATE.compare(one, other) is expected
    assert TEMPLATE.compare(other, one) is expected


@given(st.text("ab", max_size=5), st.text("ab", max_size=5), st.text("ab", max_size=3))
def test_a_name_is_never_said_to_differ_from_what_it_can_become(
    before: str, after: str, filled: str
) -> None:
    name: Tree = {"Fn::Sub": f"{before}${{Stage}}{after}"}
    assert TEMPLATE.compare(name, before + filled + after) is not DIFFERENT


def test_names_made_of_each_other_are_answered() -> None:
    resources: Tree = {
        f"F{number}": {
            "Type": "AWS::Lambda::Function",
            "Properties": {"FunctionName": {"Fn::Sub": f"${{F{(number + 1) % 10}}}" * 1000}},
        }
        for number in range(10)
    }
    assert template(Resources=resources).name({"Ref": "F0"})
