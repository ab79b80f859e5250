"""Every row of the tables of what services refuse is seen in a case of its rule."""

from __future__ import annotations

import json

import pytest

from auditor.data.declared_parts import declared_parts
from auditor.data.property_combinations import combinations
from auditor.data.refused_values import refused_values
from tests.rules.cases import FIXTURES

ROWS = [
    *(
        ("property-combination", row.type, row.why)
        for rows in combinations().values()
        for row in rows
    ),
    *(("refused-value", row.type, row.why) for rows in refused_values().values() for row in rows),
]


def messages(rule: str) -> str:
    return "\n".join(
        finding["message"]
        for path in (FIXTURES / rule).glob("*.findings.json")
        for finding in json.loads(path.read_text(encoding="utf-8"))
    )


@pytest.mark.parametrize("rule", ["property-combination", "refused-value"])
def test_every_row_has_a_case(rule: str) -> None:
    told = messages(rule)
    assert [
        (kind, why) for one, kind, why in ROWS if one == rule and f"since {why}" not in told
    ] == []


def test_every_declared_part_has_a_case() -> None:
    told = messages("undeclared-part")
    rows = [row for rows in declared_parts().values() for row in rows]
    assert [row.uses for row in rows if f"names the {row.what} '" not in told] == []
