"""Hints are counted and not printed, and `--fix` leaves them, unless somebody asks for them."""

from __future__ import annotations

import json

import pytest

from tests.runner import Workspace

HINT = """\
Resources:
  Hello:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: hello
      Handler: app.main
      Runtime: python3.12
      Role: arn:aws:iam::123456789012:role/hello
      Code: {S3Bucket: code, S3Key: hello.zip}
"""
"""A log group that is not declared."""
RULE = "function-log-group"
SHOWN = "info[function-log-group]"
UNSAFE = ("--fix", "--unsafe-fixes")
ASKING = {
    "min-severity": ("--min-severity", "info"),
    "named": ("--select", RULE),
    "fail-on": ("--fail-on", "info"),
}


@pytest.fixture
def hint(workspace: Workspace) -> Workspace:
    workspace.write("a.yaml", HINT)
    return workspace


def test_a_hint_is_counted_and_not_printed(hint: Workspace) -> None:
    result = hint.check("a.yaml")
    assert result.out == "No findings in 1 file, 1 hint not shown (--min-severity info)\n"
    assert result.code == 0


@pytest.mark.parametrize("options", ASKING.values(), ids=list(ASKING))
def test_a_hint_is_printed_where_somebody_asks(hint: Workspace, options: tuple[str, ...]) -> None:
    result = hint.check("a.yaml", *options, "--output-format", "concise")
    assert SHOWN in result.out
    assert "not shown" not in result.out


def test_programs_get_all_hints(hint: Workspace) -> None:
    document = json.loads(hint.check("a.yaml", "--output-format", "json").out)
    assert [finding["shown"] for finding in document["findings"]] == [False]
    assert document["summary"]["infos"] == document["summary"]["hints_not_shown"] == 1


def test_no_fix_of_a_hint_is_made_by_itself(hint: Workspace) -> None:
    hint.check("a.yaml", *UNSAFE)
    assert hint.read("a.yaml") == HINT.encode()


@pytest.mark.parametrize("by", list(ASKING))
def test_fixes_of_hints_are_made_where_the_rule_is_named(hint: Workspace, by: str) -> None:
    hint.check("a.yaml", *UNSAFE, *ASKING[by])
    assert (b"AWS::Logs::LogGroup" in hint.read("a.yaml")) is (by == "named")


@pytest.mark.parametrize(("rules", "is_made"), [(RULE, True), ("logs", True), ("s3", False)])
def test_unsafe_fixes_of_some_rules(hint: Workspace, rules: str, is_made: bool) -> None:
    result = hint.check("a.yaml", "--select", RULE, "--fix", f"--unsafe-fixes={rules}")
    assert result.err == ""
    assert (b"AWS::Logs::LogGroup" in hint.read("a.yaml")) is is_made


def test_unsafe_fixes_of_an_unknown_rule(hint: Workspace) -> None:
    result = hint.check("a.yaml", "--unsafe-fixes=function-log-gruop")
    assert result.code == 2
    assert "did you mean 'function-log-group'?" in result.err
