"""What comes with the checked files makes no fix safer, and hides nothing without being counted."""

from __future__ import annotations

import os
import sys

import pytest

from tests.runner import BROKEN, CLEAN, MENDED, RULE, Workspace

UNSAFE = """\
Resources:
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Code:
        ZipFile: |
          def other(event, context):
              return 1
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
"""


def counts(workspace: Workspace, *arguments: str) -> dict[str, int]:
    report = workspace.check("--output-format", "json", *arguments).report
    assert report["summary"]["hidden_by_configuration"] == sum(
        one["findings"] for one in report["hidden_by_configuration"]
    )
    return {one["configuration"]: one["findings"] for one in report["hidden_by_configuration"]}


@pytest.mark.parametrize(
    "written",
    [
        'ignore = ["all"]',
        f'extend-ignore = ["{RULE}"]',
        'select = ["iam"]',
        f'[per-file-ignores]\n"*.yaml" = ["{RULE}"]',
        f'[[overrides]]\nfiles = ["a.yaml"]\nignore = ["{RULE}"]',
        'exclude = ["*.yaml"]',
        'include = ["*.other"]',
    ],
)
def test_what_a_checked_folder_hides_is_counted(workspace: Workspace, written: str) -> None:
    workspace.write("svc/cfnaudit.toml", f"{written}\n")
    workspace.write("svc/a.yaml")
    workspace.write("own.yaml", CLEAN)
    result = workspace.check(".")
    files = "1 file" if "clude" in written else "2 files"
    expected = f"No findings in {files}, 1 finding is hidden by svc/cfnaudit.toml\n"
    assert (result.code, result.out) == (0, expected)
    assert counts(workspace, ".") == {"svc/cfnaudit.toml": 1}


def test_an_excluded_folder_is_counted(workspace: Workspace) -> None:
    workspace.write("svc/cfnaudit.toml", 'exclude = ["vendor"]\n')
    workspace.write("svc/vendor/deep/a.yaml")
    workspace.write("svc/b.yaml", CLEAN)
    result = workspace.check(".")
    assert "No findings in 1 file, 1 finding is hidden by svc/cfnaudit.toml" in result.out


def test_an_excluded_file_that_a_hook_names_is_counted(workspace: Workspace) -> None:
    workspace.write("svc/cfnaudit.toml", 'exclude = ["a.yaml"]\n')
    workspace.write("svc/a.yaml")
    workspace.write("svc/b.yaml", CLEAN)
    result = workspace.check("--templates-only", "svc/a.yaml", "svc/b.yaml")
    assert result.out == "No findings in 1 file, 1 finding is hidden by svc/cfnaudit.toml\n"


def test_what_is_hidden_is_not_fixed(workspace: Workspace) -> None:
    workspace.write(
        "svc/cfnaudit.toml", 'exclude = ["a.yaml"]\n[per-file-ignores]\n"*" = ["all"]\n'
    )
    workspace.write("svc/a.yaml")
    workspace.write("svc/b.yaml")
    result = workspace.check("--fix", ".")
    assert result.out == "No findings in 1 file, 2 findings are hidden by svc/cfnaudit.toml\n"
    assert workspace.read("svc/a.yaml") == workspace.read("svc/b.yaml") == BROKEN.encode()


def test_what_the_working_folder_switches_off_is_nothing_that_is_hidden(
    workspace: Workspace,
) -> None:
    workspace.write("cfnaudit.toml", f'ignore = ["{RULE}"]\n')
    workspace.write("svc/cfnaudit.toml", 'ignore = ["all"]\n')
    workspace.write("svc/a.yaml")
    assert workspace.check(".").out == "No findings in 1 file\n"


def test_what_a_checked_folder_extends_of_its_own_project_is_trusted(workspace: Workspace) -> None:
    workspace.write("base.toml", f'ignore = ["{RULE}"]\n')
    workspace.write("cfnaudit.toml", 'extend = "base.toml"\n')
    workspace.write("svc/cfnaudit.toml", 'extend = "../cfnaudit.toml"\n')
    workspace.write("svc/a.yaml")
    assert workspace.check(".").out == "No findings in 1 file\n"


LOWERED = f"[severity]\n{RULE} = "


@pytest.mark.parametrize(
    ("level", "hidden", "lowered", "told"),
    [
        ("warning", 0, 1, "1 finding is lowered in severity by svc/cfnaudit.toml"),
        ("info", 1, 0, "1 finding is hidden by svc/cfnaudit.toml"),
    ],
)
def test_a_severity_that_a_checked_folder_lowers_is_counted(
    workspace: Workspace, level: str, hidden: int, lowered: int, told: str
) -> None:
    workspace.write("svc/cfnaudit.toml", f'{LOWERED}"{level}"\n')
    workspace.write("svc/a.yaml")
    assert told in workspace.check(".").out
    report = workspace.check("--output-format", "json", ".").report
    configuration = "svc/cfnaudit.toml"
    assert report["hidden_by_configuration"] == [
        {"configuration": configuration, "findings": hidden, "lowered": lowered}
    ]
    assert report["summary"]["lowered_by_configuration"] == lowered


def test_a_severity_that_the_working_folder_raises_is_not_lost(workspace: Workspace) -> None:
    workspace.write("cfnaudit.toml", f'{LOWERED}"error"\n')
    workspace.write("svc/cfnaudit.toml", f'{LOWERED}"warning"\n')
    workspace.write("svc/a.yaml")
    assert "1 finding is lowered in severity by svc/cfnaudit.toml" in workspace.check(".").out


