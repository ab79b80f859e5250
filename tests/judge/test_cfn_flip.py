"""cfn-flip turns each case into its twin, YAML into JSON and back, in which the same is found."""

from __future__ import annotations

import json

import cfn_flip  # type: ignore[import-untyped]
import pytest

from auditor.engine.check import Checked
from auditor.source.json_.document import JsonDocument
from auditor.source.yaml_.document import YamlDocument
from tests.rules.cases import Case, cases

OF_THE_TEXT = frozenset({"octal-number", "template-syntax", "yaml-alias", "stale-expectation"})
"""Rules about how a text is written, or what fixes write: its twin is written in another way."""
CASES = [one for one in cases() if one.rule not in OF_THE_TEXT]


def twin(case: Case) -> str | None:
    """The case in the other format; None where cfn-flip reads another tree, or none."""
    try:
        if case.path.suffix == ".json":
            text: str = cfn_flip.to_yaml(case.text, long_form=True)
            is_same = YamlDocument(text).tree == JsonDocument(case.text).tree
        else:
            text = cfn_flip.to_json(case.text)
            is_same = json.loads(text) == YamlDocument(case.text).tree
    except Exception:  # noqa: BLE001 (what it cannot read, it does not judge)
        return None
    return text if is_same else None


def found(checked: Checked) -> list[tuple[object, ...]]:
    return sorted((one.rule, one.severity, one.message, one.at) for one in checked.findings)


@pytest.mark.parametrize("case", CASES[::4], ids=str)
def test_the_twin_has_the_same_findings(case: Case) -> None:
    text = twin(case)
    if text is not None and "#" not in case.text:
        assert found(case.check(text)) == found(case.check(case.text))


def test_nearly_all_cases_have_a_twin() -> None:
    assert sum(twin(case) is not None for case in CASES[::16]) > 0.9 * len(CASES[::16])
