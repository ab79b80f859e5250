"""Topics and subscriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.sns.fifo import END, NamedTopic, QueueSubscription
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = ["END", "NamedTopic", "QueueSubscription"]
