"""Rules are run over their subjects, sorted, doubted where a macro may rewrite, and survived."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from auditor.engine import registry
from auditor.engine.check import check
from auditor.model.finding import Confidence, Finding, Severity
from auditor.model.rule import Rule
from auditor.model.settings import Settings
from auditor.template.template import Template

PLAIN = "Resources:\n  B:\n    Type: T\n  A:\n    Type: T\n"


def every_resource(template: Template) -> Iterator[Finding]:
    """Finds every resource, in the order of their names."""
    for name in sorted(template.resources):
        yield Finding(at=("Resources", name), message=name, on_key=True)


def crashing(template: Template) -> Iterator[Finding]:
    """Fails on every template."""
    raise ValueError(str(len(template.resources)))
    yield


FINDS = Rule(id="finds", severity=Severity.ERROR, on=Template, function=every_resource)
CRASHES = Rule(id="crashes", severity=Severity.ERROR, on=Template, function=crashing)


def test_findings_come_in_the_order_of_their_places() -> None:
    found = check(PLAIN, [FINDS], Settings()).findings
    assert [finding.message for finding in found] == ["B", "A"]


def test_the_span_of_a_finding_on_a_key_is_the_key() -> None:
    checked = check(PLAIN, [FINDS], Settings())
    spans = [checked.span(finding) for finding in checked.findings]
    assert [PLAIN[span.start : span.end] for span in spans] == ["B", "A"]


def test_a_rule_that_fails_is_told_and_the_others_run() -> None:
    checked = check(PLAIN, [CRASHES, FINDS], Settings())
    assert [crash.rule for crash in checked.crashes] == ["crashes"]
    assert len(checked.findings) == 2


@pytest.mark.parametrize(
    ("transform", "severity", "confidence"),
    [
        ("AWS::Serverless-2016-10-31", Severity.ERROR, Confidence.HIGH),
        ("AWS::LanguageExtensions", Severity.ERROR, Confidence.HIGH),
        ("MyMacro", Severity.WARNING, Confidence.LOW),
        ("[AWS::Serverless-2016-10-31, MyMacro]", Severity.WARNING, Confidence.LOW),
        ("{Name: AWS::Include}", Severity.WARNING, Confidence.LOW),
    ],
)
def test_findings_are_doubted_where_a_macro_may_rewrite_the_template(
    transform: str, severity: Severity, confidence: Confidence
) -> None:
    found = check(f"Transform: {transform}\n{PLAIN}", [FINDS], Settings()).findings
    assert {(finding.severity, finding.confidence) for finding in found} == {(severity, confidence)}


def test_an_unknown_rule_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(registry.UnknownRule, match="did you mean 'acl-disabled'"):
        registry.select(registry.load(), ["acl-disable"])


def test_selected_and_ignored_rules() -> None:
    rules = registry.load()
    assert [rule.id for rule in registry.select(rules, ["acl-disabled"])] == ["acl-disabled"]
    assert len(registry.select(rules, (), ["acl-disabled"])) == len(rules) - 1
    assert registry.select(rules, ["acl-disabled"], ["acl-disabled"]) == ()
