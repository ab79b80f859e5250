"""What is found in code that templates share is reported once."""

from __future__ import annotations

from msgspec.structs import replace

from auditor.engine.shared_code import once
from auditor.model.finding import Severity
from auditor.model.report import Entry, Status
from tests.report.entries import entry


def in_code(template: str, **fields: object) -> Entry:
    return replace(entry(file="src/app.py"), template=template, **fields)


def test_the_first_entry_names_all_templates_once() -> None:
    found = once([in_code("a.yaml"), in_code("b.yaml"), in_code("b.yaml"), in_code("a.yaml")])
    assert [(one.template, one.other_templates) for one in found] == [("a.yaml", ("b.yaml",))]


def test_the_worst_severity_counts() -> None:
    mild = in_code("a.yaml", severity=Severity.WARNING)
    (one,) = once([mild, in_code("b.yaml")])
    assert one.severity is Severity.ERROR


def test_other_places_rules_and_states_stay_apart() -> None:
    others = [
        in_code("b.yaml", rule="other-rule"),
        in_code("b.yaml", file="src/lib.py"),
        in_code("b.yaml", status=Status.FIXED),
    ]
    assert once([in_code("a.yaml"), *others]) == (in_code("a.yaml"), *others)


def test_templates_are_never_put_together() -> None:
    twice = (entry(file="a.yaml"), entry(file="a.yaml"))
    assert once(twice) == twice
