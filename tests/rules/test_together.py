"""All rules together on the fixtures of each: they never contradict one another."""

from __future__ import annotations

import pytest

from auditor.engine.check import Checked, check
from auditor.engine.fixpoint import fix
from auditor.model.finding import Safety
from auditor.model.settings import Settings
from tests.rules.cases import Case, by_rule, cases, fix_with, rules

CASES = by_rule(cases())


@pytest.mark.parametrize("rule", CASES)
def test_all_fixes_together_come_to_rest(rule: str) -> None:
    for case in CASES[rule]:
        come_to_rest(case)


def come_to_rest(case: Case) -> None:
    every = tuple(rules().values())
    first = fix_with(every, case, case.text, {})
    assert first.final.crashes == (), case
    assert first.cycle == (), case
    if not first.rejected:
        return  # the last round found nothing to fix: a second run is that round again
    second = fix_with(every, case, first.final.text, first.final.beside).final
    assert (second.text, second.beside) == (first.final.text, first.final.beside), case
    made = {finding for finding, _ in first.made}
    assert not made & set(first.final.findings), case


HEALTH_CHECK = """\
Resources:
  Errors:
    Type: AWS::Route53::HealthCheck
    Properties:
      Type: CLOUDWATCH_METRIC
      Config:
        AlarmIdentifier:
          Region: us-east-1
          Name: errors
"""
MENDED = """\
Resources:
  Errors:
    Type: AWS::Route53::HealthCheck
    Properties:
      HealthCheckConfig:
        Type: CLOUDWATCH_METRIC
        AlarmIdentifier:
          Region: us-east-1
          Name: errors
"""


def test_what_is_missing_by_half_of_a_repair_is_no_new_error() -> None:
    def run(text: str, **_: object) -> Checked:
        return check(text, tuple(rules().values()), Settings())

    fixed = fix(HEALTH_CHECK, run, Safety.SAFE)
    assert fixed.rejected == ()
    assert fixed.final.text == MENDED
