"""Mentions of other resources, and the order that follows from them."""

from __future__ import annotations

import pytest

from auditor.model.tree import Tree
from auditor.template.intrinsics import sub_parts
from auditor.template.references import depends_on, references
from tests.template.helpers import template


@pytest.mark.parametrize(
    ("value", "targets"),
    [
        ("A", []),
        ({"Ref": "A"}, ["A"]),
        ({"Ref": "AWS::Region"}, []),
        ({"Ref": ["A"]}, []),
        ({"Fn::GetAtt": ["A", "Arn"]}, ["A"]),
        ({"Fn::GetAtt": "A.Arn"}, ["A"]),
        ({"Fn::GetAtt": ["A", "Nested", "Arn"]}, ["A"]),
        ({"Fn::GetAtt": ["A", {"Ref": "B"}]}, ["B"]),
        ({"Fn::Sub": "${A} ${B.Arn} ${AWS::Region} ${!C}"}, ["A", "B"]),
        ({"Fn::Sub": ["${A} ${x}", {"x": {"Ref": "B"}}]}, ["A", "B"]),
        ({"Fn::Sub": "${A"}, []),
        ({"Fn::Sub": {"not": "a text"}}, []),
        ({"Fn::If": ["C", {"Ref": "A"}, {"Ref": "B"}]}, ["A", "B"]),
        ({"a": [{"b": {"Ref": "A"}}]}, ["A"]),
        ({"Ref": "A", "b": 1}, []),
    ],
    ids=str,
)
def test_references(value: Tree, targets: list[str]) -> None:
    assert [reference.target for reference in references(value, ())] == targets


@pytest.mark.parametrize(
    ("value", "targets"),
    [("A", ["A"]), (["A", "B"], ["A", "B"]), ([{"Ref": "A"}, "B"], ["B"]), (None, []), (5, [])],
    ids=str,
)
def test_depends_on(value: Tree, targets: list[str]) -> None:
    assert [reference.target for reference in depends_on(value, ())] == targets


def resource(*needs: str, **body: Tree) -> Tree:
    properties = {need: {"Ref": need} for need in needs}
    return {"Type": "AWS::SNS::Topic", "Properties": properties, **body}


ORDER = template(
    Resources={
        "First": resource(),
        "Second": resource("First"),
        "Third": resource(DependsOn=["Second"]),
        "Left": resource("Right"),
        "Right": resource("Left"),
    }
)


@pytest.mark.parametrize(
    ("one", "other", "waits"),
    [
        ("Second", "First", True),
        ("Third", "First", True),
        ("First", "Third", False),
        ("First", "First", False),
        ("Left", "Left", True),
        ("Left", "First", False),
    ],
)
def test_waits_for(one: str, other: str, waits: bool) -> None:
    assert ORDER.resources[one].waits_for(other) is waits


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("a", [("a", 0, 1, False)]),
        ("${A}", [("A", 0, 4, True)]),
        ("x${ A }y", [("x", 0, 1, False), ("A", 1, 7, True), ("y", 7, 8, False)]),
        ("${!A}", [("${", 0, 3, False), ("A}", 3, 5, False)]),
        ("${}", [("", 0, 3, True)]),
        ("a${b", [("a${b", 0, 4, False)]),
        ("${A}${", [("A", 0, 4, True), ("${", 4, 6, False)]),
    ],
)
def test_parts_of_a_substitution(text: str, parts: list[tuple[str, int, int, bool]]) -> None:
    found = [(part.text, part.start, part.end, part.is_variable) for part in sub_parts(text)]
    assert found == parts


def test_openings_without_an_end_take_no_time() -> None:
    assert [part.text for part in sub_parts("${" * 200_000)] == ["${" * 200_000]
