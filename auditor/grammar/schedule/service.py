"""The two services that run schedules: they read nearly the same language."""

from __future__ import annotations

from enum import Enum


class Service(Enum):
    """The service that reads the expression.

    RULE is `AWS::Events::Rule` (a SAM `Schedule` event becomes one), SCHEDULER is
    `AWS::Scheduler::Schedule` (a SAM `ScheduleV2` event becomes one).
    """

    RULE = "rule"
    SCHEDULER = "scheduler"
