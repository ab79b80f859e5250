"""Schedule expressions of EventBridge rules and EventBridge Scheduler: cron, rate and at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.grammar.lazily import offering

if TYPE_CHECKING:
    from auditor.grammar.schedule.at import AtTime, at_as_cron, at_for_scheduler, read_at
    from auditor.grammar.schedule.expression import Schedule, parse
    from auditor.grammar.schedule.service import Service

__all__ = ["AtTime", "Schedule", "Service", "at_as_cron", "at_for_scheduler", "parse", "read_at"]

__getattr__ = offering(
    __name__,
    {
        "AtTime": "at",
        "Schedule": "expression",
        "Service": "service",
        "at_as_cron": "at",
        "at_for_scheduler": "at",
        "parse": "expression",
        "read_at": "at",
    },
)
