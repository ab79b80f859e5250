"""Properties of resources, with the Globals of SAM folded in."""

from __future__ import annotations

import pytest

from auditor.model.tree import Tree
from tests.template.helpers import SAM, template, told

GLOBALS: Tree = {"Function": {"Handler": "app.handler", "Environment": {"Variables": {"A": "1"}}}}


def function(properties: Tree, **body: Tree) -> Tree:
    return {"Type": "AWS::Serverless::Function", "Properties": properties, **body}


def handlers(resource: Tree, *, transform: Tree = SAM, shared: Tree = GLOBALS) -> list[object]:
    made = template(Transform=transform, Globals=shared, Resources={"F": resource})
    return told(made.resources["F"].cases("Handler"))


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (function({}), ["app.handler"]),
        (function({"Handler": "index.handler"}), ["index.handler"]),
        (function({"Handler": {"Ref": "What"}}), ["UNKNOWN"]),
        (
            function({"Handler": {"Fn::If": ["C", "a.b", {"Ref": "AWS::NoValue"}]}}),
            ["C: a.b", "!C: app.handler"],
        ),
        (function({}, Condition="C"), ["C: app.handler"]),
        (function({"Fn::Transform": {"Name": "Include"}}), ["UNKNOWN"]),
        ({"Type": "AWS::Serverless::Function"}, ["app.handler"]),
        ({"Type": "AWS::Serverless::Function", "Fn::Transform": {}}, ["UNKNOWN"]),
        ({"Type": "AWS::Lambda::Function", "Properties": {}}, ["ABSENT"]),
        (function(None), ["UNKNOWN"]),
        (function(["Handler"]), ["UNKNOWN"]),
    ],
    ids=[
        "inherited",
        "own",
        "own that is unknown",
        "own in a branch",
        "conditional",
        "properties of a macro",
        "no properties",
        "resource of a macro",
        "no function of SAM",
        "null",
        "list",
    ],
)
def test_handler(resource: Tree, expected: list[object]) -> None:
    assert handlers(resource) == expected


@pytest.mark.parametrize("transform", [[], "Other", None], ids=str)
def test_globals_are_nothing_without_the_transform(transform: Tree) -> None:
    assert handlers(function({}), transform=transform) == ["ABSENT"]


@pytest.mark.parametrize(
    "shared",
    [None, [], "Function", {"Function": None}, {"Function": ["Handler"]}, {"Api": {}}],
    ids=str,
)
def test_globals_of_a_wrong_kind_are_nothing(shared: Tree) -> None:
    assert handlers(function({}), shared=shared) == ["ABSENT"]


def test_inherited_values_stand_in_globals() -> None:
    made = template(Transform=SAM, Globals=GLOBALS, Resources={"F": function({})})
    case = made.resources["F"].case("Environment", "Variables", "A")
    assert case is not None
    assert case.path == ("Globals", "Function", "Environment", "Variables", "A")


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"Layers": []}, True),
        ({}, False),
        ({"Layers": {"Ref": "AWS::NoValue"}}, False),
        ({"Layers": {"Fn::If": ["C", [], {"Ref": "AWS::NoValue"}]}}, None),
        ({"Layers": {"Ref": "What"}}, None),
    ],
    ids=["there", "not there", "no value", "in a branch", "unknown"],
)
def test_has(properties: Tree, expected: bool | None) -> None:
    made = template(Resources={"F": function(properties)})
    assert made.resources["F"].has("Layers") is expected


@pytest.mark.parametrize(
    ("sections", "is_open", "shows_all"),
    [
        ({}, False, True),
        ({"Transform": SAM}, False, True),
        ({"Transform": [SAM, "AWS::LanguageExtensions"]}, False, True),
        ({"Transform": "Macro"}, True, False),
        ({"Transform": {"Name": "AWS::Include"}}, True, False),
        ({"Fn::Transform": {}}, True, False),
        ({"Resources": {"Fn::ForEach::X": []}}, False, False),
        ({"Resources": {"M": {"Type": "My::Own::Thing::MODULE"}}}, False, False),
        ({"Resources": ["A"]}, False, False),
    ],
    ids=str,
)
def test_what_a_template_shows(sections: dict[str, Tree], is_open: bool, shows_all: bool) -> None:
    made = template(**{"Resources": {}, **sections})
    assert (made.is_open, made.shows_all_resources) == (is_open, shows_all)
