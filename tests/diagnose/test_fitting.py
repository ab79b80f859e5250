"""A finding at the property that an error names says more than the words of the error."""

from __future__ import annotations

import pytest

from tests.runner import Workspace

TEMPLATE = """\
Resources:
  Worker:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs10.x
      Handler: index.handler
      MemorySize: much
      Role: arn:aws:iam::123456789012:role/worker
      Code: {ZipFile: "exports.handler = async () => 1"}
"""
ROW = "CREATE_FAILED  AWS::Lambda::Function  Worker  "
RUNTIME = (
    "1 validation error detected: Value 'nodejs10.x' at 'runtime' failed to satisfy constraint:"
    " Member must satisfy enum value set: [nodejs20.x, python3.12]"
)


def told(workspace: Workspace, text: str, *options: str) -> str:
    workspace.write("t.yaml", TEMPLATE)
    return workspace.run("diagnose", ROW + text, "--template", "t.yaml", *options).out


def test_another_rule_knows_what_is_at_the_property(workspace: Workspace) -> None:
    out = told(workspace, RUNTIME)
    assert out.startswith("root cause[closed-runtime]")
    assert "t.yaml:5:16: warning[closed-runtime]" in out
    assert "no fault there" not in out
    assert "invalid-value" in told(workspace, RUNTIME, "--output-format", "json")


@pytest.mark.parametrize(
    "text",
    [
        "The widget of MemorySize is not what was wanted (Status Code: 400)",
        "Something must be said of 'memorySize' (Status Code: 400)",
    ],
)
def test_no_rule_knows_the_words(workspace: Workspace, text: str) -> None:
    out = told(workspace, text)
    assert out.startswith("root cause[")
    assert not out.startswith("root cause[refused]")
    assert "t.yaml:7:19: error" in out
    assert "no rule of cfnaudit knows" not in out


def test_a_property_that_is_not_named_is_only_shown(workspace: Workspace) -> None:
    out = told(workspace, "Something must be said of 'sizes' (Status Code: 400)")
    assert out.startswith("root cause[refused]")
    assert "what cfnaudit finds there may be the cause" in out


def test_a_quota_is_no_fault_of_the_property(workspace: Workspace) -> None:
    out = told(
        workspace,
        "You have reached the maximum number of functions for 'memorySize' (Status Code: 400)",
    )
    assert out.startswith("root cause[limit]")
