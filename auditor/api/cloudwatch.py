"""Alarms with the metrics that they watch, and dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.cloudwatch.alarms import Dimension, WatchedMetric
    from auditor.aws.cloudwatch.dashboards import DASHBOARD, bad_bodies
    from auditor.data.alarm_metrics import MetricRow, dimension_names, metric_rows, value_rows
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "DASHBOARD",
    "Dimension",
    "MetricRow",
    "WatchedMetric",
    "bad_bodies",
    "dimension_names",
    "metric_rows",
    "value_rows",
]
