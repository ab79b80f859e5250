"""The report for programs keeps its promise: `report-v1.schema.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import (  # type: ignore[import-untyped]
    Draft202012Validator,
    ValidationError,
)

from auditor.model.finding import Safety
from auditor.model.report import Status
from auditor.report.json_v1 import render
from tests.report.entries import EVERY_EDIT, entry, offer, report
from tests.runner import BROKEN, CLEAN, RULE, Workspace

SCHEMA = json.loads(Path(__file__).with_name("report-v1.schema.json").read_text())
VALIDATOR = Draft202012Validator(SCHEMA)
INCIDENTS = Path(__file__).parents[2] / "fixtures" / "incidents"


def valid(text: str) -> Any:
    document = json.loads(text)
    VALIDATOR.validate(document)
    return document


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    with pytest.raises(ValidationError):
        VALIDATOR.validate({"version": 1, "findings": [{"rule": "x"}], "summary": {}})


def test_a_finding(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    document = valid(workspace.check("a.yaml", "--output-format", "json").out)
    (finding,) = document["findings"]
    assert finding.pop("url").startswith("https://docs.aws.amazon.com/")
    assert finding.pop("message")
    assert finding == {
        "rule": RULE,
        "severity": "error",
        "confidence": "high",
        "file": "a.yaml",
        "location": {"line": 6, "column": 34},
        "end_location": {"line": 6, "column": 38},
        "resource": "Nightly",
        "construct": None,
        "path": "Resources.Nightly.Properties.ScheduleExpression",
        "status": "open",
        "note": None,
        "environments": [],
        "fix": {
            "title": "Write it as 'rate(1 day)'",
            "safety": "safe",
            "on_update": "in-place",
            "edits": [
                {
                    "kind": "set",
                    "path": ["Resources", "Nightly", "Properties", "ScheduleExpression"],
                    "value": "rate(1 day)",
                }
            ],
        },
        "fails": "deployment",
        "question": False,
        "templates": [],
        "shown": True,
    }
    assert document["questions"] == []
    assert document["summary"] == {
        "files": 1,
        "open": 1,
        "errors": 1,
        "warnings": 0,
        "infos": 0,
        "fixed": 0,
        "fixable": 1,
        "hidden_unsafe_fixes": 0,
        "rejected": 0,
        "suppressed": 0,
        "questions": 0,
        "hints_not_shown": 0,
        "functions_not_read": 0,
        "hidden_by_configuration": 0,
        "lowered_by_configuration": 0,
        "not_checked": 0,
    }


def test_what_was_fixed(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    document = valid(workspace.check("--fix", "a.yaml", "--output-format", "json").out)
    assert [finding["status"] for finding in document["findings"]] == ["fixed"]
    assert (document["summary"]["open"], document["summary"]["fixed"]) == (0, 1)


def test_nothing_found(workspace: Workspace) -> None:
    workspace.write("a.yaml", CLEAN)
    document = valid(workspace.check("a.yaml", "--output-format", "json").out)
    assert document["findings"] == []


def test_trouble_leaves_a_report_of_the_rest(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    result = workspace.check("a.yaml", "gone.yaml", "--output-format", "json")
    assert result.code == 2
    assert len(valid(result.out)["findings"]) == 1


@pytest.mark.parametrize("options", [(), ("--fix", "--unsafe-fixes"), ("--fail-on", "info")])
def test_whole_stacks(workspace: Workspace, options: tuple[str, ...]) -> None:
    for path in sorted(INCIDENTS.rglob("template.*")):
        workspace.write(f"{path.parent.name}/{path.name}", path.read_bytes())
    document = valid(workspace.check(".", "--output-format", "json", *options).out)
    assert len(document["findings"]) > 5
    assert document["summary"]["open"] == sum(
        finding["status"] != "fixed" and not finding["question"] for finding in document["findings"]
    )


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("safety", Safety)
def test_everything_that_an_entry_may_hold(status: Status, safety: Safety) -> None:
    text = render(report(entry(status=status, fix=offer(safety), note="because")))
    (finding,) = valid(text)["findings"]
    assert finding["status"] == status.value
    assert finding["fix"]["safety"] == str(safety)
    assert len(finding["fix"]["edits"]) == len(EVERY_EDIT)
    assert finding["note"] == "because"


def test_characters_that_utf_8_does_not_have(workspace: Workspace) -> None:
    twice = r'"\ud800": 1, "\ud800": 2, "\u001b": 1, "\u001b": 2'
    workspace.write("a.json", f'{{"Resources": {{"A": {{"Type": "AWS::SNS::Topic", {twice}}}}}}}')
    only = ("--select", "template-syntax")
    document = valid(workspace.check("a.json", "--output-format", "json", *only).out)
    messages = [finding["message"] for finding in document["findings"]]
    assert "'\ud800'" in messages[0]
    assert "'\x1b'" in messages[1]


def test_colours_are_for_people(workspace: Workspace) -> None:
    workspace.write("a.yaml", BROKEN)
    result = workspace.on_terminal("check", "a.yaml", "--output-format", "json")
    assert b"\x1b" not in result.stdout
    valid(result.out)
