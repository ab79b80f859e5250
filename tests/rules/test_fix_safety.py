"""What holds for the safety of every fix of every rule; `test_fixtures` looks at each of them."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from auditor.engine.safety import judged
from auditor.model.edit import Remove
from auditor.model.finding import Finding, Fix, OnUpdate, Safety
from auditor.model.rule import AnyRule
from tests.rules.cases import cases, rules

_WORDS = {
    OnUpdate.NOTHING: "nothing|no deployed one changes",
    OnUpdate.IN_PLACE: "in place",
    OnUpdate.REPLACEMENT: "replace",
    OnUpdate.REMOVAL: "delete",
    OnUpdate.MAY_FAIL: "fail",
    OnUpdate.UNKNOWN: "",
}
"""What the documentation of a rule says where its fixes do so."""


@pytest.mark.parametrize("effect", OnUpdate, ids=str)
def test_no_rule_can_call_a_harmful_fix_safe(effect: OnUpdate) -> None:
    fix = Fix("Remove it", (Remove(("Resources", "Fn")),), Safety.SAFE, effect)
    finding = judged(Finding(("Resources", "Fn"), "it is"), None, None)
    assert finding.fix is None
    kept = judged(replace(finding, fix=fix), None, None).fix
    assert kept is not None
    assert (kept.safety is Safety.SAFE) == effect.is_harmless


def _section(rule: AnyRule) -> str:
    text = rule.doc.partition("## Fix safety")[2].partition("\n    ## ")[0]
    return " ".join(text.split())


@pytest.mark.parametrize("rule", rules().values(), ids=rules())
def test_the_documentation_says_what_becomes_of_a_deployed_stack(rule: AnyRule) -> None:
    effects = {
        finding.fix.on_update
        for case in cases()
        if case.rule == rule.id
        for finding in case.check(case.text).findings
        if finding.fix is not None and finding.fix.edits
    }
    section = _section(rule)
    assert not effects or "deployed" in section
    for effect in effects:
        assert re.search(_WORDS[effect], section), f"{effect}: {section}"
