"""Every rule does on its fixtures what they say, and its fixes do no harm."""

from __future__ import annotations

import difflib

import pytest

from auditor.model.finding import Safety
from tests.rules.cases import Case, cases, told

CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_finds_what_is_expected_and_nothing_else(case: Case) -> None:
    checked = case.check(case.text)
    assert not checked.crashes
    assert told(checked) == case.findings


@pytest.mark.parametrize("case", CASES, ids=str)
def test_fixes_make_the_expected_text(case: Case) -> None:
    final = case.fix(case.text).final
    result = final.text
    difference = difflib.unified_diff(
        case.fixed.splitlines(), result.splitlines(), "expected", "made", lineterm=""
    )
    assert result == case.fixed, "\n".join(difference)
    assert final.beside == case.fixed_files


@pytest.mark.parametrize("case", CASES, ids=str)
def test_fixes_are_all_made_and_the_second_run_changes_nothing(case: Case) -> None:
    first = case.fix(case.text)
    assert first.rejected == ()
    assert first.cycle == ()
    second = case.fix(first.final.text, first.final.beside).final
    assert (second.text, second.beside) == (first.final.text, first.final.beside)
    left = [found for found in first.final.findings if found.fix and found.fix.edits]
    assert all(found.fix and found.fix.safety is Safety.DISPLAY for found in left)
