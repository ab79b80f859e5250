"""What only the account decides is asked once, fails no build, and can be answered."""

from __future__ import annotations

import json

import pytest

from tests.runner import Workspace

FUNCTIONS = """\
Resources:
  Orders:
    Type: AWS::Lambda::Function
    Properties:
      Handler: app.handler
      Runtime: python3.12
      Role: arn:aws:iam::123456789012:role/orders
      ReservedConcurrentExecutions: 20
      Code: {S3Bucket: code, S3Key: orders.zip}
  Invoices:
    Type: AWS::Lambda::Function
    Properties:
      Handler: app.handler
      Runtime: python3.12
      Role: arn:aws:iam::123456789012:role/invoices
      ReservedConcurrentExecutions: 5
      Code: {S3Bucket: code, S3Key: invoices.zip}
"""
ONLY = ("--select", "lambda")
ASKED = "3 functions reserve 30 executions, which fails in accounts whose limit is 10 or 50"


@pytest.fixture
def stacks(workspace: Workspace) -> Workspace:
    workspace.write("a.yaml", FUNCTIONS)
    workspace.write("b.yaml", FUNCTIONS.partition("  Invoices")[0].replace("20", "5"))
    return workspace


def test_a_rule_asks_once_for_all_files(stacks: Workspace) -> None:
    result = stacks.check(".", *ONLY)
    assert result.code == 0
    assert result.out.count("question[reserved-concurrency]") == 1
    assert f"question[reserved-concurrency]: {ASKED}" in result.out
    assert "at: a.yaml:8:37, a.yaml:16:37, b.yaml:8:37" in result.out
    assert "answer: Set account.concurrency to" in result.out
    assert result.out.count("note: cfnaudit init asks such questions once") == 1
    assert result.out.endswith(", 1 question\n")
    assert "\nNo findings in 2 files" in result.out


@pytest.mark.parametrize("severity", ["error", "warning", "info"])
def test_no_threshold_makes_a_question_fail(stacks: Workspace, severity: str) -> None:
    assert stacks.check(".", *ONLY, "--fail-on", severity).code == 0


@pytest.mark.parametrize(("limit", "code"), [("1000", 0), ("110", 1)])
def test_an_answer_is_an_error_or_silence(stacks: Workspace, limit: str, code: int) -> None:
    result = stacks.check(".", *ONLY, "--account-concurrency", limit)
    assert result.code == code
    assert "question" not in result.out
    assert ("error[reserved-concurrency]" in result.out) is bool(code)


def test_a_severity_answers_too(stacks: Workspace) -> None:
    stacks.write("cfnaudit.toml", '[severity]\nreserved-concurrency = "warning"\n')
    result = stacks.check(".", *ONLY, "--fail-on", "warning")
    assert result.code == 1
    assert "warning[reserved-concurrency]" in result.out
    assert "question" not in result.out


def test_a_suppressed_place_does_not_ask(stacks: Workspace) -> None:
    ignored = "20  # cfnaudit: ignore[reserved-concurrency] the limit is 1000"
    stacks.write("a.yaml", FUNCTIONS.replace("20", ignored))
    assert "2 functions reserve 10 executions" in stacks.check(".", *ONLY).out


def test_fixes_of_what_only_asks_are_made_where_the_rule_is_named(stacks: Workspace) -> None:
    fixing = ("--fix", "--unsafe-fixes")
    stacks.check("a.yaml", *fixing, "--ignore", "logs")
    assert stacks.read("a.yaml") == FUNCTIONS.encode()
    stacks.check("a.yaml", *fixing, "--select", "reserved-concurrency")
    assert b"Reserved" not in stacks.read("a.yaml")


def test_programs_get_all_places(stacks: Workspace) -> None:
    document = json.loads(stacks.check(".", *ONLY, "--output-format", "json").out)
    (question,) = document["questions"]
    assert question["setting"] == "account.concurrency"
    assert [place["resource"] for place in question["places"]] == ["Orders", "Invoices", "Orders"]
    assert {(one["severity"], one["question"]) for one in document["findings"]} == {("info", True)}
    assert document["summary"] | {"questions": 1, "open": 0, "infos": 0} == document["summary"]


def test_code_scanning_gets_notes(stacks: Workspace) -> None:
    (run,) = json.loads(stacks.check(".", *ONLY, "--output-format", "sarif").out)["runs"]
    assert [result["level"] for result in run["results"]] == ["note"] * 3
    assert all(result["properties"]["question"] for result in run["results"])


@pytest.mark.parametrize("output_format", ["concise", "markdown", "github", "html"])
def test_other_formats_ask_once(stacks: Workspace, output_format: str) -> None:
    assert stacks.check(".", *ONLY, "--output-format", output_format).out.count(ASKED) == 1
