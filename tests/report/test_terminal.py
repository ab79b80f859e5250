"""Colours, widths and progress are for terminals only."""

from __future__ import annotations

import re

import pytest

from tests.runner import BROKEN, CLEAN, Workspace

ESCAPE = re.compile(rb"\x1b\[[0-9;]*m")
LONG = BROKEN.replace("every night", "every night " + "x" * 500)


@pytest.mark.parametrize(
    ("env", "is_coloured"),
    [
        pytest.param({}, True, id="as it is"),
        pytest.param({"NO_COLOR": "1"}, False, id="NO_COLOR"),
        pytest.param({"NO_COLOR": ""}, True, id="empty NO_COLOR"),
        pytest.param({"TERM": "dumb"}, False, id="dumb terminal"),
        pytest.param({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, id="NO_COLOR wins"),
    ],
)
def test_colours_on_a_terminal(
    workspace: Workspace, env: dict[str, str], is_coloured: bool
) -> None:
    workspace.write("a.yaml")
    result = workspace.on_terminal("check", "a.yaml", env=env)
    assert result.code == 1
    assert (b"\x1b[31merror\x1b[0m" in result.stdout) == is_coloured
    assert (b"\x1b" in result.stdout) == is_coloured


def test_no_colours_elsewhere_unless_forced(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    plain = workspace.check("a.yaml").stdout
    assert b"\x1b" not in plain
    forced = workspace.run("check", "a.yaml", env={"FORCE_COLOR": "1"}).stdout
    assert b"\x1b[31merror\x1b[0m" in forced
    assert ESCAPE.sub(b"", forced) == plain


def test_colours_end_with_their_line(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    for line in workspace.on_terminal("check", "a.yaml").stdout.splitlines():
        codes = ESCAPE.findall(line)
        assert not codes or codes[-1] == b"\x1b[0m"


@pytest.mark.parametrize(("columns", "width"), [(60, 60), (120, 120), (500, 160), (5, 40)])
def test_source_lines_fit_a_terminal(workspace: Workspace, columns: int, width: int) -> None:
    workspace.write("a.yaml", LONG)
    result = workspace.on_terminal("check", "a.yaml", columns=columns, env={"NO_COLOR": "1"})
    (source,) = (line for line in result.out.splitlines() if line.startswith("6 | "))
    assert len(source) == width


def test_no_width_elsewhere(workspace: Workspace) -> None:
    workspace.write("a.yaml", LONG)
    plain = workspace.run("check", "a.yaml", env={"COLUMNS": "30"})
    assert plain.stdout == workspace.check("a.yaml").stdout


@pytest.fixture
def many(workspace: Workspace) -> Workspace:
    for number in range(40):
        workspace.write(f"{number:02}.yaml", CLEAN)
    workspace.write("40.yaml")
    return workspace


def test_progress_of_long_runs_on_a_terminal(many: Workspace) -> None:
    result = many.on_terminal("check", ".", streams=("stderr",))
    assert b"Checking" in result.stderr
    assert b"Checking" not in result.stdout
    assert b"\x1b" not in result.stdout


def test_progress_leaves_the_diff_alone(many: Workspace) -> None:
    result = many.on_terminal("check", "--diff", ".", streams=("stderr",))
    assert result.stdout == many.check("--diff", ".").stdout
    assert result.stdout.startswith(b"--- a/40.yaml\n")


def test_no_progress_elsewhere(many: Workspace) -> None:
    assert many.on_terminal("check", ".").stderr == b""
    assert many.check(".").stderr == b""


def test_no_progress_of_short_runs(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    assert workspace.on_terminal("check", ".", streams=("stderr",)).stderr == b""
