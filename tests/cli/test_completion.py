"""What shells complete: commands, options' values and names of rules."""

from __future__ import annotations

import pytest

from tests.runner import Workspace


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        pytest.param("cfnaudit ch", ["check"], id="a command"),
        pytest.param("cfnaudit check --output-format sar", ["sarif"], id="a format"),
        pytest.param("cfnaudit check --fail-on e", ["error"], id="a severity"),
        pytest.param("cfnaudit explain stage-c", ["stage-conflict"], id="a rule to explain"),
        pytest.param("cfnaudit check --select s3", ["s3"], id="a service"),
        pytest.param("cfnaudit check --ignore logs,acl", ["logs,acl-disabled"], id="in a list"),
        pytest.param("cfnaudit explain no-such", [], id="nothing"),
    ],
)
def test_bash(workspace: Workspace, words: str, completed: list[str]) -> None:
    env = {
        "_CFNAUDIT_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    assert workspace.run(env=env).out.split() == completed


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts(workspace: Workspace, shell: str) -> None:
    # else the shell that started the tests decides, and there may be none
    env = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    result = workspace.run("--show-completion", shell, env=env)
    assert result.code == 0, result
    assert "_CFNAUDIT_COMPLETE" in result.out
