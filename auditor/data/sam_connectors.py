"""What connectors of SAM can connect: `sam_connectors.json`, by `scripts/sam_connectors.py`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from auditor.data.table import read_table


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = read_table("sam_connectors.json")
    return table


def connected_type(resource_type: str) -> str | None:
    """As which type of CloudFormation a type counts; None for others of SAM."""
    known: str | None = _table()["types"].get(resource_type)
    is_of_sam = resource_type.startswith("AWS::Serverless::")
    return known if known is not None or is_of_sam else resource_type


def accepted_permissions(source: str, destination: str) -> tuple[str, ...]:
    """The permissions between two types, empty where SAM does not connect them.

    Those with a `+` are accepted together.
    """
    return tuple(_table()["connections"].get(source, {}).get(destination, ()))


def is_combined(source: str, destination: str) -> bool:
    """Whether all permissions of a connector have to be one of those accepted, and not each."""
    return f"{source} {destination}" in _table()["combined"]
