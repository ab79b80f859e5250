"""`explain` knows rules, services and the errors of AWS, and fits the terminal."""

from __future__ import annotations

import pytest

from auditor.cli.wrapping import hanging, wrapped
from tests.runner import RULE, Workspace, assert_one_line


@pytest.mark.parametrize(
    "text",
    [
        "Parameter ScheduleExpression is not valid",
        "Parameter ScheduleExpression is not valid. (Service: EventBridge, Status Code: 400)",
        "ScheduleExpression is not valid",
    ],
)
def test_the_text_of_an_error(workspace: Workspace, text: str) -> None:
    result = workspace.run("explain", text)
    assert result.code == 0
    assert RULE in [line.split()[0] for line in result.out.splitlines() if line]
    assert "Several rules are about this error" in result.out


def test_the_text_of_an_error_of_one_rule(workspace: Workspace) -> None:
    scheduler = "Resource handler returned message: Invalid Schedule Expression rate(1 days)."
    assert workspace.run("explain", scheduler).out.startswith(f"# {RULE} (events, ")
    said = "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting"
    text = f"{said} (Service: S3, Status Code: 400, Request ID: 8X)"
    assert workspace.run("explain", text).out.startswith("# acl-disabled (s3, ")


def test_an_error_that_no_rule_explains(workspace: Workspace) -> None:
    assert_one_line(workspace.run("explain", "the cat sat on my keyboard"), "no rule explains")


def test_a_service(workspace: Workspace) -> None:
    lines = workspace.run("explain", "s3").out.splitlines()
    rules = [line for line in workspace.run("rules").out.splitlines() if line.split()[1] == "s3"]
    assert [line.split()[0] for line in lines] == [line.split()[0] for line in rules]
    assert lines


@pytest.mark.parametrize("args", [("explain", RULE), ("rules",), ("explain", "events")])
def test_lines_fit_the_terminal(workspace: Workspace, args: tuple[str, ...]) -> None:
    shown = workspace.on_terminal(*args, columns=80).out
    long = [line for line in shown.splitlines() if len(line) > 80 and "https://" not in line]
    assert long == []
    whole = workspace.run(*args).out
    assert shown.split() == whole.split()


PAGE = """\
# a heading that is longer than the terminal

A paragraph of some words
that goes on here.
- an item that is
  continued here
- another

```
code that is longer than the terminal
```
"""


def test_wrapping_keeps_what_is_no_prose() -> None:
    assert wrapped(PAGE, 20) == (
        "# a heading that is longer than the terminal\n"
        "\n"
        "A paragraph of some\nwords that goes on\nhere.\n"
        "- an item that is\n  continued here\n"
        "- another\n"
        "\n"
        "```\ncode that is longer than the terminal\n```\n"
    )
    assert wrapped(PAGE, 100) == PAGE
    assert hanging("id  ", "one two three", 11) == "id  one two\n    three"
