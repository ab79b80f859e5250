"""Metrics that alarms watch in vain: names and dimensions that no service sends.

`alarm_metrics.json` is written by hand; each row has its source. `rows` are metrics of a namespace
that are never sent, or never with just those `dimensions`; `use` is what is sent instead, `advice`
what to do where nothing is. `values` are dimensions with the resource type that they name, the
`attribute` which the service sends ("" for `Ref`), and those that are taken `instead` in error.
`names` are the dimensions of a namespace that are named most often.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from msgspec import Struct, convert

from auditor.data.table import read_table


class Sent(Struct, frozen=True):
    """What a service sends in the place of what an alarm watches."""

    namespace: str | None = None
    metric: str | None = None


class MetricRow(Struct, frozen=True):
    """Metrics that are not sent; with `dimensions`, not with exactly those."""

    namespace: str
    metrics: frozenset[str]
    source: str
    dimensions: frozenset[str] | None = None
    use: Sent | None = None
    advice: str = ""


class ValueRow(Struct, frozen=True):
    """How a dimension names a resource of a type."""

    type: str
    attribute: str
    instead: frozenset[str]
    namespaces: frozenset[str]
    source: str


class DimensionNames(Struct, frozen=True):
    """How a service spells the names of its dimensions."""

    names: frozenset[str]
    source: str


@cache
def dimension_names(namespace: str) -> frozenset[str]:
    """The dimensions of a namespace that are known, which may have others."""
    rows = convert(read_table("alarm_metrics.json")["names"], dict[str, DimensionNames])
    row = rows.get(namespace)
    return frozenset() if row is None else row.names


@cache
def metric_rows(namespace: str) -> tuple[MetricRow, ...]:
    """The rows about metrics of a namespace."""
    rows = convert(read_table("alarm_metrics.json")["rows"], tuple[MetricRow, ...])
    return tuple(row for row in rows if row.namespace == namespace)


@cache
def value_rows() -> Mapping[str, ValueRow]:
    """The rows about values, by the name of the dimension."""
    return convert(read_table("alarm_metrics.json")["values"], dict[str, ValueRow])
