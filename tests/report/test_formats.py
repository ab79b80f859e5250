"""What all formats promise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given

from auditor.cli.options import OPTIONS
from auditor.model.report import Report
from auditor.report import FORMATS, renderer
from tests.report.entries import entry, report
from tests.report.odd import reports

ROOT = Path(__file__).parents[2]
each_format = pytest.mark.parametrize("name", FORMATS)
PROMISE_LINES = [name for name in FORMATS if name != "json"]


def test_the_command_line_offers_each_format() -> None:
    assert {option.name: option.choices for option in OPTIONS}["output_format"] == FORMATS


@each_format
def test_the_same_report_is_the_same_text(name: str) -> None:
    render = renderer(name)
    one = report(entry(), entry(file="b.yaml"), files=2)
    assert render(one) == render(one)


@pytest.mark.parametrize("name", PROMISE_LINES)
@given(made=reports)
def test_no_control_characters(name: str, made: Report) -> None:
    written = renderer(name)(made)
    assert [character for character in written if character < " " and character != "\n"] == []
    assert "\x7f" not in written
    written.encode("utf-8")


@each_format
def test_nothing_found(name: str) -> None:
    written = renderer(name)(report())
    assert written == "" or written.endswith("\n")
    assert "some-rule" not in written


def test_the_page_and_the_readme_name_each_format() -> None:
    page = (ROOT / "docs" / "reports.md").read_text()
    assert tuple(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == FORMATS
    readme = (ROOT / "README.md").read_text()
    (row,) = re.findall(r"^\|.*\(docs/reports\.md\).*$", readme, re.MULTILINE)
    assert set(re.findall(r"\b[a-z]+\b", row)) >= set(FORMATS) - {"text"}
