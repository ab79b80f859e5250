"""The options that everybody types."""

from __future__ import annotations

import json

import pytest

from auditor.cli.app import app
from auditor.cli.options import COMMANDS
from tests.runner import BROKEN, CLEAN, MENDED, RULE, Workspace, assert_one_line

PLACE = f"a.yaml:6:34: error[{RULE}]"
SUM = "Found 1 finding (1 error) in 1 file, 1 fixable with --fix\n"


@pytest.fixture
def broken(workspace: Workspace) -> Workspace:
    workspace.write("a.yaml")
    return workspace


@pytest.mark.parametrize("args", [("check",), ("check", "--output-format", "concise"), ("--fix",)])
def test_the_working_folder_is_checked(broken: Workspace, args: tuple[str, ...]) -> None:
    result = broken.run(*args)
    assert "a.yaml:6:34" in result.out


@pytest.mark.parametrize(
    "args", [("a.yaml",), ("--exit-non-zero-on-fix", "a.yaml"), (".",), ("./a.yaml",)]
)
def test_a_path_alone_is_checked(broken: Workspace, args: tuple[str, ...]) -> None:
    result = broken.run(*args)
    assert PLACE in result.out
    assert result.code == 1


def test_a_name_that_is_no_path_is_a_wrong_command(broken: Workspace) -> None:
    assert_one_line(broken.run("chekc"), "'chekc'", "did you mean 'check'?")
    assert_one_line(broken.run("gone.yaml"), "gone.yaml: does not exist")


def test_every_command_is_known_to_be_one() -> None:
    callbacks = (command.callback for command in app.registered_commands)
    assert {one.__name__.replace("_", "-") for one in callbacks if one} == COMMANDS


def test_quiet(broken: Workspace) -> None:
    assert "Found" not in broken.check("-q").out
    concise = broken.check("-q", "--output-format", "concise").out
    assert concise.startswith(PLACE)
    assert concise.count("\n") == 1
    broken.write("a.yaml", CLEAN)
    assert broken.check("-q").out == ""


def test_statistics(broken: Workspace) -> None:
    broken.write("b.yaml")
    broken.write("c.yaml", CLEAN + "    DependsOn: Gone\n")
    lines = broken.check("--statistics").out.splitlines()
    assert lines[0].split()[:4] == ["2", "error", RULE, "[*]"]
    assert lines[1].split()[:3] == ["1", "error", "undefined-reference"]
    assert lines[2].startswith("Found 3 findings")
    (row, _) = json.loads(broken.check("--statistics", "--output-format", "json").out)
    assert (row["rule"], row["count"], row["fixable"]) == (RULE, 2, 2)


def test_several_reports_of_one_run(broken: Workspace) -> None:
    names = ("r.sarif", "r.html", "r.md", "r.xml", "r.json", "gitlab:g.json", "concise:log")
    result = broken.check("a.yaml", *(word for name in names for word in ("-o", name)))
    assert result.out.endswith(SUM)
    assert json.loads(broken.read("r.sarif"))["version"] == "2.1.0"
    assert broken.read("r.html").startswith(b"<!DOCTYPE html>")
    assert b"a.yaml" in broken.read("r.md")
    assert broken.read("r.xml").startswith(b"<?xml")
    assert json.loads(broken.read("r.json"))["findings"]
    assert json.loads(broken.read("g.json"))[0]["check_name"] == RULE
    assert broken.read("log").decode().startswith(PLACE)


def test_a_report_is_written_again(broken: Workspace) -> None:
    for _ in range(2):
        for name in ("r.sarif", "r.html", "r.json", "junit:r.yml"):
            assert broken.check("a.yaml", "-o", name).code == 1


def test_the_format_of_the_command_line_goes_into_the_file(broken: Workspace) -> None:
    result = broken.check("a.yaml", "--output-format", "gitlab", "-o", "report.json")
    assert result.out.endswith(SUM)
    assert json.loads(broken.read("report.json"))[0]["check_name"] == RULE


