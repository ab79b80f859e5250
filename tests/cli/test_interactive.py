"""Fixing one by one: each fix is shown and asked about, and nothing that was made is lost."""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.runner import NOT_AS_ROOT, TIMEOUT, Result, Workspace

RULE = "schedule-expression-syntax"
TEMPLATE = """\
Resources:
  One:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(1 days)   # first
  Two:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(1 hours)   # second
  Three:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(5 minute)   # third
"""
FIRST = ("rate(1 days)", "rate(1 day)")
SECOND = ("rate(1 hours)", "rate(1 hour)")
THIRD = ("rate(5 minute)", "rate(5 minutes)")


def made(*changes: tuple[str, str]) -> str:
    text = TEMPLATE
    for old, new in changes:
        text = text.replace(old, new)
    return text


def answer(workspace: Workspace, answers: str, *options: str) -> Result:
    workspace.write("template.yaml", TEMPLATE)
    options = ("--select", RULE, "--fix", "--interactive", *options)
    return workspace.check(*options, "template.yaml", stdin=answers.encode())


@pytest.mark.parametrize(
    ("answers", "changes"),
    [
        pytest.param("y\ny\ny\n", (FIRST, SECOND, THIRD), id="yes to each"),
        pytest.param("yes\nno\nYES\n", (FIRST, THIRD), id="whole words, in any case"),
        pytest.param("n\ny\nn\n", (SECOND,), id="one of three"),
        pytest.param("n\nn\nn\n", (), id="none"),
        pytest.param("a\n", (FIRST, SECOND, THIRD), id="all"),
        pytest.param("y\nl\n", (FIRST,), id="leave all further ones of the rule"),
        pytest.param("y\nf\n", (FIRST,), id="leave all further ones of the file"),
        pytest.param("s\ny\ns\nn\n", (FIRST,), id="show again"),
        pytest.param("n\nr\n", (SECOND, THIRD), id="all further ones of the rule"),
        pytest.param("y\nq\n", (FIRST,), id="quit keeps what was made"),
        pytest.param("y\n", (FIRST,), id="the end of the input is to quit"),
        pytest.param("", (), id="no answer"),
        pytest.param("?\nwhat\n\ny\nq\n", (FIRST,), id="asks again"),
    ],
)
def test_answers(workspace: Workspace, answers: str, changes: tuple[tuple[str, str], ...]) -> None:
    result = answer(workspace, answers)
    assert workspace.read("template.yaml").decode() == made(*changes)
    assert result.code == (0 if len(changes) == 3 else 1), result


def test_shows_the_finding_and_the_change_before_it_asks(workspace: Workspace) -> None:
    shown = answer(workspace, "n\nq\n").err
    assert shown.index("template.yaml:5:34: error[schedule-expression-syntax]") < shown.index(
        "-      ScheduleExpression: rate(1 days)   # first"
    )
    assert shown.index("+      ScheduleExpression: rate(1 day)   # first") < shown.index(
        "Apply this"
    )
    assert shown.count("Apply this fix? [y,n,r,a,l,f,w,s,q,?]") == 2
    assert "\n1 of 3 in template.yaml. Apply" in shown
    assert "\n2 of 3 in template.yaml. Apply" in shown


def test_help_tells_every_answer(workspace: Workspace) -> None:
    shown = answer(workspace, "?\nq\n").err
    for letter in "ynralfwsq?":
        assert f"{letter}  " in shown.partition("Apply this fix?")[2]


def test_the_report_stays_on_standard_output(workspace: Workspace) -> None:
    result = answer(workspace, "y\nq\n", "--output-format", "json")
    statuses = [finding["status"] for finding in result.report["findings"]]
    assert sorted(statuses) == ["fixed", "open", "open"]


