"""Code Quality reports are what GitLab's documentation asks for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from auditor.model.finding import Severity
from auditor.model.report import Report, Status
from auditor.report.gitlab import render
from tests.report.entries import entry, offer, report
from tests.report.odd import reports

SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string"},
            "check_name": {"type": "string"},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "additionalProperties": False,
                "properties": {
                    # a path must not begin with ./
                    "path": {"type": "string", "not": {"pattern": r"^\./"}},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "additionalProperties": False,
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
"""https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format"""
VALIDATOR = Draft202012Validator(SCHEMA)


def valid(made: Report) -> list[dict[str, Any]]:
    issues: list[dict[str, Any]] = json.loads(render(made))
    VALIDATOR.validate(issues)
    return issues


def test_a_finding() -> None:
    (issue,) = valid(report(entry(file="./b/a.yaml")))
    assert len(issue.pop("fingerprint")) == 32
    assert issue == {
        "description": "it is wrong",
        "check_name": "some-rule",
        "severity": "critical",
        "location": {"path": "b/a.yaml", "lines": {"begin": 3}},
    }


@pytest.mark.parametrize(
    ("severity", "name"),
    [(Severity.ERROR, "critical"), (Severity.WARNING, "major"), (Severity.INFO, "info")],
)
def test_severities(severity: Severity, name: str) -> None:
    (issue,) = valid(report(entry(severity=severity)))
    assert issue["severity"] == name


def test_nothing_found() -> None:
    assert valid(report()) == []


def test_what_was_fixed_is_left_out_and_what_was_rejected_is_not() -> None:
    fixed = entry(status=Status.FIXED, fix=offer(), message="fixed")
    rejected = entry(status=Status.REJECTED, fix=offer(), message="rejected")
    assert [issue["description"] for issue in valid(report(fixed, rejected))] == ["rejected"]


@pytest.mark.parametrize(
    ("file", "path"),
    [
        pytest.param("a b\n日本.yaml", "a b\n日本.yaml", id="any character"),
        pytest.param("a\udc80.yaml", r"a\udc80.yaml", id="no UTF-8"),
    ],
)
def test_names_of_files(file: str, path: str) -> None:
    (issue,) = valid(report(entry(file=file)))
    assert issue["location"]["path"] == path


@given(reports)
def test_any_text_is_valid(made: Report) -> None:
    issues = valid(made)
    assert len(issues) == len(made.open)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
