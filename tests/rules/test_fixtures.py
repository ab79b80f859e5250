"""Every rule does on its fixtures what they say, and its fixes do no harm."""

from __future__ import annotations

import difflib

import pytest

from auditor.engine.check import Checked
from auditor.engine.fixpoint import Fixed
from auditor.model.finding import OnUpdate, Safety
from tests.rules.cases import Case, cases, told


@pytest.mark.parametrize("case", cases(), ids=str)
def test_a_case_is_as_expected(case: Case) -> None:
    """All of it in one test: the check that finds is the one that the fixes begin with."""
    first = case.fix(case.text)
    finds_what_is_expected_and_nothing_else(first.original, case)
    calls_no_fix_safe_that_harms_a_deployed_stack(first.original)
    makes_the_expected_text(first, case)
    makes_all_fixes_and_the_second_run_changes_nothing(first, case)


def finds_what_is_expected_and_nothing_else(checked: Checked, case: Case) -> None:
    assert not checked.crashes
    assert told(checked) == case.findings


def calls_no_fix_safe_that_harms_a_deployed_stack(checked: Checked) -> None:
    for finding in checked.findings:
        fix = finding.fix
        if fix is not None and fix.safety is Safety.SAFE:
            assert fix.on_update in (OnUpdate.NOTHING, OnUpdate.IN_PLACE), fix.title


def makes_the_expected_text(first: Fixed, case: Case) -> None:
    result = first.final.text
    difference = difflib.unified_diff(
        case.fixed.splitlines(), result.splitlines(), "expected", "made", lineterm=""
    )
    assert result == case.fixed, "\n".join(difference)
    assert first.final.beside == case.fixed_files


def makes_all_fixes_and_the_second_run_changes_nothing(first: Fixed, case: Case) -> None:
    assert first.rejected == ()
    assert first.cycle == ()
    second = case.fix(first.final.text, first.final.beside).final
    assert (second.text, second.beside) == (first.final.text, first.final.beside)
    left = [found for found in first.final.findings if found.fix and found.fix.edits]
    assert all(found.fix and found.fix.safety is Safety.DISPLAY for found in left)
