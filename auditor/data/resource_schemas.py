"""The schemas by which CloudFormation judges the properties of resources, and where types exist.

The tables in `resource_schemas/` are made by `scripts/resource_schemas.py`; `source.json` says from
what and of which date. A file for each service has a line for each type.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from msgspec.json import decode

from auditor.data.table import read_table, service_text

_TABLE = "resource_schemas"
_FOLDER = Path(__file__).parent / _TABLE
Schema = Mapping[str, Any]
CUSTOM = "Custom::"
_LONGEST = 128
"""Characters of a name; comparing takes the square of it."""


@lru_cache(maxsize=512)
def schema_of(type_name: str) -> Schema | None:
    """The schema of a type's properties; None for types that the table does not have.

    A `Custom::*` is a custom resource by another name:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html
    """
    if type_name.startswith(CUSTOM):
        return schema_of("AWS::CloudFormation::CustomResource")
    if type_name.count("::") != 2:
        return None
    text = service_text(_TABLE, type_name)
    start = text.find(f'\n["{type_name}",'.encode()) + 1
    if not start:
        return None
    schema: Schema = decode(text[start : text.index(b"\n", start)])[1]
    return schema


def type_names() -> Iterator[str]:
    """The names of all types, by service."""
    for path in sorted(_FOLDER.glob("*.jsonl")):
        for line in path.read_bytes().splitlines():
            yield line[2 : line.index(b'"', 2)].decode()


@cache
def _types_by_last_part() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in type_names():
        found.setdefault(name.rpartition("::")[2].lower(), []).append(name)
    return found


def types_called(last_part: str) -> list[str]:
    """The types of all services that are called the same within their service."""
    return _types_by_last_part().get(last_part.lower(), [])


def types_like(type_name: str) -> list[str]:
    """The types of the service of a type."""
    lines = service_text(_TABLE, type_name).splitlines()
    return [line[2 : line.index(b'"', 2)].decode() for line in lines if line]


def nearest_type(type_name: str) -> str | None:
    """The type that a name is most like, in its own service where there is one; None without."""
    from difflib import get_close_matches

    if len(type_name) > _LONGEST:
        return None
    service, _, last = type_name.rpartition("::")
    if not has_service(type_name):
        return next(iter(get_close_matches(type_name, sorted(type_names()), n=1)), None)
    names = [name.rpartition("::")[2] for name in types_like(type_name)]
    found = get_close_matches(last, sorted(names), n=1)
    return f"{service}::{found[0]}" if found else None


def has_service(type_name: str) -> bool:
    """Whether the table has types of the service of a type."""
    return bool(service_text(_TABLE, type_name))


def lacking(type_name: str) -> frozenset[str]:
    """The Regions that do not have a type, of those that the table knows."""
    table = _absent()
    held = int(table.get(type_name, "0"), 16)
    names = table["regions"]
    return frozenset(name for place, name in enumerate(names) if held >> place & 1)


def source() -> Mapping[str, Any]:
    """What the tables are made from, with its version, and the date of the schemas."""
    table: Mapping[str, Any] = read_table(_TABLE, "source.json")
    return table


@cache
def _absent() -> Mapping[str, Any]:
    table: Mapping[str, Any] = read_table(_TABLE, "absent.json")
    return table
