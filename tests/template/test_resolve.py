"""What values can turn out to be."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model.tree import Tree
from auditor.template.values import ALWAYS, Case
from tests.template.helpers import template, told

PARAMETERS: Tree = {
    "Free": {"Type": "String"},
    "Stage": {"Type": "String", "Default": "dev", "AllowedValues": ["dev", "prod"]},
    "Only": {"Type": "String", "AllowedValues": ["one"]},
    "Number": {"Type": "Number", "Default": 5},
    "Empty": {"Type": "String", "Default": ""},
    "Stored": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/path"},
    "List": {"Type": "CommaDelimitedList", "Default": "a,b"},
    "Broken": {"Type": "String", "Default": ["a"]},
}
MAPPINGS: Tree = {
    "Sizes": {"dev": {"Size": "small", "Zones": ["a"]}, "prod": {"Size": "large"}},
    "Numbers": {"1": {"2": 3}},
}
CONDITIONS: Tree = {
    "IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]},
    "IsDev": {"Fn::Equals": [{"Ref": "Stage"}, "dev"]},
    "HasText": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Empty"}, ""]}]},
    "IsLarge": {"Fn::Equals": [{"Ref": "Number"}, 10]},
    "Never": {"Fn::Equals": ["a", "b"]},
}
TEMPLATE = template(Parameters=PARAMETERS, Mappings=MAPPINGS, Conditions=CONDITIONS)
NO_VALUE: Tree = {"Ref": "AWS::NoValue"}

CASES: list[tuple[str, Tree, list[object]]] = [
    ("text", "a", ["a"]),
    ("null", None, [None]),
    ("mapping", {"a": 1, "b": 2}, [{"a": 1, "b": 2}]),
    ("dynamic reference", "{{resolve:ssm:/a}}", ["UNKNOWN"]),
    ("no value", NO_VALUE, ["ABSENT"]),
    ("parameter without default", {"Ref": "Free"}, ["UNKNOWN"]),
    ("parameter with default", {"Ref": "Stage"}, ["dev?"]),
    ("parameter with one allowed value", {"Ref": "Only"}, ["one"]),
    ("parameter that is a number", {"Ref": "Number"}, ["5?"]),
    ("parameter from the store", {"Ref": "Stored"}, ["UNKNOWN"]),
    ("parameter that is a list", {"Ref": "List"}, ["UNKNOWN"]),
    ("parameter with a broken default", {"Ref": "Broken"}, ["UNKNOWN"]),
    ("pseudo parameter", {"Ref": "AWS::Region"}, ["UNKNOWN"]),
    ("reference to nothing", {"Ref": "Nothing"}, ["UNKNOWN"]),
    ("reference that is a list", {"Ref": ["Stage"]}, ["UNKNOWN"]),
    ("attribute", {"Fn::GetAtt": ["A", "Arn"]}, ["UNKNOWN"]),
    ("macro", {"Fn::Transform": {"Name": "Upper"}}, ["UNKNOWN"]),
    ("macro among keys", {"Fn::Transform": {}, "a": 1}, ["UNKNOWN"]),
    ("branches", {"Fn::If": ["IsProd", "a", "b"]}, ["IsProd: a", "!IsProd: b"]),
    (
        "branch without value",
        {"Fn::If": ["IsProd", "a", NO_VALUE]},
        ["IsProd: a", "!IsProd: ABSENT"],
    ),
    (
        "branch in its own branch",
        {"Fn::If": ["IsProd", {"Fn::If": ["IsProd", "a", "b"]}, "c"]},
        ["IsProd: a", "!IsProd: c"],
    ),
    (
        "branches that exclude each other",
        {"Fn::If": ["IsProd", {"Fn::If": ["IsDev", "a", "b"]}, "c"]},
        ["!IsDev IsProd: b", "!IsProd: c"],
    ),
    (
        "branch that the allowed values rule out",
        {"Fn::If": ["IsProd", "a", {"Fn::If": ["IsDev", "b", "c"]}]},
        ["IsProd: a", "IsDev !IsProd: b"],
    ),
    ("branch that never is", {"Fn::If": ["Never", "a", "b"]}, ["!Never: b"]),
    ("branches of an unknown condition", {"Fn::If": ["What", "a", "b"]}, ["What: a", "!What: b"]),
    ("too few branches", {"Fn::If": ["IsProd", "a"]}, ["UNKNOWN"]),
    ("branches that are no list", {"Fn::If": {"IsProd": "a"}}, ["UNKNOWN"]),
    (
        "default that a condition rules out",
        {"Fn::If": ["HasText", {"Ref": "Empty"}, "none"]},
        ["HasText: UNKNOWN", "!HasText: none"],
    ),
    (
        "parameter that a condition settles",
        {"Fn::If": ["IsProd", {"Ref": "Stage"}, {"Ref": "Stage"}]},
        ["IsProd: prod", "!IsProd: dev?"],
    ),
    (
        "number that a condition settles",
        {"Fn::If": ["IsLarge", {"Ref": "Number"}, 1]},
        ["IsLarge: 10", "!IsLarge: 1"],
    ),
    ("substitution without variables", {"Fn::Sub": "a"}, ["a"]),
    ("substitution of a text", {"Fn::Sub": "${!a} ${Only}"}, ["${a} one"]),
    ("substitution of a default", {"Fn::Sub": "x-${Stage}"}, ["x-dev?"]),
    ("substitution of its own variable", {"Fn::Sub": ["${a}${Only}", {"a": 1}]}, ["1one"]),
    ("substitution of an attribute", {"Fn::Sub": "${A.Arn}"}, ["UNKNOWN"]),
    (
        "substitution of branches",
        {"Fn::Sub": ["x${a}", {"a": {"Fn::If": ["IsProd", "1", NO_VALUE]}}]},
        ["IsProd: x1", "!IsProd: x"],
    ),
    ("substitution of a dynamic reference", {"Fn::Sub": "{{resolve:ssm:${Only}}}"}, ["UNKNOWN"]),
    ("substitution of a list", {"Fn::Sub": [["a"]]}, ["UNKNOWN"]),
    ("substitution never closed", {"Fn::Sub": "${Only"}, ["${Only"]),
    ("joined", {"Fn::Join": ["-", ["a", {"Ref": "Only"}, 1, True]]}, ["a-one-1-true"]),
    ("joined without what is absent", {"Fn::Join": ["-", ["a", NO_VALUE, "b"]]}, ["a-b"]),
    ("joined with the unknown", {"Fn::Join": ["-", ["a", {"Ref": "Free"}]]}, ["UNKNOWN"]),
    ("joined what is no list", {"Fn::Join": ["-", {"Ref": "List"}]}, ["UNKNOWN"]),
    ("joined without delimiter", {"Fn::Join": [["a"]]}, ["UNKNOWN"]),
    ("mapping by text", {"Fn::FindInMap": ["Sizes", "prod", "Size"]}, ["large"]),
    (
        "mapping by default",
        {"Fn::FindInMap": ["Sizes", {"Ref": "Stage"}, "Size"]},
        ["small?", "large?"],
    ),
    ("mapping by number", {"Fn::FindInMap": ["Numbers", 1, 2]}, [3]),
    ("mapping by parameter", {"Fn::FindInMap": ["Sizes", {"Ref": "Free"}, "Zones"]}, [["a"]]),
    (
        "mapping by what a condition settles",
        {"Fn::If": ["IsProd", {"Fn::FindInMap": ["Sizes", {"Ref": "Stage"}, "Size"]}, "x"]},
        ["IsProd: large", "!IsProd: x"],
    ),
    ("mapping that is not there", {"Fn::FindInMap": ["What", "a", "b"]}, ["UNKNOWN"]),
    (
        "mapping with a fallback",
        {"Fn::FindInMap": ["Sizes", "x", "y", {"DefaultValue": 1}]},
        ["UNKNOWN"],
    ),
    ("selected", {"Fn::Select": ["1", ["a", "b"]]}, ["b"]),
    ("selected beyond the end", {"Fn::Select": [5, ["a"]]}, ["UNKNOWN"]),
    ("selected by a number without end", {"Fn::Select": ["9" * 5000, ["a"]]}, ["UNKNOWN"]),
    ("selected of pieces", {"Fn::Select": [1, {"Fn::Split": ["-", "a-b"]}]}, ["b"]),
    (
        "selected of pieces of a default",
        {"Fn::Select": [0, {"Fn::Split": ["e", {"Ref": "Stage"}]}]},
        ["d?"],
    ),
    (
        "selected of pieces of branches",
        {"Fn::Select": [0, {"Fn::Split": ["-", {"Fn::If": ["IsProd", "a-b", "c"]}]}]},
        ["IsProd: a", "!IsProd: c"],
    ),
    ("selected beyond the pieces", {"Fn::Select": [2, {"Fn::Split": ["-", "a-b"]}]}, ["UNKNOWN"]),
    (
        "selected of pieces of a dynamic reference",
        {"Fn::Select": [0, {"Fn::Split": [":", "{{resolve:ssm:/a}}"]}]},
        ["UNKNOWN"],
    ),
    (
        "selected of pieces of what is not known",
        {"Fn::Select": [0, {"Fn::Split": ["-", {"Ref": "Free"}]}]},
        ["UNKNOWN"],
    ),
    ("selected of pieces by nothing", {"Fn::Select": [0, {"Fn::Split": ["", "a"]}]}, ["UNKNOWN"]),
    ("selected from a function", {"Fn::Select": [0, {"Fn::GetAZs": ""}]}, ["UNKNOWN"]),
]


@pytest.mark.parametrize(
    ("value", "expected"), [row[1:] for row in CASES], ids=[r[0] for r in CASES]
)
def test_cases(value: Tree, expected: list[object]) -> None:
    assert told(TEMPLATE.cases(value, ("here",))) == expected


@pytest.mark.parametrize(
    ("value", "path", "direct"),
    [
        ("a", ("here",), True),
        ({"Ref": "Only"}, ("here",), False),
        ({"Fn::Sub": "a"}, ("here", "Fn::Sub"), True),
        ({"Fn::Sub": "${!a}"}, ("here", "Fn::Sub"), False),
        ({"Fn::Sub": ["a", {}]}, ("here", "Fn::Sub", 0), True),
        ({"Fn::Join": ["", ["a"]]}, ("here",), False),
        ({"Fn::If": ["Never", "a", "b"]}, ("here", "Fn::If", 2), True),
        ({"Fn::FindInMap": ["Sizes", "dev", "Size"]}, ("Mappings", "Sizes", "dev", "Size"), True),
        ({"Fn::Select": [0, ["a"]]}, ("here", "Fn::Select", 1, 0), True),
    ],
    ids=["text", "ref", "sub", "escape", "sub list", "join", "branch", "mapping", "select"],
)
def test_where_a_value_is_written(value: Tree, path: tuple[str | int, ...], direct: bool) -> None:
    (case,) = TEMPLATE.cases(value, ("here",))
    assert (case.path, case.direct) == (path, direct)


def test_too_many_cases_are_one_that_is_unknown() -> None:
    pieces: Tree = [{"Fn::If": [f"C{number}", "a", "b"]} for number in range(6)]
    assert told(TEMPLATE.cases({"Fn::Join": ["", pieces[:5]]}, ()))[0] == "C0 C1 C2 C3 C4: aaaaa"
    assert told(TEMPLATE.cases({"Fn::Join": ["", pieces]}, ())) == ["UNKNOWN"]


def test_what_is_never_created_is_unknown() -> None:
    never = frozenset({("IsProd", True), ("IsDev", True)})
    assert [case.known for case in TEMPLATE.cases("a", (), never)] == [False]


def test_branches_leave_other_functions_as_they_are() -> None:
    value: Tree = {"Fn::If": ["IsProd", {"Ref": "Free"}, NO_VALUE]}
    found = TEMPLATE.branches(value, ())
    assert told(found) == ["IsProd: {'Ref': 'Free'}", "!IsProd: ABSENT"]


FUNCTIONS = [
    *("Ref", "Fn::If", "Fn::Sub", "Fn::Join", "Fn::FindInMap", "Fn::Select", "Fn::Split"),
    "Fn::GetAtt",
]
NAMES = st.sampled_from(["Stage", "Only", "Free", "Sizes", "IsProd", "dev", "Size", "${Only}", "0"])
ANYTHING: Any = st.recursive(
    NAMES | st.none() | st.booleans() | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(FUNCTIONS), inner, min_size=1, max_size=2)
    ),
    max_leaves=20,
)


@given(ANYTHING)
def test_any_value_has_cases_under_conditions_that_can_hold(value: Tree) -> None:
    found: list[Case] = TEMPLATE.cases(value, ("here",), ALWAYS)
    assert 1 <= len(found) <= 32
    assert all(TEMPLATE.can_hold(case.when) for case in found)
