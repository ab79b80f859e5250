"""The table of engine versions, and what is said of versions in and out of it."""

from __future__ import annotations

import pytest

from auditor.data.engine_versions import Standing, engine_versions


@pytest.mark.parametrize(
    ("engine", "version", "standing"),
    [
        ("mysql", "8.0.35", Standing.RETIRED),
        ("mysql", "8.0.38", Standing.NEVER),
        ("mysql", "8.0", None),
        ("mysql", "8.0.99", None),
        ("mysql", "7.0.1", None),
        ("mysql", "8.0.³", None),
        ("postgres", "15.3", Standing.RETIRED),
        ("postgres", "15", None),
        ("aurora-mysql", "8.0.mysql_aurora.3.02.0", Standing.RETIRED),
        ("aurora-mysql", "8.0.mysql_aurora.3.04.0", None),
        ("kubernetes", "1.30", Standing.RETIRED),
        ("kubernetes", "1.31", Standing.RETIRED),
        ("kubernetes", "1.32", None),
        ("kubernetes", "1.99", None),
        ("kubernetes", "1", None),
        ("kubernetes", "1.30.4", None),
    ],
)
def test_standing(engine: str, version: str, standing: Standing | None) -> None:
    versions = engine_versions(engine)
    assert versions is not None
    assert versions.standing(version) is standing


def test_newest_is_of_the_same_major_and_can_be_created() -> None:
    versions = engine_versions("PostgreS")
    assert versions is not None
    newest = versions.newest("15.3")
    assert newest is not None
    assert newest.startswith("15.")
    assert newest in versions.listed
    assert versions.newest("9.6.22") is None


def test_other_engines_are_not_known() -> None:
    assert engine_versions("oracle-se2") is None
