"""The errors of the tables that rules rest on are known, each as one of its rule."""

from __future__ import annotations

from auditor.data.property_combinations import Combination, combinations
from auditor.data.refused_values import RefusedValue, refused_values
from tests.diagnose.test_inputs import diagnosis

ROWS: list[tuple[str, Combination | RefusedValue]] = [
    *(("property-combination", row) for rows in combinations().values() for row in rows),
    *(("refused-value", row) for rows in refused_values().values() for row in rows),
]
ERRORS = sorted({(rule, row.error) for rule, row in ROWS if row.error and not row.is_vague})


def test_the_error_of_a_row_is_one_of_its_rule() -> None:
    assert [(rule, error) for rule, error in ERRORS if not _is_known(rule, error)] == []


def _is_known(rule: str, error: str) -> bool:
    verdict = diagnosis(error.replace("<", "").replace(">", "")).causes[0].verdict
    return rule in [one.id for one in verdict.rules]


def test_an_error_is_that_of_a_public_page() -> None:
    assert [
        (row.type, row.why)
        for _, row in ROWS
        if row.error and row.source.startswith("https://docs.aws.") and not row.reported
    ] == []
