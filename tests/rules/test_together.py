"""All rules together on the fixtures of each: they never contradict one another."""

from __future__ import annotations

from functools import partial

import pytest

from auditor.engine.check import check
from auditor.engine.fixpoint import fix
from auditor.model.finding import Safety
from tests.rules.cases import Case, cases, rules

CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_all_fixes_together_come_to_rest(case: Case) -> None:
    run = partial(check, rules=tuple(rules().values()), settings=case.settings)
    first = fix(case.text, run, Safety.UNSAFE)
    assert first.final.crashes == ()
    assert first.cycle == ()
    assert fix(first.final.text, run, Safety.UNSAFE).final.text == first.final.text
    made = {finding for finding, _ in first.made}
    assert not made & set(first.final.findings)
