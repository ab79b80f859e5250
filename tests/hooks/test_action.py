"""The action for GitHub: its script does what its inputs say, and runs none of them as code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.runner import BROKEN, CLEAN, COMMAND, Result, Workspace

ACTION: dict[str, Any] = yaml.safe_load((Path(__file__).parents[2] / "action.yml").read_text())
INPUTS = {name: spec["default"] for name, spec in ACTION["inputs"].items()}
STEP: dict[str, Any] = ACTION["runs"]["steps"][1]


def run(workspace: Workspace, **inputs: str) -> Result:
    """Runs the step that checks, with the inputs as GitHub hands them over."""
    given = INPUTS | {name.replace("_", "-"): value for name, value in inputs.items()}
    env = {
        variable: given[source.removeprefix("${{ inputs.").removesuffix(" }}")]
        for variable, source in STEP["env"].items()
    }
    binary = workspace.folder / "runner/cfnaudit/bin/cfnaudit"
    binary.parent.mkdir(parents=True, exist_ok=True)
    binary.unlink(missing_ok=True)
    binary.symlink_to(COMMAND)
    env["RUNNER_TEMP"] = str(workspace.folder / "runner")
    env["GITHUB_STEP_SUMMARY"] = str(workspace.folder / "summary.md")
    command = ("/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
    return workspace.run(STEP["run"], env=env, command=command)


def test_annotates_and_sums_up(workspace: Workspace) -> None:
    workspace.write("a/template.yaml", BROKEN)
    result = run(workspace, paths="a")
    assert result.code == 1, result
    assert result.out.startswith("::error file=a/template.yaml,line=6")
    assert "schedule-expression-syntax" in workspace.read("summary.md").decode()


def test_passes_on_a_clean_template(workspace: Workspace) -> None:
    workspace.write("template.yaml", CLEAN)
    result = run(workspace)
    assert result.code == 0, result
    assert "::error" not in result.out


def test_takes_several_paths_and_options(workspace: Workspace) -> None:
    workspace.write("one.yaml", BROKEN)
    workspace.write("two.yaml", BROKEN)
    result = run(
        workspace,
        paths="one.yaml\ntwo.yaml",
        arguments="  --ignore  \nschedule-expression-syntax\n--fail-on=error\n",
        summary="false",
    )
    assert result.code == 0, result
    assert not (workspace.folder / "summary.md").exists()


def test_writes_a_file(workspace: Workspace) -> None:
    workspace.write("template.yaml", BROKEN)
    result = run(workspace, output_format="sarif", output_file="reports/found.sarif")
    assert result.code == 1, result
    assert b'"2.1.0"' in workspace.read("reports/found.sarif")
    assert result.out == ""


def test_a_job_that_cannot_be_done_fails(workspace: Workspace) -> None:
    assert run(workspace, paths="missing.yaml").code == 2


@pytest.mark.parametrize("name", ["paths", "arguments", "output_format", "output_file"])
def test_no_input_is_run(workspace: Workspace, name: str) -> None:
    workspace.write("template.yaml", CLEAN)
    run(workspace, **{name: "$(touch run); `touch run`; ; touch run"})
    assert not (workspace.folder / "run").exists()


def test_inputs_reach_the_script_as_variables_only() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]
