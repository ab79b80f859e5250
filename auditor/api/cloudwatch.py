"""Alarms, and the metrics that they watch."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.cloudwatch.alarms import Dimension, WatchedMetric
    from auditor.data.alarm_metrics import MetricRow, metric_rows, value_rows
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = ["Dimension", "MetricRow", "WatchedMetric", "metric_rows", "value_rows"]
