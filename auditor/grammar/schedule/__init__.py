"""Schedule expressions of EventBridge rules and EventBridge Scheduler: cron, rate and at."""

from __future__ import annotations

from auditor.grammar.schedule.at import AtTime, at_as_cron, at_for_scheduler, read_at
from auditor.grammar.schedule.expression import Schedule, parse
from auditor.grammar.schedule.service import Service

__all__ = [
    "AtTime",
    "Schedule",
    "Service",
    "at_as_cron",
    "at_for_scheduler",
    "parse",
    "read_at",
]
