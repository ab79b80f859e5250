"""Values that are given for parameters that no checked template has."""

from __future__ import annotations

import json

import pytest

from tests.runner import Result, Workspace, assert_one_line

TEMPLATE = """\
Parameters:
  Stage: {Type: String}
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties: {TopicName: !Ref Stage}
"""


@pytest.fixture
def stacks(workspace: Workspace) -> Workspace:
    workspace.write("template.yaml", TEMPLATE)
    workspace.write("queues/size.yaml", TEMPLATE.replace("Stage", "Size"))
    return workspace


def assert_quiet(result: Result) -> None:
    assert (result.code, result.err) == (0, "")


def test_the_nearest_name_is_named(stacks: Workspace) -> None:
    assert_one_line(
        stacks.check(".", "--parameters", "Stge=prod"),
        "--parameters: no checked template has a parameter 'Stge'; did you mean 'Stage'?",
    )


def test_all_names_where_none_is_near(stacks: Workspace) -> None:
    assert_one_line(
        stacks.check(".", "--parameters", "Vpc=prod"), "'Vpc'; the parameters are Size, Stage"
    )


def test_a_file_may_serve_several_templates(stacks: Workspace) -> None:
    pairs = [{"ParameterKey": name, "ParameterValue": "x"} for name in ("Stage", "Size")]
    stacks.write("prod.json", json.dumps(pairs))
    assert_quiet(stacks.check(".", "--parameters", "prod.json"))
    assert_one_line(stacks.check("queues", "--parameters", "prod.json"), "'Stage'")


def test_standard_input(stacks: Workspace) -> None:
    result = stacks.check("-", "--parameters", "Stge=x", stdin=TEMPLATE.encode())
    assert_one_line(result, "'Stge'; did you mean 'Stage'?")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('parameters = {Stage = "a", Sise = "b"}', "cfnaudit.toml:1:28"),
        ('[environments.prod]\nparameters.Sise = "b"', "cfnaudit.toml:2:12"),
        ('parameter-files = ["prod.json"]', "prod.json"),
    ],
)
def test_a_configuration_is_judged_where_all_it_holds_for_was_checked(
    stacks: Workspace, text: str, place: str
) -> None:
    stacks.write("cfnaudit.toml", text + "\n")
    stacks.write("prod.json", '{"Parameters": {"Sise": "b"}}')
    assert_one_line(
        stacks.check("."),
        f"{place}: no checked template has a parameter 'Sise'; did you mean 'Size'?",
    )
    for arguments in (("template.yaml",), ("queues",), (".", "--exclude", "any.yaml")):
        assert_quiet(stacks.check(*arguments))


def test_a_macro_may_add_parameters(stacks: Workspace) -> None:
    stacks.write("queues/size.yaml", "Transform: OurMacro\n" + TEMPLATE)
    assert_quiet(stacks.check(".", "--parameters", "Stge=prod"))


def test_a_template_that_cannot_be_read_comes_first(stacks: Workspace) -> None:
    stacks.write("latin.yaml", TEMPLATE.encode() + b"# \xff\n")
    assert_one_line(stacks.check(".", "--parameters", "Stge=prod"), "latin.yaml")


OVERRIDES = "[prod.deploy.parameters]\nparameter_overrides = ['Stge=prod']\n"


def test_overrides_of_sam(stacks: Workspace) -> None:
    stacks.write("samconfig.toml", OVERRIDES)
    says = (
        "samconfig.toml: [prod]: sam deploy leaves out a parameter that no checked template has:"
        " 'Stge'; did you mean 'Stage'?"
    )
    for path in (".", "template.yaml"):
        result = stacks.check(path)
        assert result.code == 0  # as sam deploy does not fail either
        assert result.err.splitlines() == [f"cfnaudit: {says}"]


def test_overrides_of_sam_for_what_was_not_checked(stacks: Workspace) -> None:
    stacks.write("queues/samconfig.toml", OVERRIDES)
    assert_quiet(stacks.check("."))
    stacks.write("samconfig.toml", OVERRIDES + "template_file = 'packaged.yaml'\n")
    assert_quiet(stacks.check("template.yaml"))


def test_findings_are_reported_all_the_same(stacks: Workspace) -> None:
    stacks.write("template.yaml", TEMPLATE.replace("TopicName", "TopicNme"))
    result = stacks.check("template.yaml", "--parameters", "Stge=prod")
    assert result.code == 2
    assert "unknown-property" in result.out


def test_environments_that_nobody_names(stacks: Workspace) -> None:
    assert_one_line(
        stacks.check("template.yaml", "--environment", "prod"),
        "no environment is called 'prod'; neither the configuration nor a samconfig.toml",
    )
