"""Rows of tables are what their classes say, which nothing looks at when they are read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct, ValidationError, convert

from auditor import data
from auditor.data.declared_parts import DeclaredPart, declared_parts
from auditor.data.property_combinations import Combination, combinations
from auditor.data.refused_values import RefusedValue, refused_values
from auditor.data.sam_rows import RowsWithSam
from auditor.data.table import read_table, rows_of
from auditor.data.unique_together import UniqueTogether, unique_together

DATA = Path(data.__file__).parent


def _rows(table: str) -> list[Any]:
    if table.endswith(".json"):
        return list(read_table(table)["rows"])
    lines = (line for path in (DATA / table).iterdir() for line in path.open(encoding="utf-8"))
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize(
    ("table", "kind", "made"),
    [
        ("declared_parts.json", DeclaredPart, declared_parts()),
        ("property_combinations", Combination, combinations()),
        ("refused_values", RefusedValue, refused_values()),
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
    rows = _rows(table)
    strict = convert(rows, tuple[kind, ...])  # type: ignore[valid-type]
    assert rows_of(rows, kind) == strict
    written = (
        row
        for name, some in made.items()
        for row in (some[: len(made.read(name))] if isinstance(made, RowsWithSam) else some)
    )
    assert sorted(map(repr, strict)) == sorted(map(repr, written))


@pytest.mark.parametrize("table", ["property_combinations", "refused_values"])
def test_rows_lie_in_the_file_of_their_service_and_begin_with_their_type(table: str) -> None:
    for path in (DATA / table).iterdir():
        for line in path.read_text(encoding="utf-8").splitlines():
            name = json.loads(line)["type"]
            assert path.name == f"{'-'.join(name.split('::')[:2])}.jsonl"
            assert line.startswith(f'{{"type": "{name}"')


@pytest.mark.parametrize("name", ["", "::", "../x::y", "AWS::S3", "AWS::No::Where", "AWS::S3::B"])
def test_a_type_without_rows_has_none(name: str) -> None:
    assert name not in combinations()
    assert [*combinations().about(name, None)] == []


def test_a_row_with_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        rows_of([{"typ": "AWS::SQS::Queue"}], RefusedValue)


def test_convert_would_see_a_wrong_row() -> None:
    with pytest.raises(ValidationError):
        convert([{"type": 1}], tuple[RefusedValue, ...])
