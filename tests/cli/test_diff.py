"""`--diff` is what `git apply` and `patch` take, byte for byte."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.layouts import BOM, layouts
from tests.runner import BROKEN, CLEAN, MENDED, Workspace

APPLY = {
    "git apply": "git apply --whitespace=nowarn changes.diff",
    "patch": "patch --quiet --binary -p1 < changes.diff",
}
apply = pytest.mark.parametrize("command", APPLY.values(), ids=APPLY.keys())


@apply
@layouts
def test_the_diff_applies(workspace: Workspace, layout: Callable[[str], str], command: str) -> None:
    workspace.write("a.yaml", layout(BROKEN))
    result = workspace.check("--diff", "a.yaml")
    assert result.code == 1
    assert result.err == "cfnaudit: Found 1 finding (1 error) in 1 file, 1 fixable with --fix\n"
    workspace.write("changes.diff", result.stdout)
    applied = workspace.shell(command)
    assert applied.code == 0, applied
    assert workspace.read("a.yaml") == layout(MENDED).encode()


@apply
@pytest.mark.parametrize(
    "name",
    ["sub folder/a b.yaml", "ü.yaml", 'quo"te.yaml', "back\\slash.yaml", "new\nline.yaml"],
)
def test_the_diff_applies_whatever_the_name(workspace: Workspace, name: str, command: str) -> None:
    workspace.write(name)
    workspace.write("changes.diff", workspace.check("--diff", ".").stdout)
    applied = workspace.shell(command)
    assert applied.code == 0, applied
    assert workspace.read(name).decode() == MENDED


ONE_LINE = (
    '{"Resources": {"Nightly": {"Type": "AWS::Events::Rule",'
    ' "Properties": {"ScheduleExpression": "rate(1 days)"}}}}'
)


@apply
def test_the_byte_order_mark_is_part_of_the_first_line(workspace: Workspace, command: str) -> None:
    workspace.write("a.json", BOM + ONE_LINE)
    workspace.write("changes.diff", workspace.check("--diff", "a.json").stdout)
    assert workspace.shell(command).code == 0
    assert workspace.read("a.json").decode() == BOM + ONE_LINE.replace("days", "day")


@apply
def test_one_diff_for_many_files(workspace: Workspace, command: str) -> None:
    workspace.write("a.yaml")
    workspace.write("b/c.yaml")
    workspace.write("clean.yaml", CLEAN)
    arguments = (".", "b", str(workspace.folder / "a.yaml"))
    workspace.write("changes.diff", workspace.check("--diff", *arguments).stdout)
    assert workspace.read("changes.diff").count(b"+++ ") == 2
    assert workspace.shell(command).code == 0
    assert workspace.read("a.yaml") == workspace.read("b/c.yaml") == MENDED.encode()


def test_the_diff_shows_what_changes(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    lines = workspace.check("--diff", "./a.yaml").out.splitlines()
    assert lines[:2] == ["--- a/a.yaml", "+++ b/a.yaml"]
    assert [line for line in lines[2:] if line[0] in "-+"] == [
        "-      ScheduleExpression: rate(1 days)   # every night",
        "+      ScheduleExpression: rate(1 day)   # every night",
    ]


@pytest.mark.parametrize("content", [CLEAN, "Resources: [\n"], ids=["clean", "no template"])
def test_no_change_no_diff(workspace: Workspace, content: str) -> None:
    workspace.write("a.yaml", content)
    assert workspace.check("--diff", "a.yaml").out == ""


def test_the_diff_of_standard_input(workspace: Workspace) -> None:
    result = workspace.check("--diff", "--fix", "-", stdin=BROKEN.encode())
    workspace.write("a.yaml")
    workspace.write("changes.diff", result.stdout)
    assert workspace.shell("patch --quiet a.yaml changes.diff").code == 0
    assert workspace.read("a.yaml").decode() == MENDED


def test_the_diff_is_alone(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    result = workspace.check("--diff", "a.yaml", "--output-format", "json", "--quiet")
    assert result.out.startswith("--- a/a.yaml\n")
    assert "open" not in result.out
    assert result.err == ""


NO_FIX = CLEAN + "    DependsOn: Gone\n"


def test_it_is_the_diff_that_fails_and_not_what_it_cannot_change(workspace: Workspace) -> None:
    workspace.write("a.yaml", NO_FIX)
    assert workspace.check("a.yaml").code == 1
    assert workspace.check("--diff", "a.yaml").code == 0
    workspace.write("b.yaml")
    assert workspace.check("--diff", ".").code == 1
    assert workspace.check("--diff", ".", "--exit-zero").code == 0


def test_the_diff_has_colours_on_a_terminal(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    lines = workspace.on_terminal("check", "--diff", "a.yaml").out.splitlines()
    assert "\x1b[31m-      ScheduleExpression: rate(1 days)   # every night\x1b[0m" in lines
    assert "\x1b[32m+      ScheduleExpression: rate(1 day)   # every night\x1b[0m" in lines


@apply
def test_a_diff_is_no_workflow_command(workspace: Workspace, command: str) -> None:
    text = BROKEN + "# ::add-mask::a\n::add-mask::b: ##[add-mask]c\n"
    workspace.write("a.yaml", text)
    result = workspace.run("check", "--diff", "a.yaml", env={"GITHUB_ACTIONS": "true"})
    first, *lines, last = result.out.splitlines()
    token = first.removeprefix("::stop-commands::")
    assert (len(token), last) == (64, f"::{token}::")
    again = workspace.run("check", "--diff", "a.yaml", env={"GITHUB_ACTIONS": "true"})
    assert again.out.splitlines()[0] != first
    assert lines == workspace.check("--diff", "a.yaml").out.splitlines()
    workspace.write("changes.diff", result.stdout)
    applied = workspace.shell(command)
    assert applied.code == 0, applied
    assert workspace.read("a.yaml") == text.replace("rate(1 days)", "rate(1 day)").encode()
