"""The first screen shows what fails first, and where to read on."""

from __future__ import annotations

from msgspec.structs import replace

from auditor.model.finding import Fails, Severity
from auditor.model.report import Status
from auditor.report.text import render
from tests.report.entries import entry, offer, report

LATER = replace(entry(message="Later"), fails=Fails.LATER)
INVOKED = replace(entry(message="Invoked"), fails=Fails.INVOCATION)
WARNING = entry(message="Warned", severity=Severity.WARNING)
DEPLOYED = entry(message="Deployed", file="b.yaml")
FIXED = entry(message="Fixed", status=Status.FIXED, fix=offer())


def test_errors_first_and_what_fails_the_deployment_before_what_fails_later() -> None:
    found = report(WARNING, LATER, INVOKED, DEPLOYED, FIXED, files=2)
    messages = [one.message for one in found.by_urgency]
    assert messages == ["Fixed", "Deployed", "Invoked", "Later", "Warned"]


def test_within_a_rank_the_order_of_files_and_places_stays() -> None:
    first, second = entry(message="1"), entry(message="2", file="b.yaml")
    assert report(first, second, files=2).by_urgency == (first, second)


def test_each_finding_names_the_command_that_explains_it() -> None:
    assert "  = see: cfnaudit explain some-rule\n" in render(report(entry()))


def test_a_page_is_named_where_the_documentation_has_one() -> None:
    found = report(replace(entry(), page=True), entry(rule="house-rule"))
    shown = render(replace(found, docs_url="https://docs.example.com/"))
    assert "see: https://docs.example.com/rules/some-rule, or cfnaudit explain some-rule" in shown
    assert "see: cfnaudit explain house-rule" in shown


def test_templates_that_share_code_are_named() -> None:
    shared = replace(entry(file="src/app.py"), template="a.yaml", other_templates=("b.yaml",))
    assert "  = templates: a.yaml, b.yaml\n" in render(report(shared, files=2))
    assert "in 2 of 3 files" in render(report(shared, files=3))
