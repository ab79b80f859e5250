"""Texts of errors as people report them get the right rule, or the right kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.diagnose.test_inputs import diagnosis

REPORTED = [
    json.loads(line) for line in Path(__file__).with_name("reported.jsonl").read_text().splitlines()
]


@pytest.mark.parametrize("row", REPORTED, ids=[row["text"].strip()[:40] for row in REPORTED])
def test_the_rule_or_the_kind(row: dict[str, str]) -> None:
    verdict = diagnosis(row["text"]).causes[0].verdict
    assert row["expected"] in [verdict.kind.value, *(rule.id for rule in verdict.rules[:1])]
