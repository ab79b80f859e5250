"""Which conditions can hold at once."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model.tree import Tree
from auditor.template.conditions import Conditions

PARAMETERS: Tree = {
    "Stage": {"Type": "String", "AllowedValues": ["dev", "test", "prod"]},
    "Bucket": {"Type": "String", "Default": ""},
    "Other": {"Type": "String"},
    "Odd": {"Type": "String", "AllowedValues": {"not": "a list"}},
}
DECLARED: Tree = {
    "IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]},
    "IsDev": {"Fn::Equals": ["dev", {"Ref": "Stage"}]},
    "IsTest": {"Fn::Equals": [{"Ref": "Stage"}, "test"]},
    "IsDeployed": {"Fn::Or": [{"Condition": "IsProd"}, {"Condition": "IsTest"}]},
    "HasBucket": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Bucket"}, ""]}]},
    "IsProdWithBucket": {"Fn::And": [{"Condition": "IsProd"}, {"Condition": "HasBucket"}]},
    "IsStrange": {"Fn::Equals": [{"Ref": "Stage"}, "strange"]},
    "Always": {"Fn::Equals": ["a", "a"]},
    "SameNumber": {"Fn::Equals": [1, "1"]},
    "Alike": {"Fn::Equals": [{"Ref": "Bucket"}, {"Ref": "Other"}]},
    "AlikeToo": {"Fn::Equals": [{"Ref": "Other"}, {"Ref": "Bucket"}]},
    "Circle": {"Fn::Not": [{"Condition": "Circle"}]},
    "Nonsense": ["Fn::Equals"],
    "IsOdd": {"Fn::Equals": [{"Ref": "Odd"}, "x"]},
}


def conditions(declared: Tree = DECLARED) -> Conditions:
    return Conditions(declared, PARAMETERS)


def wanted(text: str) -> frozenset[tuple[str, bool]]:
    return frozenset((name.lstrip("!"), not name.startswith("!")) for name in text.split())


@pytest.mark.parametrize(
    ("names", "possible"),
    [
        ("", True),
        ("IsProd", True),
        ("IsProd IsDev", False),
        ("IsProd !IsDev", True),
        ("!IsProd !IsDev", True),
        ("!IsProd !IsDev !IsTest", False),
        ("IsDeployed IsDev", False),
        ("IsProd !IsDeployed", False),
        ("IsDeployed !IsProd !IsTest", False),
        ("IsProdWithBucket !HasBucket", False),
        ("IsProdWithBucket IsTest", False),
        ("HasBucket IsDev", True),
        ("IsStrange", False),
        ("!Always", False),
        ("!SameNumber", False),
        ("Alike !AlikeToo", False),
        ("Alike HasBucket", True),
        ("Undeclared", True),
        ("Undeclared !Undeclared", False),
        ("Nonsense IsProd", True),
        ("!Nonsense IsProd", True),
        ("IsOdd !IsProd", True),
    ],
)
def test_can_hold(names: str, possible: bool) -> None:
    assert conditions().can_hold(wanted(names)) is possible


def test_a_condition_that_needs_itself_is_answered() -> None:
    assert isinstance(conditions().can_hold(wanted("Circle IsProd")), bool)


@pytest.mark.parametrize(
    ("parameter", "text", "names", "possible"),
    [
        ("Bucket", "", "HasBucket", False),
        ("Bucket", "", "!HasBucket", True),
        ("Bucket", "assets", "HasBucket", True),
        ("Bucket", "assets", "!HasBucket", False),
        ("Bucket", "", "IsProd", True),
        ("Bucket", "", "", True),
        ("Stage", "dev", "IsDeployed", False),
        ("Stage", "prod", "IsDeployed", True),
        ("Stage", "dev", "IsProdWithBucket", False),
    ],
)
def test_can_be(parameter: str, text: str, names: str, possible: bool) -> None:
    assert conditions().can_be(parameter, text, wanted(names)) is possible


@pytest.mark.parametrize(
    ("parameter", "names", "value"),
    [
        ("Stage", "IsProd", "prod"),
        ("Stage", "IsProdWithBucket", "prod"),
        ("Stage", "IsDeployed !IsTest", "prod"),
        ("Stage", "IsDeployed", None),
        ("Stage", "!IsProd !IsTest", None),
        ("Stage", "", None),
        ("Bucket", "!HasBucket", ""),
        ("Bucket", "HasBucket", None),
        ("Bucket", "IsProd", None),
    ],
)
def test_forced(parameter: str, names: str, value: str | None) -> None:
    assert conditions().forced(parameter, wanted(names)) == value


def test_comparisons_of_many_parameters_in_one_condition_are_not_searched() -> None:
    parts: Tree = [{"Fn::Equals": [{"Ref": f"P{number}"}, "x"]} for number in range(40)]
    declared: Tree = {"Any": {"Fn::Or": parts}, "First": parts[0]}
    assert conditions(declared).can_hold(frozenset({("Any", False), ("First", True)}))


def test_conditions_that_ask_other_parameters_are_decided_one_by_one() -> None:
    declared: Tree = {
        f"C{number}": {"Fn::Equals": [{"Ref": f"P{number}"}, "x"]} for number in range(40)
    }
    declared["Same"] = {"Fn::Equals": [{"Ref": "P0"}, "x"]}
    all_of_them = frozenset((name, True) for name in declared)
    assert conditions(declared).can_hold(all_of_them)
    assert not conditions(declared).can_hold(all_of_them - {("Same", True)} | {("Same", False)})
    assert conditions(declared).forced("P0", all_of_them) == "x"


@pytest.mark.parametrize("width", [1, 10])
def test_conditions_made_of_each_other_take_no_time(width: int) -> None:
    declared: Tree = {
        f"C{number}": {"Fn::And": [{"Condition": f"C{number + 1}"}] * width}
        for number in range(3000)
    }
    declared["C3000"] = {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}
    assert not conditions(declared).can_hold(frozenset({("C0", True), ("C3000", False)}))


def test_deep_nesting_is_read_as_unknown() -> None:
    value: Tree = {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}
    for _ in range(150):
        value = {"Fn::Not": [value]}
    declared = {"Deep": value, "IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}}
    assert conditions(declared).can_hold(wanted("Deep !IsProd"))


LEAVES = st.sampled_from([{"Condition": "A"}, {"Condition": "B"}])
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(lambda one: {"Fn::Not": [one]}, inner)
        | st.builds(lambda one, two: {"Fn::And": [one, two]}, inner, inner)
        | st.builds(lambda one, two: {"Fn::Or": [one, two]}, inner, inner)
    ),
    max_leaves=8,
)


def truth(tree: Tree, world: dict[str, bool]) -> bool:
    ((name, argument),) = tree.items()
    if name == "Condition":
        return world[argument]
    parts = [truth(part, world) for part in argument]
    if name == "Fn::Not":
        return not parts[0]
    return all(parts) if name == "Fn::And" else any(parts)


@given(TREES, TREES)
def test_agrees_with_trying_all_values(one: Tree, two: Tree) -> None:
    declared: Tree = {
        "A": {"Fn::Equals": [{"Ref": "Other"}, "a"]},
        "B": {"Fn::Equals": [{"Ref": "Bucket"}, "b"]},
        "One": one,
        "Two": two,
    }
    worlds = [dict(zip("AB", values, strict=True)) for values in product([True, False], repeat=2)]
    expected = any(truth(one, world) and not truth(two, world) for world in worlds)
    assert conditions(declared).can_hold(wanted("One !Two")) is expected
