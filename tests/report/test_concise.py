"""One line a finding."""

from __future__ import annotations

import pytest
from hypothesis import given

from auditor.model.finding import Safety, Severity
from auditor.model.report import Entry, Report, Status
from auditor.report.concise import render
from tests.report.entries import entry, offer, report
from tests.report.odd import reports

LINES = {
    "as it is": (entry(), "a.yaml:3:5: error[some-rule] it is wrong"),
    "warning": (
        entry(severity=Severity.WARNING),
        "a.yaml:3:5: warning[some-rule] it is wrong",
    ),
    "fixable": (entry(fix=offer()), "a.yaml:3:5: error[some-rule] [*] it is wrong"),
    "unsafe": (entry(fix=offer(Safety.UNSAFE)), "a.yaml:3:5: error[some-rule] it is wrong"),
    "advice": (entry(fix=offer(edits=())), "a.yaml:3:5: error[some-rule] it is wrong"),
    "fixed": (
        entry(status=Status.FIXED, fix=offer()),
        "a.yaml:3:5: fixed[some-rule] Mend it",
    ),
    "rejected": (
        entry(status=Status.REJECTED, fix=offer(), note="it would hurt"),
        "a.yaml:3:5: error[some-rule] it is wrong (not fixed: it would hurt)",
    ),
    "odd": (
        entry(file="a\nb.yaml", message="the key 'a\x1b'"),
        r"a\nb.yaml:3:5: error[some-rule] the key 'a\x1b'",
    ),
}


@pytest.mark.parametrize(("one", "line"), LINES.values(), ids=LINES.keys())
def test_a_finding(one: Entry, line: str) -> None:
    assert render(report(one)).splitlines()[0] == line


def test_unsafe_fixes_that_are_asked_for_are_marked() -> None:
    one = report(entry(fix=offer(Safety.UNSAFE)), least=Safety.UNSAFE)
    assert "[*]" in render(one)


@pytest.mark.parametrize(
    ("one", "says"),
    [
        pytest.param(report(files=0), "No templates were checked", id="nothing checked"),
        pytest.param(report(), "No findings in 1 file", id="nothing found"),
        pytest.param(
            report(entry(fix=offer())),
            "Found 1 finding (1 error) in 1 file, 1 fixable with --fix",
            id="one",
        ),
    ],
)
def test_the_sum_ends_it(one: Report, says: str) -> None:
    assert render(one).splitlines()[-1] == says


@given(reports)
def test_a_line_for_each_finding_and_the_sum(made: Report) -> None:
    assert len(render(made).splitlines()) == len(made.shown) + 1