def test_no_report_is_written_over_a_template(broken: Workspace) -> None:
    assert_one_line(broken.check("a.yaml", "-o", "json:a.yaml"), "a.yaml: is a template")
    assert broken.read("a.yaml") == BROKEN.encode()
    assert_one_line(broken.check("a.yaml", "-o", "report"), "write FORMAT:report")
    assert_one_line(broken.check("a.yaml", "-o", "no/r.json"), "no/r.json: cannot be written")


@pytest.mark.parametrize(("when", "coloured"), [("always", True), ("never", False)])
def test_colours_where_somebody_says_so(broken: Workspace, when: str, coloured: bool) -> None:
    contrary = {"NO_COLOR": "1"} if coloured else {"FORCE_COLOR": "1"}
    result = broken.run("check", "a.yaml", "--color", when, env=contrary)
    assert ("\x1b[" in result.out) is coloured


def test_exclude(broken: Workspace) -> None:
    broken.write("sub/b.yaml")
    broken.write("cfnaudit.toml", 'exclude = ["a.yaml"]')
    assert broken.check("--show-files").out == "sub/b.yaml\n"
    result = broken.check(".", "sub", "a.yaml", "--exclude", "sub/*.yaml", "--show-files")
    assert result.out == "a.yaml\n"
    assert_one_line(broken.check("--exclude", "[", "."), "--exclude", "file pattern")


def test_show_files_names_templates_alone(broken: Workspace) -> None:
    broken.write("other.yaml", "name: build\n")
    broken.write("b.json", '{"Resources": {"A": {"Type": "AWS::SNS::Topic"}}}')
    result = broken.check("--show-files", ".", "a.yaml")
    assert result.out == "a.yaml\nb.json\n"
    assert result.code == 0
    assert_one_line(broken.check("--show-files", "gone.yaml"), "gone.yaml: does not exist")


def test_show_fixes(broken: Workspace) -> None:
    before = "6 | -       ScheduleExpression: rate(1 days)   # every night\n"
    after = "6 | +       ScheduleExpression: rate(1 day)   # every night\n"
    assert before + after in broken.check("--show-fixes").out
    assert before not in broken.check("-o", "r.html").out
    assert before + after in broken.check("--show-fixes", "--fix").out


def test_fix_only(broken: Workspace) -> None:
    broken.write("a.yaml", BROKEN + "    DependsOn: Gone\n")
    result = broken.check("--fix-only")
    assert result.code == 0
    assert result.out == f"a.yaml:6:34: fixed[{RULE}]: Write it as 'rate(1 day)'\n"
    assert result.err == "cfnaudit: 1 finding fixed in 1 file\n"
    assert broken.read("a.yaml").decode() == MENDED + "    DependsOn: Gone\n"


def test_exit_non_zero_on_fix(broken: Workspace) -> None:
    assert broken.check("--fix", "--exit-non-zero-on-fix").code == 1
    assert broken.check("--fix", "--exit-non-zero-on-fix").code == 0


def test_ignores_have_a_reason_and_can_be_left_aside(broken: Workspace) -> None:
    broken.write("b.json", '{"Resources": {"A": {"Type": "AWS::SNS::Topic", "DependsOn": "B"}}}')
    assert broken.check("--add-ignores=waits for #12").code == 0
    line = f"rate(1 days)   # every night  # cfnaudit: ignore[{RULE}] waits for #12\n"
    assert broken.read("a.yaml").decode().endswith(line)
    metadata = json.loads(broken.read("b.json"))["Resources"]["A"]["Metadata"]
    item = {"id": "undefined-reference", "reason": "waits for #12"}
    assert metadata == {"cfnaudit": {"ignore": [item]}}
    assert broken.check().code == 0
    result = broken.check("--no-ignores")
    assert result.code == 1
    assert PLACE in result.out
    assert_one_line(broken.check("--add-ignores=a\nb"), "one line")


@pytest.mark.parametrize("columns", ["60", "80", "200"])
def test_help_is_whole(workspace: Workspace, columns: str) -> None:
    shown = workspace.run("check", "--help", env={"COLUMNS": columns}).out
    assert max(map(len, shown.splitlines())) <= int(columns)
    assert "--api-gateway-logging-role" in shown.replace("[no-]", "")
    assert "…" not in shown
