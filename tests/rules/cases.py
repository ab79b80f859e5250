"""The cases of `fixtures/<rule id>/`; `auditor.testing` says what belongs to one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from auditor import testing
from auditor.engine import registry
from auditor.engine.check import Checked, check
from auditor.engine.fixpoint import Fixed, fix
from auditor.model.finding import Safety
from auditor.model.rule import AnyRule, Rule
from auditor.testing import Case, told

__all__ = ["FIXTURES", "Case", "by_rule", "cases", "fix_with", "rules", "told"]
FIXTURES = Path(__file__).parents[2] / "fixtures"


def fix_with(chosen: Sequence[AnyRule], case: Case, text: str, before: Mapping[str, str]) -> Fixed:
    """A text with all fixes of some rules made; `before` are the files beside it by then."""

    def run(text: str, *, beside: Mapping[str, str]) -> Checked:
        return check(text, chosen, case.settings, case.project, {**before, **beside})

    return fix(text, run, Safety.UNSAFE)


@cache
def rules() -> dict[str, Rule[Any]]:
    """All rules by id."""
    return {rule.id: rule for rule in registry.load()}


@cache
def cases() -> Sequence[Case]:
    """All cases of all rules."""
    return tuple(testing.cases(FIXTURES, rules().values(), other=("incidents",)))


def by_rule(chosen: Iterable[Case]) -> dict[str, list[Case]]:
    """Cases by the rule that they are of: thousands of tests take longer to report than to run."""
    found: dict[str, list[Case]] = {}
    for case in chosen:
        found.setdefault(case.rule, []).append(case)
    return found
