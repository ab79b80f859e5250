"""What holds for the fixes of all rules, whatever the rule says."""

from __future__ import annotations

import pytest

from auditor.engine.safety import judged
from auditor.model.choices import Choices
from auditor.model.edit import Edit, Remove, SetValue
from auditor.model.finding import Finding, Fix, Safety, Severity
from auditor.model.settings import Settings
from auditor.source.detect import parse
from auditor.template.template import Template

TEXT = """\
Resources:
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      # the ledger is slow
      Timeout: 30
      MemorySize: 128  # enough
      # ----------
      Handler: index.run
      # cfn-lint ignores this
      Runtime: python3.13
      FunctionName: fn
"""
PROPERTIES = ("Resources", "Fn", "Properties")


def fix_of(edit: Edit, severity: Severity = Severity.WARNING) -> Fix:
    document = parse(TEXT)
    template = Template(document.tree, Settings())
    fix = Fix("Change it", (edit,), Safety.SAFE)
    found = judged(Finding(edit.path, "it is", fix, severity), template, document).fix
    assert found is not None
    return found


@pytest.mark.parametrize("key", ["Timeout", "MemorySize"])
def test_a_comment_explains_a_value(key: str) -> None:
    assert fix_of(Remove((*PROPERTIES, key))).safety is Safety.DISPLAY
    assert fix_of(Remove((*PROPERTIES, key)), Severity.ERROR).safety is Safety.DISPLAY
    assert fix_of(SetValue((*PROPERTIES, key), 5)).safety is Safety.DISPLAY


@pytest.mark.parametrize("key", ["Handler", "Runtime"])
def test_lines_and_words_for_linters_explain_nothing(key: str) -> None:
    assert fix_of(Remove((*PROPERTIES, key))).safety is Safety.SAFE


def test_a_value_that_certainly_fails_is_not_what_a_comment_means() -> None:
    fix = fix_of(SetValue((*PROPERTIES, "Timeout"), 29), Severity.ERROR)
    assert fix.safety is Safety.SAFE


def test_a_fix_that_replaces_is_not_safe() -> None:
    fix = fix_of(SetValue((*PROPERTIES, "FunctionName"), "other"), Severity.ERROR)
    assert fix.safety is Safety.UNSAFE


def test_hints_are_fixed_where_their_rule_is_named() -> None:
    hint = Finding((), "it is", severity=Severity.INFO, rule="one")
    assert Choices(named={"other"}).applied(hint).held
    assert not Choices(named={"one"}).applied(hint).held
    assert not Choices(named=None).applied(hint).held
    raised = Choices({"one": Severity.WARNING}, named={"other"}).applied(hint)
    assert not raised.held
