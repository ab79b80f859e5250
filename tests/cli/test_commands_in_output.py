"""Nothing that a checked folder brings along is a command to a runner of CI, or an option."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from auditor.report import FORMATS
from tests.runner import Workspace

NAME = "::stop-commands::abc.yaml"
TEMPLATE = (
    "Resources:\n  T: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref '##[add-mask]a'}}\n"
)


@pytest.mark.parametrize("name", FORMATS)
def test_no_output_is_a_workflow_command(workspace: Workspace, name: str) -> None:
    workspace.write(NAME, TEMPLATE)
    result = workspace.check(".", "--output-format", name)
    assert result.code == 1
    assert "##[" not in result.out + result.err
    ours = ("::error ", "::warning ", "::notice ", "::placeholder {")
    lines = [line.lstrip() for line in (result.out + result.err).splitlines()]
    assert [line for line in lines if line.startswith("::") and not line.startswith(ours)] == []


def test_a_file_is_no_option_behind_two_dashes(workspace: Workspace) -> None:
    workspace.write("c.yaml", 'ignore = ["all"]\n')
    workspace.write("--config=c.yaml", "")
    workspace.write("t.yaml", TEMPLATE)
    result = workspace.check("--templates-only", "--", "--config=c.yaml", "t.yaml")
    assert result.code == 1
    assert "t.yaml:2" in result.out


def test_nothing_is_imported_from_the_folder_that_is_checked(workspace: Workspace) -> None:
    workspace.write("t.yaml", "Resources: {T: {Type: AWS::SNS::Topic}}\n")
    for name in ("typer", "yaml", "msgspec", "rich"):
        workspace.write(f"{name}.py", "raise SystemExit('code of the checked folder ran')\n")
    done = subprocess.run(
        [sys.executable, "-m", "auditor", "check", "t.yaml"],
        cwd=workspace.folder,
        env={**os.environ, **workspace.environment()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
