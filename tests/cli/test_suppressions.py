"""Suppressions on the command line: read, told when they are of no use, and written."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.cli.layouts import LAYOUTS
from tests.runner import BROKEN, CLEAN, MENDED, RULE, Workspace

COMMENT = f"# cfnaudit: ignore[{RULE}]"
IGNORED = BROKEN.replace("every night", f"every night  {COMMENT}")
NONE_LEFT = "No findings in 1 file, 1 suppressed\n"
JSON = json.dumps(
    {
        "Resources": {
            "Nightly": {
                "Type": "AWS::Events::Rule",
                "Properties": {"ScheduleExpression": "rate(1 days)"},
            }
        }
    },
    indent=2,
)
FORMATS = ("text", "concise", "github", "gitlab", "junit", "markdown")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(IGNORED, id="line"),
        pytest.param(BROKEN.replace("  Nightly", f"  {COMMENT}\n  Nightly"), id="resource"),
        pytest.param(f"# cfnaudit: ignore-file[{RULE}] so\n{BROKEN}", id="file"),
        pytest.param(
            BROKEN.replace(
                "    Prop", f"    Metadata: {{cfnaudit: {{ignore: [{RULE}]}}}}\n    Prop"
            ),
            id="metadata",
        ),
        pytest.param(
            JSON.replace("{", f'{{"Metadata": {{"cfnaudit": {{"ignore": ["{RULE}"]}}}},', 1),
            id="metadata of a template in JSON",
        ),
    ],
)
def test_what_is_suppressed_is_not_told_and_not_fixed(workspace: Workspace, text: str) -> None:
    workspace.write("a.yaml", text)
    for options in ((), ("--fix",), ("--fix", "--unsafe-fixes")):
        result = workspace.check("a.yaml", *options)
        assert (result.code, result.out, result.err) == (0, NONE_LEFT, "")
    assert workspace.read("a.yaml").decode() == text


@pytest.mark.parametrize("output_format", FORMATS)
def test_formats_for_people_and_their_tools_leave_it_out(
    workspace: Workspace, output_format: str
) -> None:
    workspace.write("a.yaml", IGNORED)
    result = workspace.check("a.yaml", "--output-format", output_format)
    assert result.code == 0
    assert RULE not in result.out
    workspace.write("b.yaml", BROKEN)
    shown = workspace.check("a.yaml", "b.yaml", "--output-format", output_format)
    assert shown.code == 1
    assert RULE in shown.out
    assert "a.yaml" not in shown.out


def test_formats_for_programs_have_it(workspace: Workspace) -> None:
    workspace.write("a.yaml", IGNORED.replace(COMMENT, f"{COMMENT} as agreed"))
    report = workspace.check("a.yaml", "--output-format", "json").report
    (finding,) = report["findings"]
    assert (finding["status"], finding["note"]) == ("suppressed", "as agreed")
    assert (report["summary"]["open"], report["summary"]["suppressed"]) == (0, 1)
    (run,) = workspace.check("a.yaml", "--output-format", "sarif").report["runs"]
    (result,) = run["results"]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "as agreed"}]
    workspace.write("b.yaml", BROKEN)
    (run,) = workspace.check(".", "--output-format", "sarif").report["runs"]
    assert [len(result["suppressions"]) for result in run["results"]] == [1, 0]
    workspace.write("a.yaml", CLEAN)
    (run,) = workspace.check(".", "--output-format", "sarif").report["runs"]
    assert "suppressions" not in run["results"][0]


def test_what_is_of_no_use_is_told_and_removed(workspace: Workspace) -> None:
    workspace.write("a.yaml", IGNORED.replace("1 days", "1 day"))
    result = workspace.check("a.yaml", "--fail-on", "warning")
    assert result.code == 1
    assert "a.yaml:6:75: warning[unused-suppression]" in result.out
    assert workspace.check("a.yaml", "--fix").code == 0
    assert workspace.read("a.yaml").decode() == MENDED


@pytest.mark.parametrize(
    "options",
    [("--ignore", RULE), ("--ignore", "unused-suppression"), ("--select", "unused-suppression")],
    ids=" ".join,
)
def test_what_is_not_known_to_be_of_no_use(workspace: Workspace, options: tuple[str, ...]) -> None:
    text = IGNORED.replace("1 days", "1 day")
    workspace.write("a.yaml", text)
    result = workspace.check("a.yaml", "--fix", *options)
    assert (result.code, result.out) == (0, "No findings in 1 file\n")
    assert workspace.read("a.yaml").decode() == text


@pytest.mark.parametrize("options", [(), ("--select", "unknown-suppression")], ids=" ".join)
def test_a_slip_in_a_name_is_told_with_its_place(
    workspace: Workspace, options: tuple[str, ...]
) -> None:
    workspace.write("a.yaml", BROKEN.replace("every night", "# cfnaudit: ignore[acl-disable]"))
    result = workspace.check("a.yaml", *options)
    assert (
        "a.yaml:6:63: warning[unknown-suppression]: Suppression names 'acl-disable', which is not"
        " a rule; did you mean 'acl-disabled'?" in result.out
    )


@pytest.mark.parametrize("name", [name for name in LAYOUTS if name != "trailing blanks"])
def test_ignores_are_added_once(workspace: Workspace, name: str) -> None:
    layout: Callable[[str], str] = LAYOUTS[name]
    path = workspace.write("a.yaml", layout(BROKEN))
    result = workspace.check("a.yaml", "--add-ignores")
    assert (result.code, result.out, result.err) == (0, NONE_LEFT, "")
    assert workspace.read("a.yaml") == layout(IGNORED).encode()
    before = path.stat().st_ino
    assert workspace.check("a.yaml", "--add-ignores").out == NONE_LEFT
    assert path.stat().st_ino == before


def test_ignores_are_added_to_json(workspace: Workspace) -> None:
    workspace.write("a.json", JSON)
    assert workspace.check("a.json", "--add-ignores").out == NONE_LEFT
    tree = json.loads(workspace.read("a.json"))
    assert tree["Resources"]["Nightly"].pop("Metadata") == {"cfnaudit": {"ignore": [RULE]}}
    assert tree == json.loads(JSON)


def test_ignores_are_added_to_code_beside_the_template(workspace: Workspace) -> None:
    workspace.write(
        "a.yaml",
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  Function:\n"
        "    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: python3.12\n"
        "      Handler: app.handler\n      CodeUri: src/\n",
    )
    put = 'boto3.client("events").put_rule(Name="a", ScheduleExpression="at(2030-01-01T00:00:00)")'
    code = f"import boto3\ndef handler(event, context):\n    {put}\n"
    workspace.write("src/app.py", code)
    options = ("a.yaml", "--select", "at-schedule-in-code", "--fail-on", "warning")
    assert "src/app.py:3" in workspace.check(*options).out
    assert workspace.check(*options, "--add-ignores").code == 0
    expected = code.replace(put, f"{put}  # cfnaudit: ignore[at-schedule-in-code]")
    assert workspace.read("src/app.py").decode() == expected
    assert workspace.check(*options).code == 0


def test_only_what_fails_the_run_is_ignored(workspace: Workspace) -> None:
    workspace.write("a.yaml", BROKEN)
    assert workspace.check("a.yaml", "--add-ignores", "--select", "acl-disabled").code == 0
    assert workspace.read("a.yaml").decode() == BROKEN


def test_a_diff_of_what_would_be_added(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    result = workspace.check("a.yaml", "--add-ignores", "--diff")
    assert result.code == 1
    assert f"+      ScheduleExpression: rate(1 days)   # every night  {COMMENT}\n" in result.out
    assert workspace.read("a.yaml").decode() == BROKEN


def test_a_filter(workspace: Workspace) -> None:
    result = workspace.check("-", "--add-ignores", stdin=BROKEN.encode())
    assert (result.code, result.out, result.err) == (0, IGNORED, NONE_LEFT)


def test_what_cannot_be_ignored_is_told(workspace: Workspace) -> None:
    text = JSON.replace('"Type"', '"Metadata": 7, "Type"')
    workspace.write("a.json", text)
    result = workspace.check("a.json", "--add-ignores")
    assert result.code == 1
    assert f"a.json: {RULE} at Resources.Nightly" in result.err
    assert "was not ignored" in result.err
    assert workspace.read("a.json").decode() == text


def test_what_is_said_of_suppressions_is_not_suppressed_by_adding_more(
    workspace: Workspace,
) -> None:
    text = IGNORED.replace("1 days", "1 day")
    workspace.write("a.yaml", text)
    assert workspace.check("a.yaml", "--add-ignores", "--fail-on", "warning").code == 1
    assert workspace.read("a.yaml").decode() == text
