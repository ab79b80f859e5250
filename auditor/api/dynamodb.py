"""Tables, their keys and throughput."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.dynamodb.table import Attribute, BilledTable, Index, Key, KeyedTable
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "Attribute",
    "BilledTable",
    "Index",
    "Key",
    "KeyedTable",
]
