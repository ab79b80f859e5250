"""Rows of tables are what their classes say, which nothing looks at when they are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec import Struct, ValidationError, convert

from auditor.data.declared_parts import DeclaredPart, declared_parts
from auditor.data.property_combinations import Combination, combinations
from auditor.data.refused_values import RefusedValue, refused_values
from auditor.data.table import read_table, rows_of
from auditor.data.unique_together import UniqueTogether, unique_together


@pytest.mark.parametrize(
    ("table", "kind", "made"),
    [
        ("declared_parts.json", DeclaredPart, declared_parts()),
        ("property_combinations.json", Combination, combinations()),
        ("refused_values.json", RefusedValue, refused_values()),
        (
            "unique_together.json",
            UniqueTogether,
            {name: (row,) for name, row in unique_together().items()},
        ),
    ],
)
def test_rows_are_what_their_class_says(
    table: str, kind: type[Struct], made: Mapping[str, tuple[Any, ...]]
) -> None:
    rows = read_table(table)["rows"]
    strict = convert(rows, tuple[kind, ...])  # type: ignore[valid-type]
    assert rows_of(rows, kind) == strict
    assert sorted(map(repr, strict)) == sorted(repr(row) for some in made.values() for row in some)


def test_a_row_with_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        rows_of([{"typ": "AWS::SQS::Queue"}], RefusedValue)


def test_convert_would_see_a_wrong_row() -> None:
    with pytest.raises(ValidationError):
        convert([{"type": 1}], tuple[RefusedValue, ...])
