"""Rules that have nothing to say of a template cost it next to nothing: calls are counted."""

from __future__ import annotations

from pathlib import Path

from benchmarks.catalogue import FEW, MANY, calls

ALLOWED = 1.03


def test_rules_without_a_subject_cost_next_to_nothing(tmp_path: Path) -> None:
    few, many = (calls(count, tmp_path) for count in (FEW, MANY))
    assert few < many <= ALLOWED * few
