"""What the tables of AWS facts are made from, and of which date they are."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.data.table import read_table


def told() -> Iterator[str]:
    """A line for each source."""
    schemas = read_table("resource_schemas", "source.json")
    yield f"resource schemas of {schemas['schema_date'][:10]}, {_by(schemas, 'cfn-lint')}"
    yield f"SAM types, {_by(schemas, 'aws-sam-translator')}"
    engines = read_table("engine_versions.json")
    yield f"database versions of {engines['as_of']}, from cfn-lint {engines['version']}"


def _by(source: dict[str, dict[str, str]], package: str) -> str:
    return f"from {package} {source[package]['version']}"
