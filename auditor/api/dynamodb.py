"""Tables, their keys and throughput."""

from __future__ import annotations

from auditor.aws.dynamodb.table import Attribute, Index, Key, KeyedTable, Table

__all__ = [
    "Attribute",
    "Index",
    "Key",
    "KeyedTable",
    "Table",
]
