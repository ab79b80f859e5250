"""Schedules of rules and of EventBridge Scheduler."""

from __future__ import annotations

from auditor.aws.events.schedule import TIMEZONE, ScheduleUse
from auditor.grammar import schedule

__all__ = [
    "TIMEZONE",
    "ScheduleUse",
    "schedule",
]
