"""Schedules of rules and of EventBridge Scheduler, event patterns, and input for targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.events.buses import ScheduledRule
    from auditor.aws.events.patterns import PatternUse
    from auditor.aws.events.schedule import TIMEZONE, ScheduleUse
    from auditor.aws.events.schedule_targets import SCHEDULE, UnknownTarget, unknown_targets
    from auditor.aws.events.targets import RuleTarget
    from auditor.aws.events.transformers import InputTransformer, Placeholder
    from auditor.grammar import schedule
    from auditor.grammar.event_pattern.fault import PatternFault
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "SCHEDULE",
    "TIMEZONE",
    "InputTransformer",
    "PatternFault",
    "PatternUse",
    "Placeholder",
    "RuleTarget",
    "ScheduleUse",
    "ScheduledRule",
    "UnknownTarget",
    "schedule",
    "unknown_targets",
]