def test_a_severity_that_a_checked_folder_raises_is_followed(workspace: Workspace) -> None:
    workspace.write("cfnaudit.toml", f'{LOWERED}"warning"\n')
    workspace.write("svc/cfnaudit.toml", f'{LOWERED}"error"\n')
    workspace.write("svc/a.yaml")
    result = workspace.check(".")
    assert (result.code, "lowered" in result.out) == (1, False)


def test_a_checked_folder_fails_the_run_no_later(workspace: Workspace) -> None:
    workspace.write("cfnaudit.toml", f'fail-on = "warning"\n{LOWERED}"warning"\n')
    workspace.write("svc/a.yaml")
    for written, notes in (('fail-on = "error"\n', 1), ("", 0), ('fail-on = "info"\n', 0)):
        workspace.write("svc/cfnaudit.toml", f'{written}{LOWERED}"warning"\n')
        result = workspace.check(".")
        assert (result.code, result.err.count("fail-on has no effect")) == (1, notes), written


def test_a_checked_folder_may_fail_the_run_sooner(workspace: Workspace) -> None:
    workspace.write("cfnaudit.toml", f'{LOWERED}"warning"\n')
    workspace.write("svc/cfnaudit.toml", f'fail-on = "warning"\n{LOWERED}"warning"\n')
    workspace.write("svc/a.yaml")
    assert workspace.check(".").code == 1


def test_the_folder_of_the_run_those_above_it_and_a_named_file_are_trusted(
    workspace: Workspace,
) -> None:
    workspace.write("svc/cfnaudit.toml", 'ignore = ["all"]\n')
    workspace.write("svc/deep/a.yaml")
    for folder, options in (("svc", ()), ("svc/deep", ()), (".", ("--config=svc/cfnaudit.toml",))):
        inner = Workspace(workspace.folder / folder)
        assert inner.check(*options, ".").out == "No findings in 1 file\n"


def test_a_checked_folder_makes_no_fix_safer(workspace: Workspace) -> None:
    workspace.write("svc/cfnaudit.toml", f'extend-safe-fixes = ["all"]\nselect = ["{RULE}"]\n')
    workspace.write("svc/a.yaml", UNSAFE)
    workspace.write("svc/b.yaml")
    result = workspace.check("--fix", ".")
    assert result.err.count("extend-safe-fixes has no effect") == 1
    assert result.err.startswith("cfnaudit: svc/cfnaudit.toml:1:1: ")
    assert workspace.read("svc/b.yaml") == MENDED.encode()
    assert workspace.read("svc/a.yaml") == UNSAFE.encode()


RESERVING = """\
Resources:
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: index.handler
      Role: arn:aws:iam::123456789012:role/fn
      ReservedConcurrentExecutions: 950
      Code: {S3Bucket: code, S3Key: fn.zip}
"""
LIMITED = "account.concurrency = 1000\n"


@pytest.mark.parametrize("written", [LIMITED, f"environments.prod.{LIMITED}"])
def test_a_checked_folder_knows_nothing_of_the_account(workspace: Workspace, written: str) -> None:
    workspace.write("svc/cfnaudit.toml", written)
    workspace.write("svc/a.yaml", RESERVING)
    result = workspace.check("--fix", ".")
    assert result.err.count("account has no effect") == 1
    assert result.err.startswith("cfnaudit: svc/cfnaudit.toml:1:")
    assert workspace.read("svc/a.yaml") == RESERVING.encode()
    assert "1 question" in result.out
    shown = workspace.check("--show-settings", "svc/a.yaml")
    assert "# concurrency is not set  # default" in shown.out


def test_who_starts_the_run_answers_for_the_account(workspace: Workspace) -> None:
    workspace.write("cfnaudit.toml", LIMITED)
    workspace.write("svc/cfnaudit.toml", 'extend = "../cfnaudit.toml"\n')
    workspace.write("svc/a.yaml", RESERVING)
    result = workspace.check("--fix", ".")
    assert (result.err, "question" in result.out) == ("", False)
    assert workspace.read("svc/a.yaml") != RESERVING.encode()


OUTDATED = """\
Parameters:
  Runtime: {Type: String, Default: python3.6}
Resources:
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: !Ref Runtime
      Handler: index.handler
      Role: arn:aws:iam::123456789012:role/fn
      Code: {S3Bucket: code, S3Key: fn.zip}
"""


@pytest.mark.parametrize("table", ["parameters", "environments.prod.parameters"])
def test_findings_that_parameters_of_a_checked_folder_rule_out_are_counted(
    workspace: Workspace, table: str
) -> None:
    workspace.write("svc/a.yaml", OUTDATED)
    told = workspace.check("--output-format=json", ".").report
    found = told["summary"]["errors"] + told["summary"]["warnings"]
    assert found
    workspace.write("svc/cfnaudit.toml", f'[{table}]\nRuntime = "python3.13"\n')
    assert counts(workspace, ".") == {"svc/cfnaudit.toml": found}


def test_what_regions_of_a_checked_folder_make_of_a_finding_is_not_hidden(
    workspace: Workspace,
) -> None:
    workspace.write("svc/cfnaudit.toml", 'regions = ["eu-west-1"]\n')
    workspace.write("svc/a.yaml")
    workspace.write("svc/b.yaml", OUTDATED)
    assert counts(workspace, ".") == {}


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root gives files away"
)
def test_a_configuration_of_another_owner_is_not_trusted(workspace: Workspace) -> None:
    path = workspace.write("cfnaudit.toml", 'ignore = ["all"]\n')
    workspace.write("a.yaml")
    os.chown(path, 4711, -1)
    assert workspace.check(".").out == (
        "No findings in 1 file, 1 finding is hidden by cfnaudit.toml\n"
    )
    os.chown(workspace.folder, 4711, -1)
    assert workspace.check(".").out == "No findings in 1 file\n"
