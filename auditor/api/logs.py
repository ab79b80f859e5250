"""Log groups, filters, their patterns, and delivery of logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.logs.delivery import LogBucket, LogDelivery, Writer
    from auditor.aws.logs.delivery_policy import log_delivery_policy_for
    from auditor.aws.logs.groups import (
        LOG_GROUP,
        LogFilter,
        MetricFilter,
        PatternUse,
        declared_log_groups,
    )
    from auditor.aws.logs.new_group import log_group
    from auditor.aws.logs.subscriptions import Subscription
    from auditor.grammar import filter_pattern
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "LOG_GROUP",
    "LogBucket",
    "LogDelivery",
    "LogFilter",
    "MetricFilter",
    "PatternUse",
    "Subscription",
    "Writer",
    "declared_log_groups",
    "filter_pattern",
    "log_delivery_policy_for",
    "log_group",
]
