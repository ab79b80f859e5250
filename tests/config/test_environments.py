"""Templates as people deploy them: values of parameters, environments, samconfig.toml."""

from __future__ import annotations

import json

import pytest

from tests.runner import RULE, Result, Workspace, assert_one_line

TEMPLATE = """\
Parameters:
  Stage:
    Type: String
    AllowedValues: [dev, prod]
  Every:
    Type: String
    Default: rate(1 day)
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Nightly:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: !If [IsProd, !Ref Every, rate(5 minutes)]
"""
BAD = "rate(1 days)"

FORMS = {
    "CloudFormation": [{"ParameterKey": "Every", "ParameterValue": BAD}],
    "CodePipeline": {"Parameters": {"Every": BAD}},
    "pairs": [f"Every={BAD}"],
    "a plain mapping": {"Every": BAD},
    "Git sync": {"template-file-path": "a.yaml", "parameters": {"Every": BAD}, "tags": {}},
}


def found(result: Result) -> list[tuple[str, str, list[str]]]:
    return [
        (one["severity"], one["rule"], one["environments"])
        for one in result.report["findings"]
        if one["rule"] == RULE
    ]


def checked(workspace: Workspace, *args: str) -> Result:
    return workspace.check("a.yaml", "--output-format", "json", *args)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_every_form_of_a_file(workspace: Workspace, form: object, suffix: str) -> None:
    workspace.write("a.yaml", TEMPLATE)
    text = json.dumps(form)
    workspace.write(f"p.{suffix}", text if suffix == "json" else f"# ours\n{text}\n")
    assert found(checked(workspace)) == []
    given = checked(workspace, "--parameters", f"p.{suffix}", "--parameters", "Stage=prod")
    assert found(given) == [("error", RULE, [])]


def test_a_condition_that_the_values_rule_out(workspace: Workspace) -> None:
    workspace.write("a.yaml", TEMPLATE)
    args = ("--parameters", f"Every={BAD}", "--parameters", "Stage=dev")
    assert found(checked(workspace, *args)) == []


def test_a_finding_names_the_environments_where_it_holds(workspace: Workspace) -> None:
    workspace.write("a.yaml", TEMPLATE)
    workspace.write(
        "cfnaudit.toml",
        f"parameters = {{Every = '{BAD}'}}\n"
        "[environments.dev.parameters]\nStage = 'dev'\n"
        "[environments.prod.parameters]\nStage = 'prod'\n"
        "[environments.live.parameters]\nStage = 'prod'\n",
    )
    assert found(checked(workspace)) == [("error", RULE, ["prod", "live"])]
    assert found(checked(workspace, "--environment", "prod")) == [("error", RULE, [])]
    assert found(checked(workspace, "--environment", "dev")) == []


def test_a_fix_for_some_environments_is_not_safe(workspace: Workspace) -> None:
    workspace.write("a.yaml", TEMPLATE.replace("rate(5 minutes)", BAD))
    workspace.write(
        "cfnaudit.toml",
        "[environments.dev.parameters]\nStage = 'dev'\n"
        "[environments.prod.parameters]\nStage = 'prod'\n",
    )
    before = workspace.read("a.yaml")
    assert workspace.check("a.yaml", "--fix").code == 1
    assert workspace.read("a.yaml") == before
    workspace.check("a.yaml", "--fix", "--environment", "dev")
    assert workspace.read("a.yaml") != before


SAM = """\
version = 0.1
[default.global.parameters]
region = "eu-central-1"
[default.deploy.parameters]
parameter_overrides = "Stage=\\"prod\\" Every=\\"rate(1 days)\\""
"""


def test_samconfig_beside_the_template(workspace: Workspace) -> None:
    workspace.write("a.yaml", TEMPLATE)
    workspace.write("samconfig.toml", SAM)
    assert found(checked(workspace)) == [("error", RULE, [])]
    assert found(checked(workspace, "--parameters", "Every=rate(1 day)")) == []
    assert found(checked(workspace, "--isolated")) == []


def test_samconfig_with_several_environments(workspace: Workspace) -> None:
    workspace.write("a.yaml", TEMPLATE)
    workspace.write(
        "samconfig.toml",
        SAM + '[dev.deploy.parameters]\nparameter_overrides = ["Stage=dev", "Every=rate(1 day)"]\n',
    )
    assert found(checked(workspace)) == [("error", RULE, ["default"])]


REFUSED = {
    "no such environment": (("--environment", "prd"), "did you mean 'prod'?"),
    "no such file": (("--parameters", "none.json"), "none.json: does not exist"),
    "no file of parameters": (("--parameters", "a.yaml"), "is not a file of parameters"),
}


@pytest.mark.parametrize(("options", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_what_makes_no_sense_is_refused(
    workspace: Workspace, options: tuple[str, ...], says: str
) -> None:
    workspace.write("a.yaml", TEMPLATE)
    workspace.write("cfnaudit.toml", "[environments.prod]\n[environments.dev]\n")
    result = workspace.check("a.yaml", *options)
    assert result.code == 2
    assert says in " ".join(result.err.split())


def test_samconfig_that_cannot_be_read(workspace: Workspace) -> None:
    workspace.write("a.yaml", TEMPLATE)
    workspace.write("samconfig.toml", "[default.deploy.parameters]\nparameter_overrides = 5\n")
    result = workspace.check("a.yaml")
    assert result.code == 2
    assert_one_line(result)
    assert "samconfig.toml: parameter_overrides of [default]" in result.err