def test_to_quit_is_to_quit_for_all_files(workspace: Workspace) -> None:
    for name in ("a.yaml", "b.yaml"):
        workspace.write(name, TEMPLATE)
    options = ("--select", RULE, "--fix", "-i", "a.yaml", "b.yaml")
    result = workspace.check(*options, stdin=b"y\nq\ny\n")
    assert workspace.read("a.yaml").decode() == made(FIRST)
    assert workspace.read("b.yaml").decode() == TEMPLATE
    assert result.err.count("Apply this fix?") == 2


def test_what_is_left_of_a_file_is_asked_about_in_the_next(workspace: Workspace) -> None:
    for name in ("a.yaml", "b.yaml"):
        workspace.write(name, TEMPLATE)
    options = ("--select", RULE, "--fix", "-i", "a.yaml", "b.yaml")
    result = workspace.check(*options, stdin=b"f\ny\nl\n")
    assert workspace.read("a.yaml").decode() == TEMPLATE
    assert workspace.read("b.yaml").decode() == made(FIRST)
    assert result.err.count("Apply this fix?") == 3


def test_show_again(workspace: Workspace) -> None:
    shown = answer(workspace, "s\nq\n").err
    assert shown.count("+      ScheduleExpression: rate(1 day)   # first") == 2


def test_a_suppression_is_written_with_its_reason(workspace: Workspace) -> None:
    result = answer(workspace, "n\nw\nthe hours are read elsewhere\nq\n")
    text = workspace.read("template.yaml").decode()
    comment = f"# cfnaudit: ignore[{RULE}] the hours are read elsewhere"
    assert text.count(comment) == 1
    assert "rate(1 hours)" in text
    assert result.code == 1
    left = workspace.check("--select", RULE, "template.yaml")
    assert "2 errors" in left.out
    assert "1 suppressed" in left.out


def test_no_suppression_without_a_reason(workspace: Workspace) -> None:
    result = answer(workspace, "w\n\nw\n\x1b\nq\n")
    assert result.err.count("Why? ") == 2
    assert workspace.read("template.yaml").decode() == TEMPLATE


def test_an_unsafe_fix_is_called_so(workspace: Workspace) -> None:
    toml = f'extend-unsafe-fixes = ["{RULE}"]\n'
    workspace.write("cfnaudit.toml", toml)
    shown = answer(workspace, "q\n", "--unsafe-fixes").err
    assert "1 of 3 in template.yaml. Apply this unsafe fix?" in shown


def test_ctrl_c_keeps_what_was_made(workspace: Workspace) -> None:
    workspace.write("template.yaml", TEMPLATE)
    process = workspace.start("check", "--select", RULE, "--fix", "-i", "template.yaml")
    assert process.stdin is not None
    assert process.stderr is not None
    process.stdin.write(b"y\n")
    process.stdin.flush()
    seen = b""
    while seen.count(b"Apply this fix?") < 2:
        seen += os.read(process.stderr.fileno(), 65_536)
    time.sleep(0.2)  # the second answer is awaited now
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=TIMEOUT)
    assert workspace.read("template.yaml").decode() == made(FIRST)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(("--interactive", "template.yaml"), id="without fix"),
        pytest.param(("--fix", "--interactive", "--diff", "template.yaml"), id="with diff"),
        pytest.param(("--fix", "--interactive", "-"), id="with standard input"),
    ],
)
def test_what_cannot_be(workspace: Workspace, options: tuple[str, ...]) -> None:
    workspace.write("template.yaml", TEMPLATE)
    result = workspace.check(*options)
    assert result.code == 2
    assert "--interactive" in result.err
    assert workspace.read("template.yaml").decode() == TEMPLATE


def test_a_file_that_cannot_be_written_is_told(workspace: Workspace) -> None:
    path = workspace.write("template.yaml", TEMPLATE)
    path.chmod(0o444)
    asked = ("--select", RULE, "--fix", "-i", "template.yaml")
    result = workspace.python(NOT_AS_ROOT, "check", *asked, stdin=b"a\n")
    assert result.code == 2
    assert "read-only" in result.err
    assert workspace.read("template.yaml").decode() == TEMPLATE
