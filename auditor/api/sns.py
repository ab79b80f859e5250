"""Topics and subscriptions."""

from __future__ import annotations

from auditor.aws.sns.fifo import END, NamedTopic, QueueSubscription

__all__ = ["END", "NamedTopic", "QueueSubscription"]
