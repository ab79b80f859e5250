"""Alarms, and the metrics that they watch."""

from __future__ import annotations

from auditor.aws.cloudwatch.alarms import Dimension, WatchedMetric
from auditor.data.alarm_metrics import MetricRow, metric_rows, value_rows

__all__ = ["Dimension", "MetricRow", "WatchedMetric", "metric_rows", "value_rows"]
