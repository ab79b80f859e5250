"""JUnit XML, by the schema of Jenkins' xUnit plugin."""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from auditor.model.finding import Severity
from auditor.model.report import Entry, Report, Status
from auditor.report.junit import render
from tests.report.entries import entry, offer, report
from tests.report.odd import reports

ATTRIBUTES = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {"name", "file", "tests", "failures", "errors", "skipped"},
    "testcase": {"name", "classname"},
    "error": {"type", "message"},
    "failure": {"type", "message"},
    "skipped": {"type", "message"},
}
"""What the schema allows, and we write, of
https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
"""
CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"testcase"},
    "testcase": {"error", "failure", "skipped"},
}


def valid(made: Report) -> ET.Element:
    """The root, once its elements, attributes and counts are proved."""
    text = render(made)
    root = ET.fromstring(text.encode("utf-8"))
    assert root.tag == "testsuites"
    for element in root.iter():
        assert set(element.attrib) <= ATTRIBUTES[element.tag]
        assert {child.tag for child in element} <= CHILDREN.get(element.tag, set())
    for suite in root:
        counts = Counter(outcome.tag for case in suite for outcome in case)
        assert suite.get("tests") == str(len(suite))
        assert suite.get("errors") == str(counts["error"])
        assert suite.get("failures") == str(counts["failure"])
        assert suite.get("skipped") == str(counts["skipped"])
    return root


def test_a_finding() -> None:
    assert render(report(entry(fix=offer()))) == (
        """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="cfnaudit">
  <testsuite name="a.yaml" file="a.yaml" tests="1" errors="1" failures="0" skipped="0">
    <testcase classname="a.yaml" name="some-rule Resources.A.name">
      <error type="error" message="it is wrong">a.yaml:3:5: it is wrong
fix: Mend it</error>
    </testcase>
  </testsuite>
</testsuites>
"""
    )


@pytest.mark.parametrize(
    ("severity", "outcome"),
    [(Severity.ERROR, "error"), (Severity.WARNING, "failure"), (Severity.INFO, "skipped")],
)
def test_severities(severity: Severity, outcome: str) -> None:
    assert [element.tag for element in valid(report(entry(severity=severity))).iter()][3] == outcome


def test_a_suite_for_each_file() -> None:
    root = valid(report(entry(), entry(file="b.yaml"), entry(), files=3))
    assert [(suite.get("name"), len(suite)) for suite in root] == [("a.yaml", 2), ("b.yaml", 1)]


def test_no_two_tests_have_the_same_name() -> None:
    (suite,) = valid(report(entry(), entry(start=(7, 1), end=(7, 2))))
    names = [case.get("name") for case in suite]
    assert names == ["some-rule Resources.A.name", "some-rule Resources.A.name (2)"]


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param((), id="nothing found"),
        pytest.param((entry(status=Status.FIXED, fix=offer()),), id="all fixed"),
    ],
)
def test_nothing_open_is_a_test_that_passed(entries: tuple[Entry, ...]) -> None:
    (suite,) = valid(report(*entries))
    assert [(case.get("name"), len(case)) for case in suite] == [("no findings", 0)]


def test_nothing_checked() -> None:
    assert len(valid(report(files=0))) == 0


def test_what_was_rejected_says_why() -> None:
    one = entry(status=Status.REJECTED, fix=offer(), note="it would hurt")
    assert (valid(report(one))[0][0][0].text or "").endswith("\nnot fixed: it would hurt")


def test_control_characters_and_markup() -> None:
    one = entry(file='a"\x00&<b>\ud800.yaml', message="]]>\x1b\ufffe\n")
    root = valid(report(one))
    assert root[0].get("name") == r'a"\x00&<b>\ud800.yaml'
    assert root[0][0][0].get("message") == r"]]>\x1b\ufffe\n"


@given(reports)
def test_any_text_is_well_formed(made: Report) -> None:
    root = valid(made)
    assert len(root.findall(".//testcase/*")) == len(made.open)
