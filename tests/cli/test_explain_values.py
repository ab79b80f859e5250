"""`explain --values` prints what a value can be and when, as rules see it."""

from __future__ import annotations

import pytest

from tests.runner import Workspace, assert_one_line

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: {Type: String, Default: dev}
  Memory: {Type: Number}
Globals:
  Function: {Timeout: 30}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Metadata: {example.com: {owner: shop}}
    Properties:
      Handler: !If [IsProd, app.handler, !Ref Memory]
      FunctionName: !Sub orders-${Stage}
      Layers: [!Ref AWS::NoValue, second]
      MemorySize: !If [IsProd, !Ref AWS::NoValue, 512]
"""


def shown(workspace: Workspace, path: str) -> str:
    workspace.write("template.yaml", TEMPLATE)
    result = workspace.run("explain", "--values", "template.yaml", path)
    assert result.code == 0, result.err
    return result.out


def test_branches_with_their_conditions_and_unknown_values(workspace: Workspace) -> None:
    assert shown(workspace, "Orders.Handler") == (
        "Resources.Orders.Properties.Handler in template.yaml\n"
        "\n"
        '"app.handler"\n'
        "  where 'IsProd' is true\n"
        "  at template.yaml:14:29\n"
        "unknown before the deployment\n"
        "  where 'IsProd' is false\n"
        '  written as {"Ref": "Memory"}\n'
        "  at template.yaml:14:42\n"
        "\n"
        '\'IsProd\' is {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}\n'
    )


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("Orders.FunctionName", ['"orders-dev"', "or another value: it is a default"]),
        ("Orders.Timeout", ["30", "at template.yaml:6:23"]),
        ("Orders.MemorySize", ["not set\n  where 'IsProd' is true", "512\n  where 'IsProd' is"]),
        ("Orders.Layers[0]", ["not set"]),
        ("Orders.Layers[1]", ['"second"']),
        ("Orders.Layers[2]", ["not set"]),
        ("Orders.Handlr", ["not set; did you mean 'Handler'?"]),
        ("Orders.Metadata.example.com.owner", ['"shop"']),
        ("Resources.Orders.Type", ['"AWS::Serverless::Function"']),
        ("Resources.Orders.Properties.Handler.Fn::If[1]", ['"app.handler"']),
        ("Parameters.Stage.Default", ['"dev"']),
    ],
)
def test_values(workspace: Workspace, path: str, parts: list[str]) -> None:
    text = shown(workspace, path)
    for part in parts:
        assert part in text


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("Order.Handler", "has no 'Order'; did you mean 'Orders'?"),
        ("Resources.Ordrs", "has no 'Ordrs'; did you mean 'Orders'?"),
        ("a]", "is not a path such as"),
        ("", "is not a path such as"),
        ("Resources.Orders.Properties.Handler.Fn::If[9]", "has nothing at '9'"),
    ],
)
def test_a_path_that_leads_nowhere(workspace: Workspace, path: str, part: str) -> None:
    workspace.write("template.yaml", TEMPLATE)
    result = workspace.run("explain", "--values", "template.yaml", path)
    assert_one_line(result, "template.yaml: ", part)


def test_what_is_no_template(workspace: Workspace) -> None:
    workspace.write("template.yaml", "- 1\n")
    assert_one_line(workspace.run("explain", "--values", "template.yaml", "A"), "is not a template")
    assert_one_line(workspace.run("explain", "--values", "none.yaml", "A"), "does not exist")


def test_each_environment_where_they_differ(workspace: Workspace) -> None:
    workspace.write(
        "cfnaudit.toml",
        "[environments]\n"
        'dev.parameters = {Stage = "dev", Memory = 128}\n'
        'test.parameters = {Stage = "dev", Memory = 128}\n'
        'prod.parameters = {Stage = "prod"}\n',
    )
    text = shown(workspace, "Orders.Handler")
    assert 'In dev, test:\n"128"' in text
    assert 'In prod:\n"app.handler"' in text
    assert "where" not in text
    assert "In " not in shown(workspace, "Orders.Timeout")


def test_not_with_another_question(workspace: Workspace) -> None:
    result = workspace.run("explain", "A", "--values", "a.yaml", "--for", "b.yaml")
    assert_one_line(result, "--values: cannot be used with --for")
